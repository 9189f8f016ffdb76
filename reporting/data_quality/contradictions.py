"""What on record contradicts itself: how each is found, its words, and the page that puts it right.

Keyed by the values of `facts.Fact`.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Exists, F, IntegerField, OuterRef, Q
from django.db.models.functions import Cast, ExtractMonth, ExtractYear
from django.db.models.lookups import GreaterThan, LessThan

from placements.contradictions import Contradiction, children_with
from pupils.models import Enrolment, Pupil, SenStatus
from pupils.querysets import in_force
from vsh.organisations.models import EducationSetting

_LATELY = timedelta(days=28)
YEARS_APART = 1  # a child is at most so many year groups from the one of the age
_REGISTER = "Ask the school which of the two is right, and correct the mark or record the other."


class Said(NamedTuple):
    """What is the case, what it means, how it is put right where the roll file does not."""

    label: str
    means: str
    way_out: str = "Correct it in the council’s case system: the next roll file brings it here."


WORDS: Mapping[str, Said] = {
    "not_suspended": Said(
        "Code E without a suspension",
        "Children whose register has code E (suspended or excluded) this school year on a day "
        "that no suspension or permanent exclusion on record covers.",
        "Ask the school for the suspension, its reasons and its length, and have it recorded, or "
        "correct the mark.",
    ),
    "present_suspended": Said(
        "Present on a day of suspension",
        "Children who are marked present this school year at the school that had suspended or "
        "excluded them on that day. Their attendance is shown too high.",
        _REGISTER,
    ),
    "not_part_time": Said(
        "Code C2 without a part-time timetable",
        "Children whose register has code C2 (part-time timetable) this school year, and no "
        "timetable that covers the day is on record: the place is full time, or the last day that "
        "was agreed is over.",
        "Record the part-time timetable with its reason and its end, or correct the mark.",
    ),
    "not_in_custody": Said(
        "Code Y5 without custody",
        "Children whose register has code Y5 (criminal justice system) this school year on a day "
        "on which no custody, remand or sentence is on record.",
        "Record the custody, or correct the mark.",
    ),
    "closed_school": Said(
        "At a school that is closed",
        "Looked-after children with a place at a school that has closed by the national register.",
        "Record the place at the school that took its pupils over, or where the child learns now.",
    ),
    "no_day_of_issue": Said(
        "EHC plan without its day of issue",
        "Looked-after children with an EHC plan of which nobody has said when it was issued: the "
        "day of its annual review cannot be said.",
        "Ask the SEND officer and enter the day on the page of the EHC plan.",
    ),
    "year_and_age": Said(
        "Year group far from the age",
        "Looked-after children whose year group is more than one from that of their age: the date "
        "of birth or the year group may be wrong.",
    ),
    "birth_changed": Said(
        "Date of birth changed",
        "Looked-after children whose date of birth a file has changed in the last four weeks: "
        "year group, deadlines and the end of care follow it.",
        "Make sure of it with the social worker. “Who told what” says which file told it; if it "
        "is wrong, correct it in the council’s case system.",
    ),
    "upn_elsewhere": Said(
        "UPN also used by another authority",
        "Looked-after children whose UPN stands with a child of another authority here. It is so "
        "where a child has moved between authorities; else one of the two numbers is wrong, and a "
        "school’s file may reach the wrong child.",
        "Ring the other virtual school, and check the number’s letter with the school.",
    ),
}
PAGES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(Contradiction, ("placements:attendance_year", "See the days")),
    "closed_school": ("placements:school", "See the place"),
    "no_day_of_issue": ("pupils:ehc_plan", "See the plan"),
}


def at_closed_school(on: date) -> Any:
    """A place in force at a setting that has closed."""
    closed = Q(setting__closed_on__isnull=True) | Q(setting__closed_on__lte=on)
    places = Enrolment.objects.filter(pupil=OuterRef("pk")).current_on(on)
    return Exists(places.filter(closed, setting__status=EducationSetting.Status.CLOSED))


def no_day_of_issue(on: date) -> Any:
    """A plan in force without its day."""
    plans = SenStatus.objects.filter(in_force(on), pupil=OuterRef("pk"))
    return Exists(plans.filter(status=SenStatus.Status.EHC_PLAN, plan_issued_on__isnull=True))


def far_from_age(on: date) -> Any:
    """The year group of the age is that of `pupils.rules.ages.year_of_age`: five years after the
    one of birth, a child born after August a year later."""
    of_age = on.year - (on.month < 9) - 4
    born = ExtractYear("date_of_birth") + Cast(
        GreaterThan(ExtractMonth("date_of_birth"), 8), IntegerField()
    )
    beyond = F("nc_year") + born
    return Q(nc_year__isnull=False) & (
        Q(GreaterThan(beyond, of_age + YEARS_APART)) | Q(LessThan(beyond, of_age - YEARS_APART))
    )


def birth_changed(on: date) -> Any:
    """The history knows another, and the one that stands only since a few weeks."""
    history: Any = apps.get_model("pupils", "PupilEvent")._default_manager
    events = history.filter(pgh_obj=OuterRef("pk")).order_by()
    before = events.filter(pgh_created_at__date__lte=on - _LATELY)
    other = events.exclude(date_of_birth=OuterRef("date_of_birth"))
    return Q(Exists(other)) & ~Q(Exists(before.filter(date_of_birth=OuterRef("date_of_birth"))))


def upn_elsewhere(on: date) -> Any:
    """Of the other nothing is told but that there is one."""
    others = Pupil.objects.filter(upn=OuterRef("upn"), merged_into__isnull=True)
    others = others.exclude(authority=OuterRef("authority"))
    return ~Q(upn="") & ~Q(upn__startswith="UN") & Q(Exists(others.order_by()))


def _mark(what: Contradiction) -> Callable[[date], Any]:
    return lambda on: Q(children_with(what, on=on))


FINDS: Mapping[str, Callable[[date], Any]] = {
    **{what.value: _mark(what) for what in Contradiction},
    "closed_school": at_closed_school,
    "no_day_of_issue": no_day_of_issue,
    "year_and_age": far_from_age,
    "birth_changed": birth_changed,
    "upn_elsewhere": upn_elsewhere,
}
