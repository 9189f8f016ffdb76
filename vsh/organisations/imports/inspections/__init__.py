"""Outcomes of inspections that come in as a file."""
