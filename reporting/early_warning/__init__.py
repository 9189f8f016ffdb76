"""Early warning: facts on record that research ties to how children in care do at school.

No score and no prediction: each fact stands for itself, with its source, and a list is sorted by
their number alone.
"""
