"""Tables that come in as CSV files: read with flat memory, every doubt named by file and line.

Knows neither Django nor models; importers of any floor build on it.
"""
