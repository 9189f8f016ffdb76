"""The roll extract: the council's case system sends it every night, one row per child."""
