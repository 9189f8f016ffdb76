"""The statutory and house rules of the PEP: pure functions, no Django, no clock."""
