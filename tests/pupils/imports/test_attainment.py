"""Results by file: loaded once, corrected, refused by line with a clear word."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pupils.models import AttainmentResult, Pupil
from pupils.services.attainment import (
    ResultAsItIs,
    correct_result,
    record_result,
    withdraw_result,
)
from tests.cast import Cast
from tests.intake.running import findings_of, load
from tests.placements.attendance_files import UPNS, give_upns
from tests.reporting.page_requests import signed_in
from vsh.tables.job import Job

HEADER = "upn,stage,subject,measure,kind,value,achieved_on,status,target"
SOUND = ResultAsItIs(
    stage="ks3",
    subject="Reading",
    measure="age_related",
    kind="teacher",
    value="Below",
    achieved_on=date(2026, 7, 17),
    status="provisional",
)
READING = "ada ks3,Reading,age_related,teacher,Below,2026-07-17,provisional,Expected"


@pytest.fixture
def come_in(cast: Cast):
    """Loads a file of results of Northshire; the first word of a row stands for the UPN."""
    give_upns(cast)

    def run(*rows: str, header: str = HEADER, content: bytes | None = None) -> Job:
        lines = [header]
        for row in rows:
            name, rest = row.split(" ", 1)
            lines.append(f"{UPNS.get(name, name)},{rest}")
        told = content if content is not None else "\n".join(lines) + "\n"
        return load("attainment", {"results.csv": told}, authority=cast.northshire)

    return run


def counts(job: Job) -> tuple[int, int, int, int]:
    """New, changed, same, refused."""
    return tuple(job.counts[name] for name in ("new", "changed", "same", "refused"))


def codes(job: Job) -> list[str]:
    """Of the doubts."""
    return [code for *_, code in findings_of(job, "warning")]


def on_record() -> list[tuple]:
    rows = AttainmentResult.objects.order_by("pk")
    return [(row.subject, row.value, row.status, row.target, row.version) for row in rows]


def test_a_file_is_loaded_once_and_a_validated_result_replaces_the_provisional(come_in) -> None:
    other = "ada Key Stage 3,mathematics,Standardised score,TEST,101,2026-07-17,,"
    assert counts(come_in(READING, other)) == (2, 0, 0, 0)
    assert counts(come_in(READING, other)) == (0, 0, 2, 0)
    assert on_record() == [
        ("Reading", "Below", "provisional", "Expected", 1),
        ("Mathematics", "101", "provisional", "", 1),
    ]
    final = READING.replace("Below", "above").replace("provisional", "validated")
    assert counts(come_in(final)) == (0, 1, 0, 0)
    job = come_in(READING)
    assert counts(job) == (0, 0, 1, 0)
    assert codes(job) == ["validated_stays"]
    assert on_record()[0] == ("Reading", "Above", "validated", "Expected", 2)
    events = apps.get_model("pupils", "AttainmentResultEvent").objects.filter(subject="Reading")
    assert list(events.order_by("pgh_id").values_list("value", flat=True)) == ["Below", "Above"]


def test_the_averages_of_key_stage_4_and_a_level_after_16_come_in(come_in) -> None:
    rows = (
        "ada ks4,All subjects,Attainment 8,test,17.3,2026-07-17,,",
        "ada ks4,All subjects,ebacc_aps,test,1.42,2026-07-17,,",
        "ada post_16,Cookery,level,test,level 2,2026-07-17,,",
    )
    Pupil.objects.update(date_of_birth=date(2010, 3, 10), nc_year=None)  # Year 11 in July
    assert counts(come_in(*rows)) == (3, 0, 0, 0)
    assert [row[:2] for row in on_record()] == [
        ("All subjects", "17.3"),
        ("All subjects", "1.42"),
        ("Cookery", "Level 2"),
    ]


def test_the_tab_says_that_a_file_told_it(come_in, cast: Cast) -> None:
    come_in(READING)
    url = reverse("pupils:attainment", args=[cast.ada.ref])
    client = signed_in(cast, "teacher")
    assert "Recorded 4 November 2026 from a file" in client.get(url).content.decode()
    told = vars(SOUND) | {"subject": "Writing"}
    record_result(actor=cast.teacher, pupil=cast.ada, facts=ResultAsItIs(**told))
    assert f"Recorded 4 November 2026 by {cast.teacher}" in client.get(url).content.decode()


def test_a_cell_left_empty_keeps_the_childs_own_target(come_in) -> None:
    come_in(READING)
    bare = READING.removesuffix("Expected").replace("provisional", "validated")
    assert bare.endswith(",")
    assert counts(come_in(bare)) == (0, 1, 0, 0)
    assert on_record() == [("Reading", "Below", "validated", "Expected", 2)]
    assert counts(come_in(bare)) == (0, 0, 1, 0)


def test_what_a_person_entered_stays_until_it_is_validated(come_in, cast: Cast) -> None:
    told = ResultAsItIs(
        stage="ks3",
        subject="Reading",
        measure="age_related",
        kind="teacher",
        value="Expected",
        achieved_on=date(2026, 7, 17),
        status="provisional",
    )
    record_result(actor=cast.teacher, pupil=cast.ada, facts=told)
    job = come_in(READING)
    assert codes(job) == ["told_by_a_person"]
    assert on_record()[0][1] == "Expected"
    assert counts(come_in(READING.replace("provisional", "validated"))) == (0, 1, 0, 0)
    assert on_record()[0][1] == "Below"


def test_what_a_person_took_off_or_moved_does_not_come_back_with_the_next_file(
    come_in, cast: Cast
) -> None:
    other = READING.replace("Reading", "maths")
    come_in(READING, other)
    reading, maths = AttainmentResult.objects.order_by("pk")
    told = {"actor": cast.teacher, "version": 1, "reason": "Another child’s"}
    withdraw_result(result=reading, **told)
    facts = ResultAsItIs(
        **{name: getattr(maths, name) for name in ("stage", "subject", "measure", "kind", "value")},
        achieved_on=date(2026, 7, 10),
        status="provisional",
    )
    correct_result(result=maths, facts=facts, **told)
    job = come_in(READING, other)
    assert (counts(job), codes(job)) == ((0, 0, 2, 0), ["put_right_by_a_person"] * 2)
    assert [row[:2] for row in on_record()] == [("Mathematics", "Below")]
    assert counts(come_in(READING.replace("Below", "Above"))) == (1, 0, 0, 0)  # news


def test_a_subject_is_one_whatever_its_spelling(come_in, cast: Cast) -> None:
    come_in(READING.replace("Reading", "Maths"))
    AttainmentResult.objects.update(subject="maths")  # as an earlier release kept it
    job = come_in(*(READING.replace("Reading", name) for name in ("Mathematics", "MATHS")))
    assert counts(job) == (0, 0, 1, 1)
    told = ResultAsItIs(
        stage="ks3",
        subject="Mathematics",
        measure="age_related",
        kind="teacher",
        value="Expected",
        achieved_on=date(2026, 7, 17),
        status="provisional",
    )
    with pytest.raises(ValidationError, match="Correct that entry"):
        record_result(actor=cast.teacher, pupil=cast.ada, facts=told)


def test_a_file_that_says_nothing_new_locks_no_child(come_in) -> None:
    come_in(READING)
    with CaptureQueriesContext(connection) as asked:
        come_in(READING)
    assert not [one for one in asked if "FOR UPDATE" in one["sql"] and "pupils_pupil" in one["sql"]]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("cam ks3,Reading,age_related,teacher,Below,2026-07-17,,", "upn", "unknown_upn"),
        ("ada ks9,Reading,age_related,teacher,Below,2026-07-17,,", "stage", "unknown_choice"),
        ("ada ks3,Reading,marks,teacher,Below,2026-07-17,,", "measure", "unknown_choice"),
        ("ada ks3,Reading,gcse,teacher,10,2026-07-17,,", "value", "off_the_scale"),
        ("ada ks3,Reading,gcse,teacher,5,2026-07-17,,Good", "target", "off_the_scale"),
        ("ada ks4,All subjects,attainment_8,test,90.1,2026-07-17,,", "value", "off_the_scale"),
        ("ada ks4,All subjects,ebacc_aps,test,9.1,2026-07-17,,", "value", "off_the_scale"),
        ("ada post_16,Cookery,level,test,Level 8,2026-09-17,,", "value", "off_the_scale"),
        ("ada ks1,Phonics,phonics,test,34,2026-07-17,,", "measure", "other_age"),
        ("ada ks3,Reading,gcse,teacher,5,07/17/2026,,", "achieved_on", "date"),
        ("ada ks3,Reading,gcse,teacher,5,2026-11-05,,", "achieved_on", "future"),
        ("ada ks3,Reading,gcse,teacher,5,2010-03-09,,", "achieved_on", "before_birth"),
        ("ada ks3,,gcse,teacher,5,2026-07-17,,", "subject", "missing"),
        ("ada ks3,Reading,gcse,guess,5,2026-07-17,,", "kind", "unknown_choice"),
        ("ada ks1,Reading,scaled_score,test,104,2026-07-17,,", "stage", "other_stage"),
        ("ada ks4,Reading,scaled_score,test,104,2026-07-17,,", "stage", "other_stage"),
    ],
)
def test_a_bad_row_is_refused_by_its_column_and_the_others_load(come_in, row, column, code):
    Pupil.objects.update(date_of_birth=date(2010, 3, 10), nc_year=None)  # Year 11 in July
    job = come_in(row, READING)
    assert counts(job) == (1, 0, 0, 1)
    assert findings_of(job) == [("results.csv", 2, column, code)]


def test_a_scaled_score_is_of_key_stage_2_in_a_file_and_by_a_person(come_in, cast: Cast) -> None:
    row = "ada ks2,Reading,scaled_score,test,104,2025-07-17,,"
    assert counts(come_in(row)) == (1, 0, 0, 0)
    job = come_in(row.replace("ks2", "ks3"))
    assert counts(job) == (0, 0, 0, 1)
    assert job.kept["error"][0].message == (
        "Scaled score is of Key Stage 2, not of Key Stage 3. Correct the stage or the measure."
    )
    told = ResultAsItIs(
        stage="ks4",
        subject="Reading",
        measure="scaled_score",
        kind="test",
        value="104",
        achieved_on=date(2025, 7, 10),
        status="provisional",
    )
    with pytest.raises(ValidationError, match="Scaled score is of Key Stage 2"):
        record_result(actor=cast.teacher, pupil=cast.ada, facts=told)
    assert len(on_record()) == 1


def test_a_result_twice_in_a_file_is_loaded_once(come_in) -> None:
    job = come_in(READING, READING.replace("Below", "Above"))
    assert counts(job) == (1, 0, 0, 1)
    assert findings_of(job) == [("results.csv", 3, "subject", "duplicate_result")]


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"upn,upn,stage\nA,B,C\n"])
def test_a_file_that_is_none_loads_nothing(come_in, content) -> None:
    assert come_in(content=content).loaded == 0
    assert on_record() == []
