"""The national register of schools, as Get Information about Schools (GIAS) publishes it."""
