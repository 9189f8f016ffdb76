"""The importers of the floors below, which cannot register themselves here."""

from vsh.calendars import today
from vsh.calendars.imports.commit import load_terms
from vsh.calendars.imports.file import TERMS
from vsh.organisations.imports.commit import load_schools
from vsh.organisations.imports.file import LINKS, REGISTER, SHORT_REGISTER
from vsh.organisations.imports.inspections.commit import load_inspections
from vsh.organisations.imports.inspections.file import INSPECTIONS
from vsh.organisations.imports.postcodes.commit import load_postcodes
from vsh.organisations.imports.postcodes.file import POSTCODES
from vsh.tables.job import Job

from .registry import Importer, register


def register_ground_importers() -> None:
    """Make the national register, outcomes of inspections, postcodes and term dates known."""
    register(
        Importer(
            kind="schools",
            title="Schools register",
            layouts=(REGISTER, SHORT_REGISTER, LINKS),
            load=load_schools,
            needs_authority=False,
            hint="The extract of Get Information about Schools (all establishments), its links "
            "file, or both. It serves every authority here.",
        )
    )
    register(
        Importer(
            kind="inspections",
            title="Outcomes of inspections",
            layouts=(INSPECTIONS,),
            load=_load_inspections,
            needs_authority=False,
            hint="One row for each area that an inspection graded: the overall grade of before "
            "September 2024, the key judgements after it, or the report card since November 2025. "
            "The register tells no grades any more. It serves every authority here.",
        )
    )
    register(
        Importer(
            kind="postcodes",
            title="Postcodes",
            layouts=(POSTCODES,),
            load=load_postcodes,
            needs_authority=False,
            hint="Where each postcode lies on the British National Grid, made of the open data of "
            "Ordnance Survey or of the Office for National Statistics. The search for a school "
            "works out distances from it. It serves every authority here.",
        )
    )
    register(
        Importer(
            kind="terms",
            title="Term dates",
            layouts=(TERMS,),
            load=load_terms,
            hint="One row per term or half term, closure and INSET day, of the authority or, with "
            "a URN, of a school. The file says the whole calendar of each owner and academic "
            "year that it names.",
        )
    )


def _load_inspections(job: Job) -> None:
    """The organisations do not know the day."""
    load_inspections(job, on=today())
