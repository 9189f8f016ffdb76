"""A review of which a person, the roll and the return tell other days is one review."""

from datetime import date, timedelta

import pytest

from pupils.models import CarePlacement, Deadline, StatutoryReview
from pupils.services.reviews import correct_review, record_review
from tests.intake.running import findings_of, load
from tests.pupils.imports.rolls import gia
from tests.pupils.imports.test_ssda903 import HEADER, REVIEWS

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
EARLY, LATE = date(2026, 3, 20), date(2026, 3, 27)
GIA_HEADER = HEADER + "N100,F,06/05/2012,WBRI,P207000016049,,\n"
DOUBT = [("roll.csv", 2, "last_review_on", "another_day")]


@pytest.fixture
def reviewed(night):
    """Loads a night that tells the last review alone."""

    def run(day: date):
        return night(last_review_on=f"{day}", next_review_on="")

    return run


@pytest.fixture
def returned(cast):
    """Loads a return with these reviews of hers."""

    def run(*days: date, code: str = "PN1"):
        rows = "".join(f"N100,06/05/2012,{day:%d/%m/%Y},{code}\n" for day in days)
        files = {"h.csv": GIA_HEADER, "r.csv": REVIEWS + rows}
        return load("ssda903", files, authority=cast.northshire)

    return run


@pytest.fixture
def correct(cast):
    """The reviewing officer corrects the day of her one review."""

    def to(day: date, participation: str = "PN1") -> None:
        review = StatutoryReview.objects.get(pupil=gia())
        correct_review(
            actor=cast.iro,
            pupil=gia(),
            review_id=review.pk,
            held_on=day,
            participation=participation,
        )

    return to


def reviews():
    rows = StatutoryReview.objects.filter(pupil=gia(), held_on__isnull=False)
    return list(rows.order_by("held_on").values_list("held_on", "participation"))


def next_due() -> date | None:
    rows = Deadline.objects.filter(pupil=gia(), kind="statutory_review", met_on=None)
    return rows.latest("started_on").due_on


@pytest.mark.parametrize("corrected", [LATE, date(2026, 3, 13), date(2026, 4, 20)])
def test_a_review_that_a_person_corrected_does_not_come_back(reviewed, correct, corrected):
    reviewed(EARLY)
    correct(corrected)
    for _ in range(2):
        job = reviewed(EARLY)
        assert findings_of(job, "warning") == DOUBT
        assert job.counts["same"] == 1
        assert reviews() == [(corrected, "PN1")]
    assert f"held on {corrected:%d/%m/%Y}" in job.kept["warning"][0].message


def test_the_second_review_is_due_three_months_after_the_corrected_first(reviewed, correct):
    reviewed(EARLY)
    correct(LATE)
    reviewed(EARLY)
    assert next_due() == date(2026, 6, 27)


def test_the_old_day_is_a_doubt_too_when_later_reviews_have_been_held(cast, reviewed, correct):
    reviewed(EARLY)
    correct(LATE)
    record_review(actor=cast.iro, pupil=gia(), held_on=date(2026, 6, 22), participation="PN1")
    assert findings_of(reviewed(EARLY), "warning") == DOUBT
    assert reviews() == [(LATE, "PN1"), (date(2026, 6, 22), "PN1")]


@pytest.mark.parametrize("apart", [-14, -1, 1, 14])
def test_a_day_of_the_roll_near_what_a_person_recorded_is_a_doubt(cast, reviewed, night, apart):
    night(last_review_on="", next_review_on="")
    record_review(actor=cast.iro, pupil=gia(), held_on=LATE, participation="PN1")
    assert findings_of(reviewed(LATE + apart * DAY), "warning") == DOUBT
    assert reviews() == [(LATE, "PN1")]
    assert next_due() == date(2026, 6, 27)


def test_a_review_longer_after_it_is_another(cast, reviewed, night):
    night(last_review_on="", next_review_on="")
    record_review(actor=cast.iro, pupil=gia(), held_on=LATE, participation="PN1")
    assert findings_of(reviewed(LATE + 15 * DAY), "warning") == []
    assert [day for day, _ in reviews()] == [LATE, LATE + 15 * DAY]


@pytest.mark.parametrize("apart", [-1, 1])
def test_the_return_puts_the_day_of_the_roll_right_and_the_roll_does_not_take_it_back(
    reviewed, returned, apart
):
    reviewed(LATE + apart * DAY)
    job = returned(LATE)
    assert findings_of(job) == []
    assert findings_of(job, "warning") == [("r.csv", 2, "REVIEW", "corrected")]
    assert job.counts["changed"] == 1
    assert findings_of(reviewed(LATE + apart * DAY), "warning") == DOUBT
    assert reviews() == [(LATE, "PN1")]
    assert next_due() == date(2026, 6, 27)
    again = returned(LATE)
    assert (again.counts["changed"], findings_of(again, "warning")) == (0, [])


@pytest.mark.parametrize("corrected", [LATE, date(2026, 4, 20)])
def test_a_day_of_the_return_that_a_person_corrected_is_a_doubt(
    night, returned, correct, corrected
):
    night(last_review_on="", next_review_on="")
    returned(EARLY)
    correct(corrected, participation="PN2")
    job = returned(EARLY)
    assert findings_of(job, "warning") == [("r.csv", 2, "REVIEW", "another_day")]
    assert job.counts["changed"] == 0
    assert reviews() == [(corrected, "PN2")]


def test_two_near_days_that_one_return_names_are_two_reviews(night, returned):
    night(last_review_on="", next_review_on="")
    assert findings_of(returned(LATE, EARLY), "warning") == []
    assert [day for day, _ in reviews()] == [EARLY, LATE]


def test_a_review_after_the_placement_for_adoption_is_the_first_of_a_new_chain(
    cast, reviewed, night
):
    night(last_review_on="", next_review_on="")
    record_review(actor=cast.iro, pupil=gia(), held_on=LATE, participation="PN1")
    home = CarePlacement.objects.get(pupil=gia())
    CarePlacement.objects.filter(pk=home.pk).update(ended_on=LATE + 3 * DAY)
    CarePlacement.objects.create(
        pupil=gia(),
        care_period=home.care_period,
        started_on=LATE + 3 * DAY,
        placement_type="A4",
    )
    cells = {"placement_from": "", "placement_type": "", "placement_postcode": ""}
    job = night(last_review_on=f"{LATE + 7 * DAY}", next_review_on="", **cells)
    assert findings_of(job, "warning") == []
    assert [day for day, _ in reviews()] == [LATE, LATE + 7 * DAY]


# --- appointments -----------------------------------------------------------------------------


def arranged():
    rows = StatutoryReview.objects.filter(pupil=gia(), held_on=None)
    return list(rows.values_list("planned_on", flat=True))


@pytest.mark.parametrize("held_on", [date(2026, 12, 15), date(2026, 12, 16)])
def test_an_appointment_that_was_kept_is_not_made_again(cast, night, set_day, held_on):
    night()
    set_day(held_on)
    record_review(actor=cast.iro, pupil=gia(), held_on=held_on, participation="PN1")
    set_day(held_on + DAY)
    job = night()
    assert (arranged(), job.counts["same"], findings_of(job, "warning")) == ([], 1, [])


def test_an_appointment_that_was_kept_does_not_move_the_next_one(cast, night, set_day):
    night()
    set_day(date(2026, 12, 15))
    record_review(
        actor=cast.iro,
        pupil=gia(),
        held_on=date(2026, 12, 15),
        participation="PN1",
        next_planned_on=date(2027, 6, 1),
    )
    night()
    assert arranged() == [date(2027, 6, 1)]


@pytest.mark.parametrize("next_planned_on", [None, date(2027, 5, 20)])
def test_an_appointment_that_a_person_says_was_brought_forward_is_not_made_again(
    cast, night, set_day, next_planned_on
):
    night()
    set_day(date(2026, 12, 2))
    record_review(
        actor=cast.iro,
        pupil=gia(),
        held_on=date(2026, 12, 2),
        participation="PN1",
        is_brought_forward=True,
        next_planned_on=next_planned_on,
    )
    job = night()
    assert findings_of(job, "warning") == [("roll.csv", 2, "next_review_on", "held_already")]
    assert arranged() == ([next_planned_on] if next_planned_on else [])


def test_an_appointment_shortly_after_a_review_that_a_person_recorded_is_kept(cast, night, set_day):
    night()
    set_day(date(2026, 12, 8))
    record_review(
        actor=cast.iro,
        pupil=gia(),
        held_on=date(2026, 12, 8),
        participation="PN1",
        is_brought_forward=False,
    )
    set_day(date(2026, 12, 16))
    assert findings_of(night(last_review_on="2026-12-15", next_review_on=""), "warning") == []
    assert (arranged(), reviews()[-1][0]) == ([], date(2026, 12, 15))


@pytest.mark.parametrize(
    ("held_on", "warnings", "left"),
    [
        (date(2026, 12, 15), [], []),
        (date(2026, 12, 16), [], []),
        (date(2026, 12, 1), [("r.csv", 2, "REVIEW", "brought_forward")], []),
        (date(2026, 10, 1), [], [date(2026, 12, 15)]),
    ],
)
def test_the_return_matches_a_review_to_the_appointment_as_the_roll_does(
    night, set_day, returned, held_on, warnings, left
):
    night()
    set_day(date(2026, 12, 17))
    job = returned(held_on)
    assert findings_of(job) == []
    assert findings_of(job, "warning") == warnings
    assert arranged() == left
    assert reviews()[-1] == (held_on, "PN1")
    assert job.counts["changed" if not left else "new"] == 1


def test_of_several_reviews_of_the_return_the_first_after_the_appointment_keeps_it(
    night, set_day, returned
):
    night(last_review_on="", next_review_on="2026-11-20")
    set_day(date(2027, 5, 17))
    returned(date(2027, 5, 10), date(2026, 11, 23))
    kept = StatutoryReview.objects.get(pupil=gia(), planned_on=date(2026, 11, 20))
    assert kept.held_on == date(2026, 11, 23)
    assert len(reviews()) == 2
