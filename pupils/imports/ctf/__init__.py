"""The Common Transfer File that a school sends when a child moves."""
