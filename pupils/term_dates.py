"""When term dates or bank holidays change, what is due for the children is recalculated."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from vsh.calendars import today
from vsh.calendars.models import CalendarEntry, OneOffHoliday
from vsh.calendars.signals import (
    bank_holidays_changed,
    schools_attended,
    term_dates_changed,
)
from vsh.organisations.models import Authority

from .models import Enrolment, Pupil
from .services.deadlines import recalculate


def children_concerned(*, authority_code: str | None, urns: Sequence[str]) -> "QuerySet[Pupil]":
    """The authority's children, those placed in its area or at a school in it, and those of these
    schools."""
    concerned = Q(pk__in=Pupil.objects.filter(enrolments__setting__urn__in=urns).values("pk"))
    if authority_code is not None:
        concerned |= Q(authority__code=authority_code)
        concerned |= Q(
            pk__in=Pupil.objects.filter(placements__area_code=authority_code).values("pk")
        )
        concerned |= Q(
            pk__in=Pupil.objects.filter(enrolments__setting__la_code=authority_code).values("pk")
        )
    children: QuerySet[Pupil] = Pupil.objects.filter(concerned)
    return children


def recalculate_after_commit(*, authority_code: str | None, urns: Sequence[str], **_: Any) -> None:
    """Recalculate once the new dates are there for everybody; a failure waits for the night."""
    transaction.on_commit(
        lambda: recalculate(children_concerned(authority_code=authority_code, urns=urns)),
        robust=True,
    )


def recalculate_everybody_after_commit(**_: Any) -> None:
    """A bank holiday concerns every child; a failure waits for the night."""
    from .tasks import recalculate_all_deadlines

    transaction.on_commit(recalculate_all_deadlines.delay, robust=True)


def urns_attended(*, authority: Authority, **_: Any) -> set[str]:
    """The URNs of the schools at which the authority's children learn, or soon will."""
    places = Enrolment.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=today()),
        pupil__authority=authority,
        setting__urn__isnull=False,
    )
    return {urn for urn in places.values_list("setting__urn", flat=True) if urn}


def follow_term_dates() -> None:
    """Begin to listen; the app calls this when it starts."""
    schools_attended.connect(urns_attended, sender=CalendarEntry, dispatch_uid="schools attended")
    term_dates_changed.connect(
        recalculate_after_commit, sender=CalendarEntry, dispatch_uid="recalculate deadlines"
    )
    bank_holidays_changed.connect(
        recalculate_everybody_after_commit,
        sender=OneOffHoliday,
        dispatch_uid="recalculate all deadlines",
    )
