"""What does not fit together in a move, or is not known of it: said, not refused."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from placements.attendance_history import who_told
from placements.models import AttendanceDay, CareMove
from placements.move_facts import MoveFacts
from vsh.calendars.rules.due import plural
from vsh.govuk.dates import long_date
from vsh.organisations.areas import authority_of_postcode
from vsh.organisations.authority_codes import known_authorities
from vsh.organisations.models import Authority

AREA_NOT_KNOWN = "The area in which the home lies is not known"


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What is said, and the page of questions on which it is put right."""

    step: str
    words: str


def remarks_on(move: CareMove, facts: MoveFacts, *, sees_home: bool) -> list[Remark]:
    """In the order of the questions; who may not see the home reads nothing that names an area."""
    return [*remarks_on_home(move, sees_home=sees_home), *remarks_on_school(move, facts)]


def remarks_on_home(move: CareMove, *, sees_home: bool) -> Iterator[Remark]:
    """That nobody knows the area, or that the schools around the postcode lie in another."""
    if not move.area_code:
        why = ": the schools around its postcode do not tell it" if move.postcode else ""
        yield Remark(
            step="where",
            words=f"{AREA_NOT_KNOWN}{why}. Select the authority. If it is another one, its Virtual "
            "School is to be consulted and told.",
        )
        return
    around = authority_of_postcode(move.postcode) if sees_home and move.postcode else ""
    if around and around != move.area_code:
        names = _names_of(around, move.area_code)
        yield Remark(
            step="where",
            words=f"Schools around this postcode lie in {names[around]}; the area given is "
            f"{names[move.area_code]}: which is right?",
        )


def remarks_on_school(move: CareMove, facts: MoveFacts) -> Iterator[Remark]:
    """That the place has marks after the day on which it is to end."""
    ends_on = move.school_ends_on
    if facts.school is None or move.can_school_stay is not False or ends_on is None:
        return
    rows = AttendanceDay.objects.filter(AttendanceDay.OF_TIME_THERE, enrolment=facts.school)
    told: Counter[str] = Counter()
    for row in rows.filter(day__gt=ends_on).select_related("entered_by").order_by("day"):
        told[who_told(row) or row.get_source_display()] += bool(row.am) + bool(row.pm)
    if told:
        by_whom = ", ".join(f"{number} by {who}" for who, number in told.items())
        yield Remark(
            step="school",
            words=f"On record after the last day at the school, {long_date(ends_on)}: "
            f"{plural(told.total(), 'mark')} ({by_whom}). Have them corrected, or change the "
            "last day.",
        )


def _names_of(*codes: str) -> dict[str, str]:
    here = dict(Authority.objects.filter(code__in=codes).values_list("code", "name"))
    known = known_authorities()
    return {code: here.get(code) or known.get(code, (f"authority {code}", ""))[0] for code in codes}
