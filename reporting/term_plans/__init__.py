"""The plans of an authority, of this and earlier terms: opened, chased, exported, passed on."""
