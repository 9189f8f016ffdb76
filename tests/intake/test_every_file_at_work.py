"""Every kind of file: the same again changes nothing, a load that is killed half-way has written
nothing and is taken up from its start, and of two at once the second waits."""

import tempfile

import pytest
from django.db import connection

from tests.cast import Cast
from tests.intake.bad_files import KINDS, SOUND, UPN, csv_of
from tests.intake.running import load, sources_of
from tests.placements.attendance_files import give_upns
from tests.pupils.imports.ctf_files import READING, ctf, pupil
from vsh.intake.engine import _AUTHORITY_LOCK, ImportBusyError, carry_out
from vsh.intake.registry import importer_of, importers
from vsh.organisations.models import EducationSetting
from vsh.tables.job import Job

pytestmark = pytest.mark.django_db

_SAID = {  # of the sound rows what cannot stand beside the others
    "roll": {"looked_after_to": "", "enrolled_to": ""},
    "terms": {"urn": "999001"},
    "ssda903_episodes": {"DEC": "", "REC": ""},
    "ssda903_reviews": {"REVIEW": "02/07/2025"},
    "ssda903_missing": {"MIS_START": "10/01/2026", "MIS_END": "12/01/2026"},
}
_RETURN = ("ssda903_header", "ssda903_episodes")  # without which nothing else stands
FILES = [(kind, layout.name) for kind, layout in KINDS] + [("ctf", "ctf")]
NAMES = [name for _, name in FILES]


def files_of(kind: str, name: str) -> dict[str, str]:
    """A sound file of the layout, with those of the same set that it needs."""
    if kind == "ctf":
        return {"f.xml": ctf(pupil(UPN, READING, dob="2012-03-10"))}
    names = dict.fromkeys((*_RETURN, name)) if kind == "ssda903" else (name,)
    return {f"{one}.csv": csv_of({**SOUND[one], **_SAID.get(one, {})}) for one in names}


@pytest.fixture
def furnished(cast: Cast) -> Cast:
    """What the sound rows speak of."""
    give_upns(cast)
    EducationSetting.objects.create(urn="100000", name="Closed School", la_code="201")
    return cast


def counts(job: Job) -> dict[str, int]:
    """What became of the rows."""
    names = ("new", "changed", "same", "refused", "other_changes")
    return {name: job.counts[name] for name in names if job.counts[name]}


def test_each_layout_of_each_importer_is_in_the_table() -> None:
    used = {layout.name for one in importers() for layout in one.layouts if layout.is_used}
    assert used == set(NAMES)


@pytest.mark.parametrize(("kind", "name"), FILES, ids=NAMES)
def test_the_same_file_again_changes_nothing(furnished: Cast, kind: str, name: str) -> None:
    files = files_of(kind, name)
    first = load(kind, files, authority=furnished.northshire)
    assert first.loaded
    assert not first.counts["refused"], first.kept
    assert first.counts["new"] + first.counts["changed"]
    again = load(kind, files, authority=furnished.northshire)
    assert counts(again) == {"same": first.loaded}


@pytest.mark.parametrize(("kind", "name"), FILES, ids=NAMES)
def test_what_was_killed_half_way_has_written_nothing_and_loads_from_its_start(
    furnished: Cast, kind: str, name: str
) -> None:
    files = files_of(kind, name)
    checked = load(kind, files, authority=furnished.northshire, is_dry_run=True)

    def die(job: Job) -> None:
        assert job.loaded
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), tempfile.TemporaryFile("w+") as report:
        carry_out(
            importer_of(kind),
            sources_of(files),
            authority=furnished.northshire,
            actor=None,
            report=report,
            is_dry_run=False,
            keep=die,
        )
    assert counts(load(kind, files, authority=furnished.northshire)) == counts(checked)


@pytest.mark.parametrize(("kind", "name"), FILES, ids=NAMES)
def test_the_second_of_two_at_once_waits_for_the_first(
    furnished: Cast, kind: str, name: str
) -> None:
    whose = furnished.northshire.pk if importer_of(kind).needs_authority else 0
    files, other = files_of(kind, name), connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_AUTHORITY_LOCK, whose])
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
        with pytest.raises(ImportBusyError):
            load(kind, files, authority=furnished.northshire)
    finally:
        other.close()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")
    assert load(kind, files, authority=furnished.northshire).loaded
