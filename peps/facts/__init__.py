"""What the rules read of the record, loaded for many children at once."""
