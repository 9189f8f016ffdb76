"""Reads of PEPs that chain as English."""

from pupils.querysets import RelatedToPupilQuerySet


class PepQuerySet(RelatedToPupilQuerySet):
    """Personal Education Plans."""


class RelatedToPepQuerySet(RelatedToPupilQuerySet):
    """Rows that belong to a PEP."""

    pupil_path = "pep__pupil"
