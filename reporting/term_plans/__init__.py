"""This term's plans of a whole authority: opened, chased, exported, reassigned."""
