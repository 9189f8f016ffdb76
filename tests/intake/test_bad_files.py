"""Every kind of file that can come in, spoilt in every way: refused with a clear word, never half
loaded, and no cell stops a file."""

import io
import re

import pytest

from tests.cast import Cast
from tests.intake.bad_files import (
    BAD_CELLS,
    BAD_CSV,
    BAD_XML,
    KINDS,
    SOUND,
    XML,
    csv_of,
)
from tests.intake.running import load
from tests.placements.attendance_files import give_upns
from vsh.intake.commands import NOTHING_LOADED, exit_code
from vsh.intake.registry import importers
from vsh.tables.findings import Level
from vsh.tables.job import Job
from vsh.tables.layouts import Layout
from vsh.tables.reading import Source

DAY_FIRST = re.compile(r"\d\d[/-]\d\d[/-]\d{4}")
NAMES = [f"{kind}-{layout.name}" for kind, layout in KINDS]


def test_each_kind_of_file_has_a_sound_row_whose_days_are_declared() -> None:
    assert set(SOUND) == {layout.name for _, layout in KINDS}
    xml = {layout.name for one in importers() for layout in one.layouts if layout.elements}
    assert xml == {"ctf"}
    for _, layout in KINDS:
        told = SOUND[layout.name]
        days = {name for name, cell in told.items() if DAY_FIRST.fullmatch(cell)}
        assert days == set(layout.day_first) & set(told), layout.name


def refused_whole(kind: str, content: bytes | str, code: str) -> None:
    """Without a database: nothing is even asked of it."""
    job = load(kind, {"a file": content})
    [finding] = job.kept[Level.ERROR]
    assert (finding.code, finding.is_refused, job.tables) == (code, True, [])
    assert len(finding.message) > 30
    assert exit_code(job) == NOTHING_LOADED


@pytest.mark.parametrize(("kind", "layout"), KINDS, ids=NAMES)
def test_a_spoilt_table_is_refused_as_a_whole(kind: str, layout: Layout) -> None:
    sound = SOUND[layout.name]
    for code, spoil in BAD_CSV.items():
        refused_whole(kind, spoil(csv_of(sound, sound)), code)
    for column in set(layout.day_first) & set(sound):
        american = [sound | {column: cell} for cell in ("04/02/2026", "04/13/2026")]
        refused_whole(kind, csv_of(*american), "month_first")


@pytest.mark.parametrize("code", BAD_XML)
def test_a_spoilt_xml_file_is_refused_as_a_whole(code: str) -> None:
    for spoil in BAD_XML[code]:
        refused_whole("ctf", spoil(XML), code)


@pytest.mark.parametrize(("kind", "layout"), KINDS, ids=NAMES)
def test_a_mark_at_the_start_other_line_ends_and_a_giant_line_do_no_harm(kind, layout) -> None:
    sound = SOUND[layout.name]
    giant = "x" * 200_000 + "," * (len(sound) - 1)
    text = f"{csv_of(sound)}{giant}\n{csv_of(sound).splitlines()[1]}\n"
    for content in (text, "\ufeff" + text, text.replace("\n", "\r\n")):
        job = Job()
        job.open([Source("f.csv", lambda told=content: io.BytesIO(told.encode()))], [layout])
        rows = [row.line for row in job.rows(layout)]
        assert (rows, job.counts["refused"]) == ([2, 4], 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "layout"), KINDS, ids=NAMES)
def test_whatever_stands_in_a_cell_each_row_is_loaded_or_refused(cast: Cast, kind, layout) -> None:
    give_upns(cast)
    sound = SOUND[layout.name]
    rows = [sound, *(sound | {column: cell} for column in sound for cell in BAD_CELLS)]
    job = load(kind, {"f.csv": csv_of(*rows)}, authority=cast.northshire)
    settled = sum(job.counts[name] for name in ("new", "changed", "same", "refused"))
    assert settled == len(rows)
    assert all(finding.message for kept in job.kept.values() for finding in kept)


@pytest.mark.django_db
def test_whatever_stands_in_an_element_the_file_is_read_to_its_end(cast: Cast) -> None:
    give_upns(cast)
    for name in ("UPN", "DOB", "Stage", "Year", "Subject", "Method", "Component", "Result"):
        for cell in (one for one in BAD_CELLS if "'" not in one):
            text = re.sub(f"<{name}>.*?</{name}>", f"<{name}>{cell}</{name}>", XML)
            job = load("ctf", {"f.xml": text}, authority=cast.northshire)
            assert job.loaded + job.counts["refused"] == 1, (name, cell[:20])
    told = re.sub("<UPN>.*?</UPN>", lambda one: one[0] * 20_000, XML)
    job = load("ctf", {"f.xml": told}, authority=cast.northshire)
    assert [(one.column, one.code) for one in job.kept[Level.ERROR]] == [("UPN", "upn")]
