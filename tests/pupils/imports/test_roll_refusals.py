"""Bad rows of the roll extract: refused by file, line, column and code; the good ones load."""

import threading

import pytest
from django.db import connection, transaction

from pupils.imports.roll.row import read_row
from pupils.models import CarePeriod, CarePlacement, Enrolment, Pupil
from tests.cast import TODAY
from tests.intake.running import findings_of, load
from tests.pupils.imports.rolls import GIA, history_events, roll
from vsh.tables.reading import Row

OTHER = {**GIA, "child_id": "N200", "upn": "B801200005001"}


def problems_of(**changes: str) -> list[tuple[str, str]]:
    cells = {**GIA, **changes}
    row = Row("roll.csv", 2, list(cells.values()), {name: i for i, name in enumerate(cells)})
    return [(problem.column, problem.code) for problem in read_row(row, on=TODAY)[1]]


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"child_id": ""}, "child_id", "missing"),
        ({"child_id": "x" * 31}, "child_id", "too_long"),
        ({"upn": "12345"}, "upn", "upn"),
        ({"upn": "UN6"}, "upn", "upn"),
        ({"legal_last_name": "a\tb"}, "legal_last_name", "control_character"),
        ({"date_of_birth": "2012-13-01"}, "date_of_birth", "date"),
        ({"date_of_birth": "2026-11-05", "looked_after_from": "", "enrolled_from": ""},
         "date_of_birth", "in_the_future"),
        ({"date_of_birth": "2026-03-03", "enrolled_from": ""}, "looked_after_from",
         "before_birth"),
        ({"sex": "X"}, "sex", "unknown_code"),
        ({"ethnicity": "MARS"}, "ethnicity", "unknown_code"),
        ({"looked_after_from": "2026-11-05", "placement_from": ""}, "looked_after_from",
         "in_the_future"),
        ({"looked_after_to": "2026-03-02", "placement_from": ""}, "looked_after_to",
         "end_before_start"),
        ({"looked_after_to": "2026-12-01"}, "looked_after_to", "in_the_future"),
        ({"legal_status": "Q9"}, "legal_status", "unknown_code"),
        ({"placement_type": "M2"}, "placement_type", "unknown_code"),
        ({"placement_type": "H5"}, "placement_type", "withdrawn_code"),
        ({"placement_from": "2026-03-01"}, "placement_from", "before_care"),
        ({"looked_after_to": "2026-08-01", "placement_from": "2026-08-01"}, "placement_from",
         "after_care"),
        ({"placement_postcode": "NOWHERE"}, "placement_postcode", "postcode"),
        ({"placement_emergency": "maybe"}, "placement_emergency", "yes_or_no"),
        ({"school_urn": "99/4001"}, "school_urn", "urn"),
        ({"enrolled_to": "2023-09-03"}, "enrolled_to", "end_before_start"),
        ({"enrolled_from": "2011-09-03"}, "enrolled_from", "before_birth"),
        ({"nc_year": "15"}, "nc_year", "unknown_code"),
        ({"sen_status": "Z"}, "sen_status", "unknown_code"),
        ({"iro_email": "iro"}, "iro_email", "email"),
        ({"last_review_on": "2026-11-05"}, "last_review_on", "in_the_future"),
        ({"next_review_on": "2026-06-20"}, "next_review_on", "end_before_start"),
    ],
)  # fmt: skip
def test_each_kind_of_bad_cell_is_named(changes, column, code):
    assert problems_of(**changes) == [(column, code)]


@pytest.mark.parametrize(
    ("cell", "stored"),
    [("R", 0), ("N1", -2), ("N2", -1), ("0", 0), ("1", 1), ("14", 14)],
)
def test_year_groups_are_read_as_schools_write_them(cell, stored):
    row = Row("roll.csv", 2, ["N1", cell], {"child_id": 0, "nc_year": 1})
    said, _ = read_row(row, on=TODAY)
    assert said is not None
    assert said.value("nc_year") == stored


def test_a_wrong_check_letter_is_a_warning_and_the_row_loads(cast):
    job = load("roll", {"r.csv": roll({**GIA, "upn": "Q207000016049"})}, authority=cast.northshire)
    assert findings_of(job, "warning") == [("r.csv", 2, "upn", "upn_check_letter")]
    assert Pupil.objects.get(child_id="N100").upn == "Q207000016049"


def test_every_problem_of_a_row_is_named(cast):
    bad = {"upn": "12", "sex": "X", "nc_year": "15", "iro_email": "iro"}
    assert [column for column, _ in problems_of(**bad)] == ["upn", "sex", "nc_year", "iro_email"]
    bare = {**GIA, "date_of_birth": "", "looked_after_from": "", "placement_from": ""}
    job = load("roll", {"r.csv": roll(bare)}, authority=cast.northshire)
    assert findings_of(job) == [
        ("r.csv", 2, "date_of_birth", "missing"),
        ("r.csv", 2, "looked_after_from", "missing"),
    ]
    again = {**OTHER, "upn": GIA["upn"]}
    job = load("roll", {"r.csv": roll(GIA, OTHER, again)}, authority=cast.northshire)
    assert findings_of(job) == [
        ("r.csv", 4, "child_id", "duplicate_child"),
        ("r.csv", 4, "upn", "duplicate_upn"),
    ]


def test_what_contradicts_the_record_in_two_places_is_named_twice(cast):
    load("roll", {"r.csv": roll(GIA)}, authority=cast.northshire)
    told = {
        **GIA,
        "date_of_birth": "2026-05-01",
        "school_urn": cast.elm.urn,
        **dict.fromkeys(("looked_after_from", "placement_from", "enrolled_from"), ""),
        **dict.fromkeys(("enrolled_to", "last_review_on", "next_review_on"), ""),
    }
    job = load("roll", {"r.csv": roll(told)}, authority=cast.northshire)
    assert findings_of(job) == [
        ("r.csv", 2, "date_of_birth", "before_birth"),
        ("r.csv", 2, "enrolled_from", "missing"),
    ]
    assert Pupil.objects.get(child_id="N100").date_of_birth.isoformat() == GIA["date_of_birth"]


def test_a_bad_row_is_refused_whole_and_the_good_one_loads(cast):
    bad = {**GIA, "placement_from": "20-20-2026"}
    job = load("roll", {"r.csv": roll(bad, OTHER)}, authority=cast.northshire)
    assert findings_of(job) == [("r.csv", 2, "placement_from", "date")]
    assert (job.counts["refused"], job.counts["new"]) == (1, 1)
    assert set(
        Pupil.objects.filter(child_id__startswith="N").values_list("child_id", flat=True)
    ) == {"N200"}


def test_a_bad_row_leaves_a_child_on_record_as_it_was(cast):
    load("roll", {"r.csv": roll(GIA)}, authority=cast.northshire)
    events = history_events()
    bad = {**GIA, "legal_first_name": "Changed", "school_urn": "999002", "enrolled_from": "never"}
    load("roll", {"r.csv": roll(bad)}, authority=cast.northshire)
    assert history_events() == events


def test_every_problem_of_a_row_is_named_at_once(cast):
    bad = {**GIA, "sex": "X", "nc_year": "99", "upn": "1"}
    job = load("roll", {"r.csv": roll(bad)}, authority=cast.northshire)
    assert {column for _, _, column, _ in findings_of(job)} == {"sex", "nc_year", "upn"}
    assert job.counts["refused"] == 1


def test_a_child_who_stands_twice_is_loaded_once(cast):
    again = {**GIA, "legal_first_name": "Other"}
    job = load("roll", {"r.csv": roll(GIA, again)}, authority=cast.northshire)
    assert findings_of(job) == [("r.csv", 3, "child_id", "duplicate_child")]
    assert Pupil.objects.get(child_id="N100").legal_first_name == "Gia"


def test_two_children_with_one_upn_in_the_file_are_named(cast):
    job = load(
        "roll", {"r.csv": roll(GIA, {**OTHER, "upn": GIA["upn"]})}, authority=cast.northshire
    )
    assert findings_of(job) == [("r.csv", 3, "upn", "duplicate_upn")]


def test_a_upn_of_another_child_on_record_is_refused_by_the_database_and_named(cast):
    Pupil.objects.filter(pk=cast.ada.pk).update(upn=GIA["upn"])
    job = load("roll", {"r.csv": roll(GIA, OTHER)}, authority=cast.northshire)
    assert findings_of(job) == [("r.csv", 2, "", "one_pupil_per_upn")]
    assert (job.counts["refused"], job.counts["new"]) == (1, 1)
    assert not Pupil.objects.filter(child_id="N100").exists()


@pytest.mark.parametrize("column", ["date_of_birth", "looked_after_from"])
def test_a_new_child_needs_a_birth_and_an_entry_into_care(cast, column):
    job = load("roll", {"r.csv": roll({**GIA, column: ""})}, authority=cast.northshire)
    assert findings_of(job) == [("r.csv", 2, column, "missing")]


@pytest.mark.parametrize(
    ("changes", "column"),
    [({"placement_from": ""}, "placement_from"), ({"enrolled_from": ""}, "enrolled_from")],
)
def test_a_first_placement_or_school_needs_its_day(cast, changes, column):
    job = load("roll", {"r.csv": roll({**GIA, **changes})}, authority=cast.northshire)
    assert findings_of(job) == [("r.csv", 2, column, "missing")]
    assert not Pupil.objects.filter(child_id="N100").exists()


def test_two_hundred_good_children_load_beside_one_whom_the_database_refuses(cast):
    Pupil.objects.filter(pk=cast.ada.pk).update(upn=GIA["upn"])
    many = [{**GIA, "child_id": f"M{number:03}", "upn": ""} for number in range(30)]
    job = load("roll", {"r.csv": roll(*many[:15], GIA, *many[15:])}, authority=cast.northshire)
    assert (job.counts["new"], job.counts["refused"]) == (30, 1)
    assert CarePlacement.objects.filter(pupil__child_id__startswith="M").count() == 30
    assert Enrolment.objects.filter(pupil__child_id__startswith="M").count() == 30


def test_what_somebody_saves_meanwhile_is_not_overwritten_unseen(transactional_db):
    """The child's row is locked and read again before it is written."""
    from tests.cast import assemble_cast

    cast = assemble_cast()
    load("roll", {"r.csv": roll(GIA)}, authority=cast.northshire)
    child = Pupil.objects.get(child_id="N100")
    locked, done = threading.Event(), threading.Event()

    def load_another_night() -> None:
        locked.wait(10)
        try:
            load(
                "roll",
                {"r.csv": roll({**GIA, "looked_after_to": "2026-10-30", "next_review_on": ""})},
                authority=cast.northshire,
            )
        finally:
            done.set()
            connection.close()

    thread = threading.Thread(target=load_another_night)
    thread.start()
    with transaction.atomic():
        Pupil.objects.select_for_update().get(pk=child.pk)
        period = CarePeriod.objects.get(pupil=child)
        placement = CarePlacement.objects.get(pupil=child)
        placement.ended_on = "2026-09-01"
        placement.save()
        CarePlacement.objects.create(
            pupil=child, care_period=period, started_on="2026-09-01", placement_type="K2"
        )
        locked.set()
        assert not done.wait(1.5)  # it waits for the lock
    thread.join(30)
    rows = CarePlacement.objects.filter(pupil=child).order_by("started_on")
    assert [(row.placement_type, str(row.ended_on)) for row in rows] == [
        ("U6", "2026-09-01"),
        ("K2", "2026-10-30"),
    ]
