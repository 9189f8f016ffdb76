"""What may happen to a child in a school year, as steps of a state machine: time, moves, care.

The child is Ada. Her school, Oakfield, keeps other term dates than the authority.
"""

from collections import Counter
from datetime import date, timedelta
from typing import ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from peps.models import Pep
from peps.services import adapt_open_plans, open_termly_peps
from pupils.models import CareEpisode, CarePeriod, CarePlacement, Enrolment
from pupils.services.deadlines import recalculate_deadlines_for
from tests.cast import TODAY, Cast
from vsh.calendars.models import CalendarEntry, CurrentDay

ONE_DAY = timedelta(days=1)
LAST_DAY = date(2027, 7, 21)
OAKFIELDS_TERMS = {  # the authority's spring term begins on 4 January
    "autumn": (date(2026, 9, 1), date(2026, 12, 16)),
    "spring": (date(2027, 1, 7), date(2027, 3, 25)),
    "summer": (date(2027, 4, 12), date(2027, 7, 20)),
}
AUTHORITYS_TERMS = {
    "autumn": (date(2026, 9, 2), date(2026, 12, 18)),
    "spring": (date(2027, 1, 4), date(2027, 3, 25)),
    "summer": (date(2027, 4, 12), date(2027, 7, 21)),
}
TURNS = sorted(
    {
        turn
        for terms in (OAKFIELDS_TERMS, AUTHORITYS_TERMS)
        for first, last in terms.values()
        for turn in (first - ONE_DAY, first, last, last + ONE_DAY)
    }
)


def give_oakfield_its_own_terms(cast: Cast) -> None:
    for season, (first, last) in OAKFIELDS_TERMS.items():
        CalendarEntry.objects.create(
            setting=cast.oakfield,
            academic_year="2026-27",
            kind="term",
            name=season.title(),
            starts_on=first,
            ends_on=last,
        )


class YearInCare(RuleBasedStateMachine):
    """Ada's school year from November; each run begins with her as the cast has her."""

    cast: ClassVar[Cast]
    seen: ClassVar[Counter]  # what was done, so that a test can say that it was

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.day = TODAY
        self.pass_days(0)

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    def plans(self):
        return Pep.objects.filter(pupil=self.cast.ada).order_by("-pk")

    def period(self) -> CarePeriod | None:
        return CarePeriod.objects.filter(pupil=self.cast.ada).current_on(self.day).first()

    @rule(days=st.sampled_from([1, 3, 20]))
    def pass_days(self, days: int) -> None:
        """Days pass, and the night's work is done in the order in which beat wakes it."""
        self.day = min(self.day + timedelta(days=days), LAST_DAY)
        CurrentDay.objects.update(day=self.day)
        self.night()

    @rule()
    def pass_to_the_next_turn_of_a_term(self) -> None:
        """To the next day before, or first or last day of a term by somebody's dates."""
        ahead = [turn for turn in TURNS if turn > self.day]
        self.pass_days((ahead[0] - self.day).days if ahead else 0)

    def night(self) -> None:
        open_termly_peps(self.day)
        adapt_open_plans()
        recalculate_deadlines_for([self.cast.ada.pk])

    @rule(place=st.sampled_from(["oakfield", "elm", None]))
    def change_school(self, place: str | None) -> None:
        """To another school from today, or to none."""
        Enrolment.objects.filter(pupil=self.cast.ada, started_on=self.day).delete()
        Enrolment.objects.filter(pupil=self.cast.ada, ended_on__isnull=True).update(
            ended_on=self.day - ONE_DAY
        )
        setting = getattr(self.cast, place) if place else None
        kind = "main" if setting else "no_place"
        Enrolment.objects.create(
            pupil=self.cast.ada, setting=setting, kind=kind, started_on=self.day
        )
        recalculate_deadlines_for([self.cast.ada.pk])
        self.seen[f"school {place}"] += 1

    @precondition(lambda self: self.period() is not None)
    @rule()
    def change_home(self) -> None:
        period = self.period()
        if period.started_on == self.day:
            return
        CarePlacement.objects.filter(care_period=period, started_on=self.day).delete()
        CarePlacement.objects.filter(care_period=period, ended_on__isnull=True).update(
            ended_on=self.day
        )
        CarePlacement.objects.create(
            pupil=self.cast.ada, care_period=period, started_on=self.day, placement_type="U6"
        )
        recalculate_deadlines_for([self.cast.ada.pk])

    @rule(now=st.sampled_from([True, *[False] * 5]))
    def leave_or_enter_care(self, *, now: bool) -> None:
        if not now:
            return
        period = self.period()
        if period is None:
            begun = CarePeriod.objects.create(pupil=self.cast.ada, started_on=self.day)
            for model, more in (
                (CareEpisode, {"legal_status": "C2", "reason_started": "S"}),
                (CarePlacement, {"pupil": self.cast.ada, "placement_type": "U4"}),
            ):
                model.objects.create(care_period=begun, started_on=self.day, **more)
        elif period.started_on < self.day:
            CarePlacement.objects.filter(care_period=period, started_on=self.day).delete()
            for rows in (CareEpisode.objects, CarePlacement.objects):
                rows.filter(care_period=period, ended_on__isnull=True).update(ended_on=self.day)
            period.ended_on = self.day
            period.save()
        recalculate_deadlines_for([self.cast.ada.pk])
        self.seen["care"] += 1
