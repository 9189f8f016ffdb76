"""Which PEP a person may begin for a child today, asked by the page that offers it and by the
service that begins it."""

from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from peps.facts.terms import PepTerm, term_of_new_pep, terms_of_child
from peps.rules.opening import NextPep, next_pep
from pupils.models import CarePeriod, CarePlacement, Enrolment, Pupil
from pupils.places import at_a_setting

from .existing import existing_in

NOT_IN_CARE = "A PEP is for a child who is looked after: this child is not today."
ONE_DAY = timedelta(days=1)


def next_plan(pupil: Pupil, day: date) -> NextPep | None:
    """What a person's initiation would begin or take up; nothing if the child is not in care."""
    period = present_care(pupil, day)
    if period is None:
        return None
    return next_plan_in(period, coming_term(period, day), day)


def present_care(pupil: Pupil, day: date) -> CarePeriod | None:
    """The child's time in care, with `homes_from`, the days on which its homes began."""
    homes = CarePlacement.objects.filter(care_period=OuterRef("pk")).values("started_on")
    periods = CarePeriod.objects.filter(pupil=pupil).current_on(day)
    return periods.annotate(homes_from=ArraySubquery(homes)).first()


def coming_term(period: CarePeriod, day: date) -> PepTerm:
    """The term for which a plan begun on `day` is written, by the child's own calendar."""
    terms = terms_of_child(pupil_id=period.pupil_id, care_period_id=period.pk, day=day)
    return term_of_new_pep(terms, day)


def next_plan_in(period: CarePeriod, term: PepTerm, day: date) -> NextPep:
    """The same for the `present_care` and the term for which the plan is written."""
    held = Enrolment.objects.filter(pupil=period.pupil_id).annotate(is_held=at_a_setting(day))
    places = list(held)
    return next_pep(
        existing_in(period),
        term=term.key,
        has_setting=any(place.is_held for place in places),  # type: ignore[attr-defined]
        moved_on=_moved_on(period, places, day),
    )


def _moved_on(period: CarePeriod, places: list[Enrolment], day: date) -> date | None:
    """The last day of this time in care on which school or home changed, as far as on record.

    The first place and the first home are no move; the day after a place ended is one.
    """
    main = [p for p in places if p.kind in Enrolment.MAIN_KINDS and p.started_on <= day]
    begun = [place.started_on for place in main[1:]]
    ended = [place.ended_on + ONE_DAY for place in main if place.ended_on]
    homes: list[date] = period.homes_from  # type: ignore[attr-defined]
    moves = [on for on in (*begun, *ended, *homes) if period.started_on < on <= day]
    return max(moves, default=None)
