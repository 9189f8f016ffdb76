"""Everything dated about a child, from all apps, in one list and one query."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from peps.models import Pep, PepStatusChange
from placements.models import Custody
from pupils.care_words import LEGAL_STATUS, PARTICIPATION, PLACEMENT_TYPE, in_words
from pupils.models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Enrolment,
    MissingEpisode,
    Pupil,
    SdqScore,
    SenStatus,
    StatutoryReview,
)
from pupils.rules.ages import eighteenth_birthday
from vsh.accounts.models import User
from vsh.accounts.roles import Permission

from .timeline_of_schooling import (
    RESULT,
    ends_of_stages,
    events_of_schooling,
    sources_of_schooling,
)
from .timeline_rows import Event, rows_of, shape

FIRST_HOME, TAKEN_BACK = "first_home", "taken_back"


def events_of(
    pupil: Pupil, *, user: User, permissions: frozenset[Permission], on: date
) -> list[Event]:
    """What happened up to `on`, and exclusions to come, newest first: each for those who may see
    it on its tab."""
    sources = [_enrolments(pupil), _sen(pupil)]
    sources += sources_of_schooling(pupil, user=user, permissions=permissions)
    if Permission.VIEW_CARE in permissions:
        sources += [
            rows_of(CarePeriod, pupil, "care", ended_on=_care_ends_on(pupil)),
            _placements(pupil),
            _episodes(pupil),
            _reviews(pupil),
            rows_of(Custody, pupil, "custody", code=F("kind"), detail=F("establishment")),
            rows_of(MissingEpisode, pupil, "missing", code=F("kind")),
        ]
    if Permission.VIEW_WELLBEING in permissions:
        sources.append(_sdq(pupil))
    if Permission.READ_PEP in permissions:
        sources.append(_pep_changes(pupil))
    first, *others = sources
    rows = list(first.union(*others, all=True))
    results = [row for row in rows if row[0] == RESULT]
    told = [
        *(event for row in rows for event in _events(*row, on=on)),
        *ends_of_stages(results, pupil),
    ]
    events = [event for event in told if event.on <= on or event.is_told_ahead]
    return sorted(events, key=lambda event: (event.on, event.position, event.title), reverse=True)


def _care_ends_on(pupil: Pupil) -> Least:
    """The earlier of the end on record, if any, and the 18th birthday."""
    adult_on = eighteenth_birthday(pupil.date_of_birth)
    return Least(F("ended_on"), Value(adult_on, output_field=DateField()))


def _placements(pupil: Pupil) -> "QuerySet[Any]":
    before = CarePlacement.objects.filter(
        care_period=OuterRef("care_period"), started_on__lt=OuterRef("started_on")
    )
    detail = Case(When(Exists(before), then=Value("")), default=Value(FIRST_HOME))
    return rows_of(CarePlacement, pupil, "placement", code=F("placement_type"), detail=detail)


def _episodes(pupil: Pupil) -> "QuerySet[Any]":
    rows = CareEpisode.objects.filter(care_period__pupil=pupil)
    return shape(rows, "legal_status", code=F("legal_status"))


def _reviews(pupil: Pupil) -> "QuerySet[Any]":
    none = Value(None, output_field=DateField())
    rows = StatutoryReview.objects.filter(pupil=pupil, held_on__isnull=False)
    return shape(rows, "review", started_on=F("held_on"), ended_on=none, code=F("participation"))


def _enrolments(pupil: Pupil) -> "QuerySet[Any]":
    return rows_of(
        Enrolment, pupil, "school", code=F("kind"), detail=Coalesce(F("setting__name"), Value(""))
    )


def _sen(pupil: Pupil) -> "QuerySet[Any]":
    return rows_of(SenStatus, pupil, "sen", code=F("status"))


def _sdq(pupil: Pupil) -> "QuerySet[Any]":
    none = Value(None, output_field=DateField())
    rows = SdqScore.objects.filter(pupil=pupil, score__isnull=False)
    return shape(
        rows,
        "sdq",
        started_on=F("completed_on"),
        ended_on=none,
        code=F("score"),
        detail=F("respondent"),
    )


def _pep_changes(pupil: Pupil) -> "QuerySet[Any]":
    none = Value(None, output_field=DateField())
    rows = PepStatusChange.objects.filter(pep__pupil=pupil).exclude(to_state=F("from_state"))
    return shape(
        rows,
        "pep",
        started_on=F("on"),
        ended_on=none,
        code=Case(
            When(from_state=Pep.State.NOT_REQUIRED, then=Value(TAKEN_BACK)), default=F("to_state")
        ),
        position=F("id"),
    )


def _events(
    what: str,
    started_on: date,
    ended_on: date | None,
    code: str,
    detail: str,
    position: int,
    *,
    on: date,
) -> Iterator[Event]:
    """The one or two events of a row; of a result none, which is read with the others."""
    if what == "care":
        yield Event(on=started_on, title="Became looked after")
        if ended_on:
            yield Event(on=ended_on, title="No longer looked after")
    elif what == "placement":
        kind = in_words(PLACEMENT_TYPE, code) or "Kind not recorded"
        title = "First home of this time in care" if detail == FIRST_HOME else "Moved to a new home"
        yield Event(on=started_on, title=title, detail=kind)
    elif what == "legal_status":
        yield Event(on=started_on, title="Legal status", detail=in_words(LEGAL_STATUS, code))
    elif what == "missing":
        yield Event(on=started_on, title=MissingEpisode.Kind(code).label)
        if ended_on:
            yield Event(on=ended_on, title="Back home after being away")
    elif what == "review":
        yield Event(
            on=started_on, title="Statutory review held", detail=in_words(PARTICIPATION, code)
        )
    elif what == "custody":
        yield Event(on=started_on, title=f"Arrived at {detail}", detail=Custody.Kind(code).label)
        if ended_on:
            yield Event(on=ended_on, title=f"Left {detail}")
    elif what == "school":
        yield from _school_events(started_on, ended_on, code, detail)
    elif what == "sen":
        yield Event(on=started_on, title=f"SEN: {SenStatus.Status(code).label}")
    elif what == "sdq":
        said_by = SdqScore.Respondent(detail).label.lower()
        yield Event(on=started_on, title=f"SDQ score by {said_by}", detail=f"{code} of 40")
    elif what == "pep":
        labels = {**dict(Pep.State.choices), TAKEN_BACK: "required after all"}
        yield Event(
            on=started_on, title=f"PEP: {labels.get(code, code).lower()}", position=position
        )
    elif what != RESULT:
        yield from events_of_schooling(what, started_on, ended_on, code, detail, on=on)


def _school_events(
    started_on: date, ended_on: date | None, code: str, detail: str
) -> Iterator[Event]:
    kind = Enrolment.Kind(code)
    if kind == Enrolment.Kind.NO_PLACE:
        yield Event(on=started_on, title="Without a school place")
        return
    where = detail or kind.label
    yield Event(on=started_on, title=f"Started at {where}", detail=kind.label)
    if ended_on:
        yield Event(on=ended_on, title=f"Last day at {where}")
