"""PostgreSQL and Redis as they come in Python wheels, for laptops, demonstrations and tests."""
