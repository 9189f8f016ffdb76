"""The importers of the floors below, which cannot register themselves here."""

from vsh.organisations.imports.commit import load_schools
from vsh.organisations.imports.file import LINKS, REGISTER, SHORT_REGISTER

from .registry import Importer, register


def register_ground_importers() -> None:
    """Make the national register known."""
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
