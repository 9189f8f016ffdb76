"""What is missing on record, what contradicts itself, and where each value came from."""
