"""The PDF that is kept when a PEP is complete."""

from hashlib import sha256

from django.core.files.base import ContentFile

from peps.letter import letter_for
from peps.models import Pep, PepSnapshot
from vsh.accounts.models import User
from vsh.accounts.roles import ROLE_PERMISSIONS, Role
from vsh.calendars import today

# Everyone who may read the PEP may have its PDF: it holds what the designated teacher may read.
_READABLE_BY_ALL = ROLE_PERMISSIONS[Role.DESIGNATED_TEACHER]


def keep_snapshot(*, actor: User, pep: Pep) -> PepSnapshot:
    """Make and store the PDF; `complete_pep` calls this inside its transaction."""
    from peps.pdf import pdf_of  # loads WeasyPrint, which nothing else of the PEP needs

    content = pdf_of(letter_for(pep=pep, permissions=_READABLE_BY_ALL, day=today()))
    snapshot = PepSnapshot(
        pep=pep, sha256=sha256(content).hexdigest(), made_on=today(), made_by=actor
    )
    snapshot.file.save(f"{pep.ref}.pdf", ContentFile(content), save=False)
    try:
        snapshot.save()
    except Exception:
        snapshot.file.delete(save=False)
        raise
    return snapshot
