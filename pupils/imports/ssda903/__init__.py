"""The children looked after return (SSDA903): the facts of care, without names or schools."""
