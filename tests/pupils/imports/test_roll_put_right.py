"""The roll's file tells again, in other words, what a person said is wrong of a school place."""

from datetime import date

import pytest

from pupils.models import Pupil
from pupils.services.enrolments import record_enrolment
from tests.cast import add_person
from tests.intake.running import findings_of
from tests.pupils.imports.rolls import gia, history_events, places
from tests.pupils.imports.test_roll_beside_people import correct, withdraw
from vsh.accounts.models import User
from vsh.accounts.roles import Role
from vsh.history.context import noted
from vsh.organisations.models import EducationSetting, SettingLink

pytestmark = pytest.mark.django_db
JOINED = date(2023, 9, 4)
AT_OAKFIELD = ("main", "999001", JOINED, None)
AT_ELM = ("main", "999002", JOINED, None)
PUT_RIGHT = ("roll.csv", 2, "school_urn", "put_right")


def sees(user: User) -> bool:
    return Pupil.objects.visible_to(User.objects.get(pk=user.pk)).filter(pk=gia().pk).exists()


@pytest.fixture
def academy(db):
    """A setting as which others go on, and who works there."""
    setting = EducationSetting.objects.create(urn="999777", name="Academy", la_code="999")
    add_person("academy", Role.DESIGNATED_TEACHER, setting)
    return setting


@pytest.fixture
def sees_at_academy(academy):
    return lambda: sees(User.objects.get(memberships__setting=academy))


def convert(*former: EducationSetting) -> None:
    for one in former:
        SettingLink.objects.create(setting=one, link_type="Successor", linked_urn="999777")


def two_nights(night, set_day, **row: str) -> list:
    """Loads the row on two nights: the second changes nothing."""
    jobs, events = [], 0
    for day in (5, 6):
        set_day(date(2026, 11, day))
        events = history_events()
        jobs.append(night(**row))
    assert history_events() == events
    return jobs


# --- a school that goes on under another URN


def test_a_withdrawn_school_does_not_come_back_as_its_successor(
    night, set_day, cast, academy, sees_at_academy
):
    night()
    row = {"school_urn": "999002", "enrolled_from": "2026-10-05"}
    night(**row)
    withdraw(cast, gia().enrolments.get(setting=cast.elm))
    convert(cast.elm)
    for job in two_nights(night, set_day, **row | {"school_urn": "999777"}):
        assert findings_of(job, "warning") == [PUT_RIGHT]
    assert places() == [AT_OAKFIELD]
    assert (sees(cast.teacher), sees_at_academy()) == (True, False)


def test_a_corrected_school_is_not_replaced_by_the_successor_of_the_wrong_one(
    night, set_day, cast, academy, sees_at_academy
):
    night()
    correct(cast, gia().enrolments.get(), setting=cast.elm)
    convert(cast.oakfield)
    for job in two_nights(night, set_day, school_urn="999777"):
        assert PUT_RIGHT in findings_of(job, "warning")
    assert places() == [AT_ELM]
    assert (sees(cast.other_teacher), sees_at_academy()) == (True, False)


def test_a_corrected_school_goes_on_as_its_own_successor(night, set_day, cast, academy):
    night()
    correct(cast, gia().enrolments.get(), setting=cast.elm)
    convert(cast.oakfield, cast.elm)
    for job in two_nights(night, set_day, school_urn="999777"):
        assert PUT_RIGHT not in findings_of(job, "warning")
    assert places() == [("main", "999777", JOINED, None)]


def test_a_place_whose_first_day_was_corrected_goes_on_as_the_successor_on_that_day(
    night, set_day, cast, academy, sees_at_academy
):
    night()
    correct(cast, gia().enrolments.get(), started_on=date(2023, 9, 11))
    convert(cast.oakfield)
    for job in two_nights(night, set_day, school_urn="999777"):
        assert findings_of(job) == []
        assert PUT_RIGHT in findings_of(job, "warning")
    assert places() == [("main", "999777", date(2023, 9, 11), None)]
    assert sees_at_academy()


def test_a_place_whose_wrong_end_was_taken_back_goes_on_as_the_successor(
    night, set_day, cast, academy
):
    night()
    night(school_urn="999002", enrolled_from="2026-10-05")
    withdraw(cast, gia().enrolments.get(setting=cast.elm))
    convert(cast.oakfield)
    for job in two_nights(night, set_day, school_urn="999777"):
        assert PUT_RIGHT not in findings_of(job, "warning")
    assert places() == [("main", "999777", JOINED, None)]


# --- another kind of place at the same school


@pytest.mark.parametrize("kind", ["alternative", "subsidiary"])
@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_a_wrong_registration_of_another_kind_leaves_room_for_the_main_place(
    night, set_day, cast, kind, is_withdrawn
):
    night()
    place = record_enrolment(
        actor=cast.officer,
        pupil=gia(),
        kind=kind,
        setting=cast.elm,
        started_on=date(2026, 11, 2),
    )
    if is_withdrawn:
        withdraw(cast, place, instead="")
    else:
        correct(cast, place, ended_on=None, started_on=date(2026, 10, 12))
    for job in two_nights(night, set_day, school_urn="999002", enrolled_from="2026-11-02"):
        assert findings_of(job, "warning") == []
    main = [place for place in places() if place[0] == "main"]
    assert main == [
        ("main", "999001", JOINED, date(2026, 11, 1)),
        ("main", "999002", date(2026, 11, 2), None),
    ]
    assert (sees(cast.teacher), sees(cast.other_teacher)) == (False, True)


def test_entries_written_before_the_kind_was_kept_take_it_from_the_history(night, cast):
    night()
    place = record_enrolment(
        actor=cast.officer,
        pupil=gia(),
        kind="alternative",
        setting=cast.elm,
        started_on=date(2026, 11, 2),
    )
    wrong = {"id": place.pk, "setting": cast.elm.pk, "started_on": "2026-11-02", "ended_on": None}
    with noted(reason="A mistake", wrong_places=[wrong]):
        place.delete()
    job = night(school_urn="999002", enrolled_from="2026-11-02")
    assert findings_of(job, "warning") == []
    assert places()[-1] == ("main", "999002", date(2026, 11, 2), None)


def test_a_main_place_that_was_of_another_kind_does_not_come_back_as_main(night, set_day, cast):
    night()
    row = {"school_urn": "999002", "enrolled_from": "2026-10-05"}
    night(**row)
    correct(cast, gia().enrolments.get(setting=cast.elm), kind="alternative")
    correct(cast, gia().enrolments.get(setting=cast.oakfield), ended_on=None)
    for job in two_nights(night, set_day, **row):
        assert findings_of(job, "warning") == [PUT_RIGHT]
    assert places() == [AT_OAKFIELD, ("alternative", "999002", date(2026, 10, 5), None)]


# --- the last day of a place that was corrected


def test_a_last_day_under_the_wrong_school_ends_the_right_one(night, set_day, cast):
    night()
    correct(cast, gia().enrolments.get(), setting=cast.elm)
    for job in two_nights(night, set_day, enrolled_to="2026-10-30"):
        assert findings_of(job, "warning") == [PUT_RIGHT]
    assert places() == [
        ("main", "999002", JOINED, date(2026, 10, 30)),
        ("no_place", None, date(2026, 10, 31), None),
    ]


@pytest.mark.parametrize(("last", "is_left_out"), [("2026-09-30", True), ("", False)])
def test_a_last_day_that_does_not_fit_the_corrected_place_is_left_out_and_named(
    night, set_day, cast, last, is_left_out
):
    night()
    correct(cast, gia().enrolments.get(), setting=cast.elm, started_on=date(2026, 10, 12))
    for job in two_nights(night, set_day, enrolled_to=last):
        assert findings_of(job) == []
        [told] = [one for one in job.kept["warning"] if one.code == "put_right"]
        assert ("last day" in told.message) is is_left_out
    assert places() == [("main", "999002", date(2026, 10, 12), None)]
