"""Files about children: the roll extract, and the children looked after return."""
