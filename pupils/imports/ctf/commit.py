"""Loads what a Common Transfer File says of the authority's children: results the same way as a
file of results, then what it tells of SEN and of schools before the child was on record here.

Of a child who is not the authority's, or was born on another day, one refusal says so once.
"""

from collections.abc import Callable, Mapping

from vsh.tables.cells import Cells
from vsh.tables.job import Job
from vsh.tables.reading import Row

from ..attainment.commit import children_by_upn, load_said
from ..attainment.row import Child
from .file import CTF
from .row import child_told, read_assessment
from .schools import load_schools
from .sen import load_sen


def load_ctf(job: Job) -> None:
    """Load the file; what is on record already is left alone."""
    children = children_by_upn(job)
    is_stranger = _refusing_once(job, children)
    load_said(job, CTF, read_assessment, children=children, kind="ctf", passes_over=is_stranger)
    load_sen(job, children, is_stranger)
    load_schools(job, children, is_stranger)


def _refusing_once(job: Job, children: Mapping[str, Child]) -> Callable[[Row], bool]:
    """Whether a record is of nobody known here; the first of each child is refused."""
    told: set[tuple[str, str]] = set()

    def is_stranger(row: Row) -> bool:
        cells = Cells(row)
        child_told(cells, children)
        if not cells.is_refused or not row["UPN"]:
            return False
        if (row.file, row["UPN"]) not in told:
            told.add((row.file, row["UPN"]))
            job.refuse(row, *cells.problems)
        return True

    return is_stranger
