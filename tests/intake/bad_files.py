"""A sound row of every kind of file that can come in, and what is done to it."""

import csv
import io
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

from tests.pupils.imports.ctf_files import READING, ctf, pupil
from tests.pupils.imports.rolls import GIA
from vsh.intake.registry import importers
from vsh.tables.layouts import Layout

Cells = Mapping[str, str]
GIAS = Path(__file__).parent.parent / "data" / "gias_subset_7_establishments.csv"
UPN = "A999000126001"
XML = ctf(pupil(UPN, READING, dob="2013-05-06"))
DOCTYPE = '<!DOCTYPE CTfile [<!ENTITY a "{}">{}]>\n'
LAUGHS = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi"))
_CHILD = {"CHILD": "H1", "DOB": "06/05/2012"}
_DAYS = ("OpenDate", "CloseDate", "OfstedLastInsp")


def _register(layout: Layout) -> Cells:
    with GIAS.open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    return {name: "13-04-2013" if name in _DAYS else row[name] for name in layout.columns}


# The days that a file writes as 13/04/2026 stand so here: each column of them must be declared.
SOUND: dict[str, Cells] = {
    "gias_links": {
        "URN": "100000",
        "LinkURN": "100001",
        "LinkType": "Successor",
        "LinkEstablishedDate": "13-04-2013",
    },
    "inspections": {
        "urn": "999001",
        "framework": "report_card",
        "inspected_on": "13/03/2026",
        "area": "Inclusion",
        "grade": "Urgent improvement",
        "source": "https://reports.example/999001",
        "published_on": "14/04/2026",
    },
    "postcodes": {"postcode": "NS1 2BB", "easting": "400000", "northing": "300000"},
    "terms": {
        "urn": "",
        "academic_year": "2026-27",
        "kind": "term",
        "starts_on": "2026-09-01",
        "ends_on": "2026-12-18",
        "name": "Autumn",
    },
    "roll": {
        name: "/".join(reversed(cell.split("-")))
        if name.endswith(("_on", "_from", "birth"))
        else cell
        for name, cell in (
            GIA
            | {"looked_after_to": "13/04/2026", "enrolled_to": "13/04/2026"}
            | {"uasc": "yes", "uasc_until": "13/04/2026"}
        ).items()
    },
    "ssda903_header": _CHILD | {"SEX": "M", "ETHNIC": "WBRI", "UPN": "B801200005001"},
    "ssda903_episodes": {
        "CHILD": "H1",
        "DECOM": "02/06/2025",
        "RNE": "S",
        "LS": "C2",
        "CIN": "N1",
        "PLACE": "U6",
        "PLACE_PROVIDER": "PR1",
        "DEC": "10/02/2026",
        "REC": "E11",
        "REASON_PLACE_CHANGE": "",
        "PL_POST": "NS1 2BB",
        "URN": "SC123456",
    },
    "ssda903_reviews": _CHILD | {"REVIEW": "13/04/2026", "REVIEW_CODE": "PN1"},
    "ssda903_uasc": _CHILD | {"SEX": "M", "DUC": "13/04/2026"},
    "ssda903_oc2": _CHILD | {"SDQ_SCORE": "12", "SDQ_REASON": ""},
    "ssda903_missing": _CHILD
    | {"MISSING": "M", "MIS_START": "13/04/2026", "MIS_END": "14/04/2026"},
    "attainment": {
        "upn": UPN,
        "stage": "ks3",
        "subject": "Reading",
        "measure": "age_related",
        "value": "Below",
        "achieved_on": "2026-07-17",
        "kind": "teacher",
        "status": "provisional",
        "target": "Expected",
    },
    "attendance": {
        "upn": UPN,
        "urn": "999001",
        "date": "2026-11-03",
        "session": "AM",
        "code": "/",
    },
    "attendance_summaries": {
        "upn": UPN,
        "urn": "999001",
        "from": "2026-09-02",
        "to": "2026-10-23",
        "possible": "70",
        "authorised": "2",
        "unauthorised": "1",
    },
}
KINDS = [
    (one.kind, layout)
    for one in importers()
    for layout in one.layouts
    if layout.is_used and not layout.elements
]
SOUND |= {
    layout.name: _register(layout)
    for _, layout in KINDS
    if layout.name.startswith("gias") and layout.name not in SOUND
}


def csv_of(*rows: Cells) -> str:
    """A file of these rows."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _mixed(text: str) -> bytes:
    return text.encode() + "Zoë\n".encode() + "Zoë\n".encode("cp1252")


_ANY: dict[str, Callable[[str], bytes | str]] = {
    "utf_16": lambda text: text.encode("utf-16"),
    "mixed_encoding": _mixed,
    "not_text": lambda text: text.encode()[:-2] + b"\0\n",
    "excel": lambda text: b"PK\x03\x04" + text.encode(),
    "empty": lambda text: "",
}
# By the code with which the file is refused.
BAD_CSV = _ANY | {
    "separator": lambda text: text.replace(",", "\t"),
    "cut_off": lambda text: text.rsplit(",", 1)[0],
    "open_quote": lambda text: text + '"' + text.splitlines()[1] + "\n",
    "duplicate_column": lambda text: "".join(
        f"{line.split(',')[0]},{line}\n" for line in text.splitlines()
    ),
    "unknown_header": lambda text: text.split("\n", 1)[1],
}
BAD_XML: dict[str, list[Callable[[str], bytes | str]]] = {
    **{code: [change] for code, change in _ANY.items()},
    "broken_xml": [lambda text: text[:-20], lambda text: text.replace("</UPN>", "")],
    "document_type": [
        lambda text: text.replace("<CTfile", DOCTYPE.format("ha", LAUGHS) + "<CTfile").replace(
            UPN, "&i;"
        ),
        lambda text: text.replace(
            "<CTfile", '<!DOCTYPE CTfile [<!ENTITY x SYSTEM "file:///etc/hosts">]><CTfile'
        ).replace(UPN, "&x;"),
    ],
    "unknown_root": [lambda text: text.replace("CTfile", "Other")],
}
BAD_CELLS = [
    "",
    "=HYPERLINK(1)",
    "--5",
    "9" * 5_000,
    "x" * 5_000,
    "00/00/0000",
    "2026-02-30",
    "30/02/2026",
    "0000-00-00",
    "½²٣",
    "a\tb",
    "a\nb",
    "\ufeff",
    "☃'\"",
]
