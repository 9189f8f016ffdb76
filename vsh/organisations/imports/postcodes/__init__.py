"""Where postcodes lie, as a file tells it."""
