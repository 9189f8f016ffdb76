"""A Common Transfer File comes in: once, corrected, in any year's dress, and never by half."""

import csv
from datetime import date

import pytest
from django.core.management import call_command

from pupils.attainment_words import at_the_end_of_stages
from pupils.models import AttainmentResult, Pupil
from pupils.rules.subjects import GOALS
from tests.cast import Cast
from tests.intake.running import findings_of, load
from tests.placements.attendance_files import UPNS, give_upns
from tests.pupils.imports.ctf_files import MTC, READING, ctf, pupil
from vsh.intake.forms import UploadForm
from vsh.intake.registry import recognise
from vsh.tables.job import Job

BESIDE = "<Attendance><YearData><Year>2025</Year></YearData></Attendance><Email>a@b.example</Email>"


@pytest.fixture
def come_in(cast: Cast):
    """Loads files of Northshire, in which Ada is in Year 5 in the summer of 2026."""
    give_upns(cast)
    Pupil.objects.filter(pk=cast.ada.pk).update(date_of_birth=date(2016, 3, 10), nc_year=None)

    def run(*contents: str | bytes) -> Job:
        files = {f"{number}.xml": content for number, content in enumerate(contents, start=1)}
        return load("ctf", files, authority=cast.northshire)

    return run


def counts(job: Job) -> tuple[int, int, int, int]:
    """New, changed, same, refused."""
    return tuple(job.counts[name] for name in ("new", "changed", "same", "refused"))


def on_record() -> list[tuple]:
    rows = AttainmentResult.objects.order_by("pk")
    return [(row.pupil.child_id, row.subject, row.value, row.achieved_on) for row in rows]


def test_a_file_is_loaded_once_whatever_its_year_and_the_rest_is_named(come_in, cast: Cast):
    goals = [f"EYF COM FA E{number:02} FD 2 2022" for number in range(1, 18)]
    new = ctf(pupil(UPNS["ada"], MTC, READING, *goals, more=BESIDE))
    job = come_in(new)
    assert counts(job) == (19, 0, 0, 0)
    ada = cast.ada.child_id
    assert on_record()[:2] == [
        (ada, "Mathematics", "21", date(2025, 6, 30)),
        (ada, "Reading", "EXS", date(2026, 6, 30)),
    ]
    assert [subject for _, subject, *_ in on_record()[2:]] == list(GOALS)
    [note] = job.kept["info"]
    assert note.message.startswith("These parts are known, but not used yet: Attendance, Surname")
    assert counts(come_in(new)) == (0, 0, 19, 0)

    old = ctf(
        pupil(UPNS["ada"], MTC, READING, sex="Gender"), version="15.0", attributes=' xmlns="urn:x"'
    )
    assert counts(come_in("\ufeff" + old)) == (0, 0, 2, 0)
    one_line = new.replace("\n", "").replace("21", "22").encode("cp1252")
    assert counts(come_in(one_line)) == (0, 1, 18, 0)
    assert set(AttainmentResult.objects.values_list("version", flat=True)) == {1, 2}


def test_bad_records_are_refused_by_line_and_the_others_load(come_in):
    job = come_in(
        ctf(
            pupil(UPNS["ada"], READING, READING.replace("EXS", "GDS"), "KS2 ENG TT REA NM 41 2026"),
            pupil(UPNS["cam"], READING, MTC),  # of the other authority
            pupil("Z999000126099", READING),
        )
    )
    assert counts(job) == (1, 0, 0, 4)
    assert findings_of(job) == [
        ("1.xml", 13, "Subject", "duplicate_result"),
        ("1.xml", 17, "Component", "unknown_assessment"),
        ("1.xml", 25, "UPN", "unknown_upn"),
        ("1.xml", 37, "UPN", "unknown_upn"),
    ]


def test_the_same_result_twice_on_one_line_or_in_two_files_is_loaded_once(come_in):
    content = ctf(pupil(UPNS["ada"], READING, READING)).replace("\n", "")
    job = come_in(content, content)
    assert counts(job) == (1, 0, 0, 3)
    assert {code for *_, code in findings_of(job)} == {"duplicate_result"}


def test_a_file_cut_off_loads_nothing_of_what_stands_before(come_in):
    whole = ctf(pupil(UPNS["ada"], READING, MTC))
    job = come_in(whole[:-40])
    assert job.loaded == 0
    assert [code for *_, code in findings_of(job)] == ["broken_xml"]
    assert on_record() == []


def test_the_command_says_what_became_of_each(come_in, tmp_path, capsys):
    path, report = tmp_path / "ctf.xml", tmp_path / "report.csv"
    path.write_text(ctf(pupil(UPNS["ada"], READING, MTC)))
    call_command("import_ctf", str(path), "--authority", "999", "--report", str(report))
    assert "2 new, 0 changed" in capsys.readouterr().out
    with report.open(encoding="utf-8-sig", newline="") as lines:
        rows = [(row["line"], row["code"]) for row in csv.DictReader(lines)]
    assert [code for _, code in rows] == ["unknown_columns", "new", "new"]
    with pytest.raises(SystemExit) as stop:
        call_command("import_ctf", str(path), "--authority", "998")
    assert stop.value.code == 2


def test_the_page_knows_the_file_by_its_start():
    start = ctf(pupil(UPNS["ada"], READING)).encode()[:300]
    assert recognise(start).importer.kind == "ctf"
    assert ".xml" in str(UploadForm.base_fields["uploads"].widget.attrs)


def outcomes_of(child: Pupil) -> dict[str, tuple[bool | None, bool]]:
    """What each stage ended with: whether it was met, and whether that is provisional."""
    child.refresh_from_db()
    shown = at_the_end_of_stages(AttainmentResult.objects.filter(pupil=child), child)
    return {one.outcome.label: (one.outcome.is_met, one.outcome.is_provisional) for one in shown}


def test_the_schools_own_results_are_what_the_stage_ended_with(come_in, cast: Cast):
    """A profile of 17 goals and a key stage 2 whose writing is the teacher's."""
    Pupil.objects.filter(pk=cast.ada.pk).update(date_of_birth=date(2017, 3, 10), nc_year=6)
    goals = [f"EYF COM FA E{number:02} FD 2 2022" for number in range(1, 18)]
    writing = "KS2 ENG TA WRI - EXS 2026"  # on record as a year above their age
    tests = [f"KS2 {code} NS 100 2026" for code in ("ENG TT REA", "MAT TT SUB")]
    come_in(ctf(pupil(UPNS["ada"], *goals, *tests, writing)))
    assert outcomes_of(cast.ada) == {
        "Good level of development": (True, True),
        "Reading: the expected standard": (True, True),
        "Mathematics: the expected standard": (True, True),
    }
    Pupil.objects.filter(pk=cast.ada.pk).update(nc_year=7)  # Year 6 in the summer of 2026
    assert outcomes_of(cast.ada)["Reading, writing and mathematics: the expected standard"] == (
        True,
        True,
    )


def test_goals_of_an_older_profile_are_refused_and_the_rest_of_the_child_loads(come_in):
    job = come_in(ctf(pupil(UPNS["ada"], "EYF COM FA E01 FD 2 2017", MTC)))
    assert counts(job) == (1, 0, 0, 1)
    assert [code for *_, code in findings_of(job)] == ["unknown_assessment"]
