"""Files of attendance for tests, as a school's system writes them."""

from tests.cast import Cast
from vsh.calendars.models import CalendarEntry

UPNS = {
    "ada": "A999000126001",
    "ben": "B999000126002",
    "cam": "C999000126003",
    "eve": "E999000126004",
    "fay": "F999000126005",
}
MARKS = "upn,urn,date,session,code"
SUMMARIES = "upn,urn,from,to,possible,authorised,unauthorised"


def give_upns(cast: Cast) -> None:
    """A UPN for each child of the cast who has one here."""
    for name, upn in UPNS.items():
        child = cast.children[name]
        child.upn = upn
        child.save()


def marks(*rows: str, header: str = MARKS) -> str:
    """A file of rows such as `ada 999001 2026-11-03 AM /`, the name standing for the UPN."""
    lines = []
    for row in rows:
        name, rest = row.split(" ", 1)
        lines.append(",".join([UPNS.get(name, name), *rest.split(" ")]))
    return "\n".join([header, *lines]) + "\n"


def summaries(*rows: str) -> str:
    """The same for rows such as `ada 999001 2026-09-02 2026-10-23 70 2 1`."""
    return marks(*rows, header=SUMMARIES)


def own_dates(cast: Cast) -> None:
    """Oakfield's own terms, the same as its area's."""
    entries = CalendarEntry.objects.filter(authority=cast.northshire)
    for entry in entries:
        entry.pk, entry.authority, entry.setting = None, None, cast.oakfield
        entry.save()
