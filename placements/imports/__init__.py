"""Files that tell of children at school."""
