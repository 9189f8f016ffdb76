"""What waits for whom: the lists of one person, of what no clock counts."""
