"""One plan as its readers see it: what is known, its letter, its list of sections."""
