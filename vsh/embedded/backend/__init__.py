"""Django's PostgreSQL backend, which makes sure first that the embedded servers run."""
