"""Care ends on the 18th birthday, whatever a file left open (Children Act 1989 s.105)."""

from datetime import date

import pytest

from pupils.facts import care_facts
from pupils.models import CareEpisode, CarePeriod, CarePlacement, Pupil
from tests.cast import add_child
from vsh.accounts.models import User
from vsh.calendars.models import CurrentDay

pytestmark = pytest.mark.django_db

BOUNDARIES = [
    (date(2008, 11, 5), date(2026, 11, 4), True),
    (date(2008, 11, 5), date(2026, 11, 5), False),
    (date(2008, 11, 5), date(2026, 11, 6), False),
    (date(2008, 2, 29), date(2026, 2, 28), True),
    (date(2008, 2, 29), date(2026, 3, 1), False),
    (date(2008, 2, 28), date(2026, 2, 28), False),
    (date(2010, 2, 28), date(2028, 2, 28), False),
    (date(2010, 3, 1), date(2028, 2, 29), True),
    (date(2010, 3, 1), date(2028, 3, 1), False),
]


def child_born(cast, born):
    child = add_child(cast, "gus", looked_after_from=date(2025, 1, 6))
    Pupil.objects.filter(pk=child.pk).update(date_of_birth=born)
    return child


@pytest.mark.parametrize(("born", "day", "is_looked_after"), BOUNDARIES)
def test_looked_after_to_the_day_before_the_18th_birthday(cast, born, day, is_looked_after):
    child = child_born(cast, born)
    assert Pupil.objects.looked_after_on(day).filter(pk=child.pk).exists() is is_looked_after
    facts = Pupil.objects.filter(pk=child.pk).values(**care_facts(day)).get()
    assert (facts["looked_after_since"] is not None) is is_looked_after
    for rows in (
        CarePeriod.objects.filter(pupil=child),
        CarePlacement.objects.filter(pupil=child),
        CareEpisode.objects.filter(care_period__pupil=child),
    ):
        assert rows.exists()
        assert rows.current_on(day).exists() is is_looked_after


@pytest.mark.parametrize(("born", "day", "is_looked_after"), BOUNDARIES)
def test_the_period_says_the_day_on_which_care_ceased(cast, born, day, is_looked_after):
    period = CarePeriod.objects.get(pupil=child_born(cast, born))
    assert (period.ceased_on(day) is None) is is_looked_after


def test_care_that_ended_before_the_birthday_ended_then(cast):
    period = CarePeriod.objects.get(pupil=child_born(cast, date(2008, 11, 4)))
    period.ended_on = date(2026, 7, 1)
    assert period.ceased_on(date(2026, 11, 4)) == date(2026, 7, 1)
    period.ended_on = date(2026, 12, 1)
    assert period.ceased_on(date(2026, 12, 2)) == date(2026, 11, 4)


def test_a_school_sees_the_pupil_to_the_day_before_the_birthday(cast):
    child = child_born(cast, date(2008, 11, 5))
    teacher = User.objects.get(pk=cast.teacher.pk)
    assert Pupil.objects.visible_to(teacher).filter(pk=child.pk).exists()
    CurrentDay.objects.update(day=date(2026, 11, 5))
    assert not Pupil.objects.visible_to(teacher).filter(pk=child.pk).exists()
    head = User.objects.get(pk=cast.head.pk)
    assert Pupil.objects.visible_to(head).filter(pk=child.pk).exists()
