"""The gaps and contradictions of the record: each a fact with its children and a way out."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from placements.after_last_day import AfterLastDay, has_some, of_children
from placements.models import CareMove
from pupils.duplicates import Duplicates
from pupils.facts import school_facts
from pupils.models import CareEpisode, CarePlacement, FailedRecalculation, Involvement, Pupil
from pupils.querysets import in_force
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars.rules import add_months
from vsh.govuk.dates import long_date

from . import contradictions

SCHOOL_AGE = 5  # at the latest then a child is in a school that gives a UPN
_SYSTEM = "Correct it in the council’s case system: the next roll file brings it here."


class Fact(StrEnum):
    """What is looked for."""

    NO_DEADLINES = "no_deadlines"
    NO_UPN = "no_upn"
    TEMPORARY_UPN = "temporary_upn"
    SAME_UPN = "same_upn"
    SAME_CHILD = "same_child"
    NO_NAME = "no_name"
    NO_YEAR_GROUP = "no_year_group"
    NO_LEGAL_STATUS = "no_legal_status"
    NO_HOME = "no_home"
    NO_AREA = "no_area"
    NO_SOCIAL_WORKER = "no_social_worker"
    NO_REVIEWING_OFFICER = "no_reviewing_officer"
    AFTER_LAST_DAY = "after_last_day"
    APPROVAL_NOT_CONFIRMED = "approval_not_confirmed"
    NOT_SUSPENDED = "not_suspended"
    PRESENT_SUSPENDED = "present_suspended"
    NOT_PART_TIME = "not_part_time"
    NOT_IN_CUSTODY = "not_in_custody"
    CLOSED_SCHOOL = "closed_school"
    NO_DAY_OF_ISSUE = "no_day_of_issue"
    YEAR_AND_AGE = "year_and_age"
    BIRTH_CHANGED = "birth_changed"
    UPN_ELSEWHERE = "upn_elsewhere"


@dataclass(frozen=True)
class Described:
    """A fact in words: what is the case, what it hinders, how it is put right."""

    label: str
    means: str
    way_out: str = _SYSTEM


DESCRIBED: Mapping[Fact, Described] = {
    Fact.NO_DEADLINES: Described(
        "Deadlines could not be worked out",
        "Something on the record of these children is such that no rule can count with it, mostly "
        "a date that cannot be. Their deadlines are those of the last time they could be worked "
        "out: for 24 hours nobody is reminded of them, then reminders go out by the old ones.",
        "Look for a wrong date, and correct it where it was told. If none is to be found, ask who "
        "runs the system: the log names the fault. The next night works them out again.",
    ),
    Fact.NO_UPN: Described(
        "No unique pupil number",
        "Looked-after children of five and older without a UPN, or with one of the codes for an "
        "unknown one. Attendance, results and transfer files find a child by it.",
        "Ask the school for it and enter it in the council’s case system.",
    ),
    Fact.TEMPORARY_UPN: Described(
        "Temporary UPN",
        "Looked-after children whose UPN ends in a letter. A school replaces it by the lasting "
        "one once it knows that, and files under the new number match nobody until then.",
        "Ask the school for the lasting number and enter it in the council’s case system.",
    ),
    Fact.SAME_UPN: Described(
        "One UPN, two children",
        "Children whose UPN stands with another child of the authority as a former one.",
        "Find out whose it is. If they are one child, merge the two records.",
    ),
    Fact.SAME_CHILD: Described(
        "Perhaps the same child twice",
        "Children with the same date of birth and the same names, accents and capitals aside.",
        "Compare the two records and merge them if they are one child. Twins have different first "
        "names.",
    ),
    Fact.NO_NAME: Described(
        "No name",
        "Looked-after children known from the return alone, which has no names.",
        "Load the roll file with the child’s number.",
    ),
    Fact.NO_YEAR_GROUP: Described(
        "No year group", "Looked-after children of five and older without a year group."
    ),
    Fact.NO_LEGAL_STATUS: Described(
        "No legal status", "Looked-after children of whom nobody has said under what status."
    ),
    Fact.NO_HOME: Described(
        "No placement", "Looked-after children of whom nobody has said where they live."
    ),
    Fact.NO_AREA: Described(
        "Area of the placement not known",
        "Their home is on record, yet not in whose area it lies: no figure of children placed out "
        "of authority counts them, and their term dates may be the wrong ones.",
        "Give the postcode of the placement in the council’s case system.",
    ),
    Fact.NO_SOCIAL_WORKER: Described(
        "No social worker",
        "Looked-after children to whom no social worker is allocated: nobody is reminded.",
    ),
    Fact.NO_REVIEWING_OFFICER: Described(
        "No reviewing officer",
        "Looked-after children to whom no reviewing officer is allocated.",
    ),
    Fact.AFTER_LAST_DAY: Described(
        "Attendance after the last day at a school",
        "Children with marks or sums of days on which their place there had ended, as a move "
        "that was entered late leaves them. They count in every rate until they are put right.",
        "Take them off on the child’s page, or correct the last day if that is wrong.",
    ),
    Fact.APPROVAL_NOT_CONFIRMED: Described(
        "Approval of a move not confirmed",
        "Looked-after children of whose move somebody told that the nominated officer approved it "
        "(reg. 10, Years 10 and 11), and nobody who may has confirmed that.",
        "The Virtual School Head opens the move on the Care tab and confirms it, or who recorded "
        "it corrects the approval.",
    ),
} | {Fact(what): Described(*words) for what, words in contradictions.WORDS.items()}
_Find = Callable[[date], Any]


def visible_children(user: User) -> "QuerySet[Pupil]":
    """The children whose data `user` keeps in order."""
    return Pupil.objects.visible_to(user, Permission.CHECK_DATA).order_by()


class Gaps:
    """What is found of the children whose data `user` keeps; `duplicates` are known already."""

    def __init__(self, user: User, duplicates: Duplicates, *, on: date) -> None:
        self._visible = visible_children(user)
        self._duplicates = duplicates
        self._on = on

    def children(self, fact: Fact) -> "QuerySet[Pupil]":
        """Those of whom it is the case."""
        if fact is Fact.SAME_CHILD:
            return self._visible.filter(pk__in=list(self._duplicates.children))
        if fact is Fact.SAME_UPN:
            return _same_upn(self._visible)
        if fact is Fact.NO_DEADLINES:
            return self._visible.filter(pk__in=FailedRecalculation.objects.values("pupil"))
        if fact is Fact.AFTER_LAST_DAY:
            return self._visible.filter(has_some())
        looked_after = self._visible.looked_after_on(self._on)  # type: ignore[attr-defined]
        found: QuerySet[Pupil] = looked_after.filter(_MISSING[fact](self._on))
        return found

    def counts(self) -> dict[Fact, int]:
        """How many children for each fact, in one query."""
        numbers = self._visible.aggregate(
            **{
                fact.value: Count("pk", filter=Q(pk__in=self.children(fact).values("pk")))
                for fact in Fact
            }
        )
        return {fact: numbers[fact.value] for fact in Fact}

    def described(self, fact: Fact) -> Described:
        """It in words; where deadlines could not be worked out, since when that is so."""
        told = DESCRIBED[fact]
        if fact is not Fact.NO_DEADLINES:
            return told
        failed = FailedRecalculation.objects.filter(pupil__in=self._visible.values("pk"))
        since = failed.aggregate(first=Min("since"))["first"]
        if since is None:
            return told
        day = long_date(timezone.localtime(since).date())
        return replace(told, means=f"The first since {day}. {told.means}")

    def others(self, fact: Fact, rows: Collection[Pupil]) -> dict[int, list[Pupil]]:
        """Child by child of a page, those with whom there is a doubt."""
        if fact is Fact.SAME_CHILD:
            return {row.pk: self._duplicates.of(row.pk) for row in rows}
        if fact is not Fact.SAME_UPN:
            return {}
        former, present = {row.former_upn for row in rows}, {row.upn for row in rows}
        found = self._visible.filter(Q(upn__in=former - {""}) | Q(former_upn__in=present - {""}))
        return {row.pk: [one for one in found if _is_shared(row, one)] for row in rows}

    def after_last_day(self, fact: Fact, rows: Collection[Pupil]) -> dict[int, list[AfterLastDay]]:
        """Child by child of a page, what stands after the last day at which school."""
        found: dict[int, list[AfterLastDay]] = {}
        if fact is Fact.AFTER_LAST_DAY:
            for one in of_children([row.pk for row in rows]):
                found.setdefault(one.pupil, []).append(one)
        return found

    def rows(self, fact: Fact) -> "QuerySet[Any]":
        """The children in order, those who belong together side by side."""
        order = ("date_of_birth", "search_name") if fact is Fact.SAME_CHILD else ("search_name",)
        rows = self.children(fact).annotate(**school_facts(self._on))
        return rows.order_by(*order, "pk")


def _same_upn(visible: "QuerySet[Pupil]") -> "QuerySet[Pupil]":
    """Two children cannot have one UPN; but it can stand with another child as the former one."""
    others = visible.filter(authority=OuterRef("authority")).exclude(pk=OuterRef("pk"))
    holders = visible.filter(Exists(others.filter(former_upn=OuterRef("upn")))).exclude(upn="")
    formers = visible.filter(Exists(others.filter(upn=OuterRef("former_upn"))))
    formers = formers.exclude(former_upn="")
    return visible.filter(Q(pk__in=holders.values("pk")) | Q(pk__in=formers.values("pk")))


def _is_shared(one: Pupil, other: Pupil) -> bool:
    if one.pk == other.pk or one.authority_id != other.authority_id:
        return False
    return ("" not in (one.former_upn, other.upn) and one.former_upn == other.upn) or (
        "" not in (one.upn, other.former_upn) and one.upn == other.former_upn
    )


def _of_school_age(on: date) -> Q:
    return Q(date_of_birth__lte=add_months(on, -12 * SCHOOL_AGE))


def _no_worker(capacity: str) -> _Find:
    def find(on: date) -> Any:
        allocated = Involvement.objects.filter(in_force(on), pupil=OuterRef("pk"))
        return ~Exists(allocated.filter(capacity=capacity))

    return find


def _home_on(on: date) -> Any:
    return CarePlacement.objects.current_on(on).filter(pupil=OuterRef("pk"))


def _approval_told_on(on: date) -> Any:
    told = CareMove.objects.filter(pupil=OuterRef("pk"), state=CareMove.State.RECORDED)
    return Exists(told.filter(approved_on__lte=on, approval_confirmed_on__isnull=True))


def _status_on(on: date) -> Any:
    rows = CareEpisode.objects.current_on(on).filter(care_period__pupil=OuterRef("pk"))
    return rows.exclude(legal_status="")


_MISSING: Mapping[Fact, _Find] = {
    Fact.NO_UPN: lambda on: (Q(upn="") | Q(upn__startswith="UN")) & _of_school_age(on),
    Fact.TEMPORARY_UPN: lambda on: Q(upn__regex=r"^.{12}[A-Z]$"),
    Fact.NO_NAME: lambda on: Q(search_name=""),
    Fact.NO_YEAR_GROUP: lambda on: Q(nc_year=None) & _of_school_age(on),
    Fact.NO_LEGAL_STATUS: lambda on: ~Exists(_status_on(on)),
    Fact.NO_HOME: lambda on: ~Exists(_home_on(on)),
    Fact.NO_AREA: lambda on: Exists(_home_on(on)) & ~Exists(_home_on(on).exclude(area_code="")),
    Fact.NO_SOCIAL_WORKER: _no_worker("social_worker"),
    Fact.NO_REVIEWING_OFFICER: _no_worker("iro"),
    Fact.APPROVAL_NOT_CONFIRMED: _approval_told_on,
} | {Fact(what): find for what, find in contradictions.FINDS.items()}
