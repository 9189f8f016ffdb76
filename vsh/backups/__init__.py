"""Backups: the database and the private files in one encrypted file, and back."""
