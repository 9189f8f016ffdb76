"""The rules of care and school moves, of attendance and of exclusions: pure functions."""
