"""The statutory rules about a child's facts: pure functions on dates and frozen dataclasses."""
