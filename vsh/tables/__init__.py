"""Tables that come in as CSV or XML files: read with flat memory, every doubt named by its line.

Knows neither Django nor models; importers of any floor build on it.
"""
