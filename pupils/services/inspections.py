"""A looked-after child is never placed in a school found inadequate without a reason on record,
nor in one below good without evidence.

Source: statutory guidance (2018), "Securing appropriate education": "unless there are exceptional
evidence-based reasons, looked-after children should never be placed in a school judged by Ofsted to
be 'inadequate'"; where it requires improvement, "evidence that the school is providing high quality
support to its vulnerable pupils".
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError

from vsh.calendars import today
from vsh.organisations.models import InspectionOutcome

from ..models import CarePeriod, Enrolment
from ..rules.inspections import Inspected, Outcome, Standing, inspected


def standing_of(outcomes: Iterable[InspectionOutcome], *, on: date) -> Inspected:
    """What a school's inspections mean for the choice."""
    facts = [
        Outcome(
            framework=row.framework,
            area=row.area,
            grade=row.grade,
            inspected_on=row.inspected_on,
            source=row.source,
            published_on=row.published_on,
        )
        for row in outcomes
    ]
    return inspected(facts, on=on)


def refuse_below_good(place: Enrolment) -> None:
    """Refuse a place that begins in care at such a school, unless it says why."""
    for found in without_a_reason([place]).values():
        raise ValidationError(
            {
                "exceptional_reason": f"{place.setting}: {found.words}. {found.caution} Enter the "
                "reason, or choose another school"
            }
        )
    for found in _lacking({} if place.evidence else {0: place}, _needs_evidence_alone).values():
        raise ValidationError(
            {
                "evidence": f"{place.setting}: {found.words}. {found.caution} Enter the evidence, "
                "or choose another school"
            }
        )


def without_a_reason(places: Collection[Enrolment]) -> dict[int, Inspected]:
    """Of these places those that need a reason and have none, by their place in the order."""
    unsaid = {n: place for n, place in enumerate(places) if not place.exceptional_reason}
    return _lacking(unsaid, lambda standing: standing.needs_exceptional_reason)


def that_need_evidence(places: Collection[Enrolment]) -> dict[int, Inspected]:
    """Of these places those that begin at a school below good, by their place in the order; whether
    the children were looked after then, the caller knows. One query."""
    return _standing(dict(enumerate(places)), _is_below_good)


def _is_below_good(found: Inspected) -> bool:
    """Of a school that no inspection tells of nothing is asked here."""
    return found.needs_evidence and found.standing is not Standing.NONE


def _needs_evidence_alone(found: Inspected) -> bool:
    """Below good, and not so that a reason is asked, which rests on evidence already."""
    return _is_below_good(found) and not found.needs_exceptional_reason


def _lacking(
    places: Mapping[int, Enrolment], is_needed: Callable[[Inspected], bool]
) -> dict[int, Inspected]:
    """Of these places those of which something is needed, by their numbers: as the
    inspections said on the first day, of a child who was looked after then; two queries."""
    found = _standing(places, is_needed)
    if not found:
        return {}
    in_care: dict[int, list[CarePeriod]] = defaultdict(list)
    for period in CarePeriod.objects.filter(pupil__in={places[one].pupil_id for one in found}):
        in_care[period.pupil_id].append(period)
    return {
        number: standing
        for number, standing in found.items()
        if any(
            period.started_on <= places[number].started_on
            and (period.ended_on is None or places[number].started_on < period.ended_on)
            for period in in_care[places[number].pupil_id]
        )
    }


def _standing(
    places: Mapping[int, Enrolment], is_needed: Callable[[Inspected], bool]
) -> dict[int, Inspected]:
    """The same, whoever looked after the child."""
    at_schools = {number: place for number, place in places.items() if place.setting_id}
    outcomes: dict[int | None, list[InspectionOutcome]] = defaultdict(list)
    if not at_schools:
        return {}
    settings, now = {place.setting_id for place in at_schools.values()}, today()
    for row in InspectionOutcome.objects.filter(setting__in=settings):
        outcomes[row.setting_id].append(row)
    return {
        number: standing
        for number, place in at_schools.items()
        if place.setting_id in outcomes
        and is_needed(
            standing := standing_of(outcomes[place.setting_id], on=min(place.started_on, now))
        )
    }
