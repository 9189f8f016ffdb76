"""Loads what a Common Transfer File says as results, the same way as a file of results."""

from vsh.tables.job import Job

from ..attainment.commit import load_said
from .file import CTF
from .row import read_assessment


def load_ctf(job: Job) -> None:
    """Load the assessments of the authority's children; what is on record already is left alone."""
    load_said(job, CTF, read_assessment)
