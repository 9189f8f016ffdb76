"""The return beside what the roll has loaded, and the return in the middle of a year."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pupils.models import CareEpisode, Enrolment, Pupil, SdqScore
from pupils.services.sdq import SdqAsItIs, ask_schools, correct_sdq, withdraw_sdq
from tests.intake.running import findings_of, load
from tests.pupils.imports.rolls import GIA, roll
from tests.pupils.imports.test_ssda903 import EPISODES, HAL, HEADER, OC2, episode
from vsh.notices.models import Notice

pytestmark = pytest.mark.django_db
ROLL = {**GIA, "child_id": "H1", "upn": "B801200005001", "looked_after_from": "2025-06-02",
        "placement_from": "2025-06-02", "last_review_on": "", "legal_status": "V2"}  # fmt: skip


def load_return(cast, episodes: str, oc2: str = OC2):
    files = {"h.csv": HEADER + HAL, "e.csv": EPISODES + episodes, "o.csv": oc2}
    return load("ssda903", files, authority=cast.northshire)


def episodes():
    rows = CareEpisode.objects.filter(care_period__pupil__child_id="H1").order_by("started_on")
    return list(rows.values_list("legal_status", "started_on", "ended_on", "reason_started"))


@pytest.mark.parametrize(
    ("end", "rec", "next_row"),
    [
        ("", "", ""),
        ("20/10/2026", "X1", episode("20/10/2026", "", "P", "", ls="C2", place="K2")),
    ],
)
def test_the_return_tells_since_when_a_status_holds_that_the_roll_dated_by_its_loading(
    cast, set_day, end, rec, next_row
):
    for day, status in [(date(2026, 9, 1), "V2"), (date(2026, 10, 1), "C2")]:
        set_day(day)
        load("roll", {"r.csv": roll({**ROLL, "legal_status": status})}, authority=cast.northshire)
    set_day(date(2026, 11, 4))
    assert episodes()[-1] == ("C2", date(2026, 10, 1), None, "")
    rows = (
        episode("02/06/2025", "10/02/2026", "S", "X1", ls="V2")
        + episode("10/02/2026", end, "L", rec, ls="C2")
        + next_row
    )
    job = load_return(cast, rows)
    assert findings_of(job) == []
    last = date(2026, 10, 20) if end else None
    assert episodes()[:2] == [
        ("V2", date(2025, 6, 2), date(2026, 2, 10), "S"),
        ("C2", date(2026, 2, 10), last, "L"),
    ]
    assert len(episodes()) == (3 if next_row else 2)
    assert load_return(cast, rows).counts["changed"] == 0


def scores():
    rows = SdqScore.objects.filter(pupil__child_id="H1").order_by("completed_on")
    return list(rows.values_list("completed_on", "score"))


def test_no_score_of_a_return_in_mid_year_is_dated_in_the_future(cast, set_day):
    in_care = episode("02/06/2025", "10/10/2026", "S", "X1") + episode(
        "10/10/2026", "", "P", "", place="K2"
    )
    load_return(cast, in_care, OC2 + "H1,06/05/2012,17,,0\n")
    assert scores() == [(date(2026, 11, 4), 17)]
    set_day(date(2026, 12, 1))
    assert load_return(cast, in_care, OC2 + "H1,06/05/2012,17,,0\n").counts["changed"] == 0
    assert scores() == [(date(2026, 11, 4), 17)]
    set_day(date(2027, 5, 1))
    load_return(cast, in_care, OC2 + "H1,06/05/2012,19,,0\n")
    assert scores() == [(date(2027, 3, 31), 19)]


def test_a_score_that_a_person_took_off_or_moved_does_not_come_back(cast):
    in_care = episode("02/06/2025", "", "S", "")
    scored = OC2 + "H1,06/05/2012,17,,0\n"
    load_return(cast, in_care, scored)
    row = SdqScore.objects.get(pupil__child_id="H1")
    to_last_year = SdqAsItIs(completed_on=date(2025, 3, 2), respondent="carer", score=17)
    correct_sdq(actor=cast.officer, row=row, version=1, facts=to_last_year, reason="Another day")
    job = load_return(cast, in_care, scored)
    assert [code for *_, code in findings_of(job, "warning")] == ["sdq_told_by_a_person"]
    assert scores() == [(date(2025, 3, 2), 17)]
    withdraw_sdq(actor=cast.officer, row=row, version=2, reason="Another child’s")
    load_return(cast, in_care, scored)
    assert scores() == []
    load_return(cast, in_care, scored.replace("17", "19"))  # news
    assert scores() == [(date(2026, 3, 31), 19)]


def test_a_score_that_a_person_put_right_stays(cast):
    in_care = episode("02/06/2025", "", "S", "")
    load_return(cast, in_care, OC2 + "H1,06/05/2012,17,,0\n")
    row = SdqScore.objects.get(pupil__child_id="H1")
    right = SdqAsItIs(completed_on=row.completed_on, respondent="carer", score=12)
    correct_sdq(actor=cast.officer, row=row, version=1, facts=right, reason="Added up again")
    job = load_return(cast, in_care, OC2 + "H1,06/05/2012,17,,0\n")
    assert [code for *_, code in findings_of(job, "warning")] == ["sdq_told_by_a_person"]
    assert [score for _, score in scores()] == [12]


@pytest.mark.parametrize(
    ("score", "since", "is_asked"),
    [
        ("14", date(2026, 3, 31), True),
        ("13", date(2026, 3, 31), False),
        ("14", date(2026, 4, 1), False),  # first loaded after the day of the score
    ],
)
def test_a_raised_score_of_the_return_asks_the_school_once(cast, score, since, is_asked):
    in_care = episode("02/06/2025", "", "S", "", ls="V2")
    load_return(cast, in_care)
    hal = Pupil.objects.get(child_id="H1")
    Pupil.objects.filter(pk=hal.pk).update(on_record_since=since)
    Enrolment.objects.create(pupil=hal, setting=cast.oakfield, started_on=date(2025, 9, 1))
    for _ in range(2):
        load_return(cast, in_care, OC2 + f"H1,06/05/2012,{score},,0\n")
    told = Notice.objects.filter(stage="school_asked", pupil_ref=hal.ref)
    assert [one.recipient for one in told] == [cast.teacher] * is_asked


def test_raised_scores_of_many_children_ask_no_more_of_the_database(cast):
    rows = [
        SdqScore(pupil=child, completed_on=date(2026, 10, 12), respondent="carer", score=20)
        for child in (cast.ada, cast.ben)
    ]
    SdqScore.objects.bulk_create(rows)
    Pupil.objects.update(on_record_since=date(2020, 1, 1))
    asked = []
    for some in (rows[:1], rows):
        Notice.objects.all().delete()
        with CaptureQueriesContext(connection) as found:
            ask_schools(some)
        asked.append(len(found))
    assert asked[0] == asked[1]
    assert Notice.objects.filter(stage="school_asked").count() >= 1
    with CaptureQueriesContext(connection) as found:
        ask_schools([SdqScore(pupil=cast.ada, respondent="carer", score=13)])
    assert len(found) == 0
