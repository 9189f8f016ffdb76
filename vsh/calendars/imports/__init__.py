"""Term dates that come in as a file."""
