"""Parents by whose names there is a part of the plan, or a link to one."""

from itertools import chain

from peps.models import Pep, PersonalLink, Voice
from peps.schema.speakers import Purpose


def parents_known(pep: Pep) -> list[str]:
    """Each by the name that was given first, in the order in which they came."""
    links = PersonalLink.objects.filter(pep=pep, purpose=Purpose.PARENT).order_by("id")
    wrote = Voice.objects.filter(pep=pep, purpose=Purpose.PARENT)
    names = chain(links.values_list("name", flat=True), wrote.values_list("name", flat=True))
    known: dict[str, str] = {}
    for name in names:
        plain = " ".join(name.split())
        known.setdefault(plain.casefold(), plain)
    return [name for name in known.values() if name]
