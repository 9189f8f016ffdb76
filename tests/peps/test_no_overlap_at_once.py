"""Every constraint against overlap, found on the models, with sixteen writers at one moment.

What they write overlaps in part. Afterwards nothing does: at least one of them succeeded, the
others were refused in words, and nobody met an error of the database. A constraint that has no
writers here fails the test.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, UniqueConstraint

from peps.models import Pep
from peps.services import assure_pep, complete_pep, open_termly_peps, submit_pep
from peps.services.short_form import allow_short_form, choose_short_form
from placements.rules.attendance import Sessions
from placements.services.attendance import record_attendance
from placements.services.custody import record_custody
from placements.services.moves import start_move
from pupils.models import SenStatus
from pupils.services.allocations import allocate
from pupils.services.enrolments import record_enrolment
from pupils.services.locking import StaleRecordError
from pupils.services.needs import record_need
from pupils.services.reviews import record_review
from tests.cast import Cast, add_person, assemble_cast
from tests.intake.running import load
from tests.peps.conftest import ALL_GREEN
from tests.peps.services.test_concurrency import at_once
from tests.pupils.imports.rolls import GIA, roll
from tests.pupils.imports.test_ssda903 import EPISODES, episode, files
from tests.pupils.imports.test_ssda903_all_files import away
from vsh.accounts.roles import Role
from vsh.calendars.models import CurrentDay
from vsh.intake.engine import ImportBusyError

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 16
REFUSED = (ValidationError, StaleRecordError, ImportBusyError)
Work = Callable[[], object]
SEPTEMBER = date(2026, 9, 7)


def constraints() -> dict[str, tuple[type[Model], Any]]:
    """Those against overlap in time or place, and those that allow one at a time."""
    return {
        one.name: (model, one)
        for model in apps.get_models()
        for one in model._meta.constraints
        if isinstance(one, ExclusionConstraint)
        or (isinstance(one, UniqueConstraint) and one.name.endswith("_at_a_time"))
    }


def overlapping(name: str) -> list[Any]:
    """Rows that stand in one another's way, told by the rows alone."""
    model, constraint = constraints()[name]
    rows = model._base_manager.filter(constraint.condition or Q())
    if isinstance(constraint, UniqueConstraint):
        return twice(rows.values_list(*constraint.fields))
    (owner, _), (span, _) = constraint.expressions
    owner = owner.source_expressions[0].name
    first, last, *bounds = span.source_expressions
    if span.function != "DATERANGE":
        return twice(rows.values_list(owner, first.name))
    spans = defaultdict(list)
    for whose, started_on, ended_on in rows.values_list(owner, first.name, last.name):
        spans[whose].append((started_on, ended_on or date.max))
    is_last_day_included = bounds[0].value == "[]"
    return [
        (earlier, later)
        for of_one in spans.values()
        for earlier, later in pairwise(sorted(of_one))
        if later[0] < earlier[1] or (is_last_day_included and later[0] == earlier[1])
    ]


def twice(rows: Any) -> list[Any]:
    found = list(rows)
    return [row for row in set(found) if found.count(row) > 1]


def spans(days_long: int) -> Iterator[tuple[int, date, date]]:
    """A span for each writer: each begins two days after the one before, from the middle."""
    for number in range(WRITERS):
        first = SEPTEMBER + timedelta(days=2 * (number * 7 % WRITERS))
        yield number, first, first + timedelta(days=days_long)


def sen(cast: Cast) -> list[Work]:
    return [
        lambda n=n, first=first, last=last: record_need(
            actor=cast.officer,
            row=SenStatus(pupil=cast.ada),
            facts={"status": "KN"[n % 2], "started_on": first, "ended_on": last if n % 3 else None},
        )
        for n, first, last in spans(5)
    ]


def people(role: Role) -> Callable[[Cast], list[Work]]:
    def works(cast: Cast) -> list[Work]:
        second = add_person(f"second_{role}", role, cast.northshire)
        actor = cast.head if role is Role.VIRTUAL_SCHOOL_OFFICER else cast.data
        first = next(person for name, person in cast.people.items() if name in NAMES[role])
        return [
            lambda n=n, day=day: allocate(
                actor=actor,
                pupil=cast.ben,
                user=second if n % 2 else first,
                capacity=role,
                started_on=day,
            )
            for n, day, _ in spans(0)
        ]

    return works


def attendance(cast: Cast) -> list[Work]:
    place = cast.ada.enrolments.get()
    few = Sessions(possible=2, authorised=0, unauthorised=0)
    return [
        lambda first=first, last=last: record_attendance(
            actor=cast.teacher, enrolment=place, started_on=first, ended_on=last, sessions=few
        )
        for _, first, last in spans(6)
    ]


def custody(cast: Cast) -> list[Work]:
    return [
        lambda first=first, last=last: record_custody(
            actor=cast.social_worker,
            pupil=cast.ada,
            kind="remand",
            establishment="Northgate",
            started_on=first,
            ended_on=last,
            ended_because="released",
        )
        for _, first, last in spans(5)
    ]


def schools(cast: Cast) -> list[Work]:
    return [
        lambda n=n, first=first, last=last: record_enrolment(
            actor=cast.officer,
            pupil=cast.ben,
            kind="main",
            setting=cast.elm if n % 2 else cast.oakfield,
            started_on=first,
            ended_on=last if n % 3 else None,
            ends_current=True,
        )
        for n, first, last in spans(5)
    ]


def returns(cast: Cast) -> list[Work]:
    """Different folders of the 903, and every fourth time a roll, that tell of one child."""

    def work(number: int, first: date, last: date) -> object:
        if number % 4 == 3:
            row = GIA | {"child_id": "H1", "date_of_birth": "2012-05-06", "sex": "M", "upn": ""}
            row |= {"looked_after_from": str(first), "placement_from": str(first)}
            return load("roll", {"r.csv": roll(row)}, authority=cast.northshire)
        middle = f"{first + timedelta(days=3):%d/%m/%Y}"
        told = EPISODES + episode(f"{first:%d/%m/%Y}", middle, "S", "X1")
        told += episode(middle, f"{last:%d/%m/%Y}", "P", "E4A", place="K2", post="NS9 9ZZ")
        gone = [f"{first + timedelta(days=n):%d/%m/%Y}" for n in (1, 4)]
        folder = files(episodes=told, m=away(f"M,{gone[0]},{gone[1]}"))
        return load("ssda903", folder, authority=cast.northshire)

    return [lambda each=each: work(*each) for each in spans(9)]


def moves(cast: Cast) -> list[Work]:
    who = [cast.social_worker, cast.team_manager]
    return [
        lambda n=n: start_move(actor=who[n % 2], pupil=cast.ada, is_emergency=n % 4 > 1)
        for n in range(WRITERS)
    ]


def reviews(cast: Cast) -> list[Work]:
    days = [date(2026, 12, 1) + timedelta(days=n) for n in range(WRITERS)]
    return [
        lambda day=day: record_review(actor=cast.iro, pupil=cast.ada, next_planned_on=day) or day
        for day in days
    ]


NAMES = {
    Role.SOCIAL_WORKER: ["social_worker"],
    Role.TEAM_MANAGER: ["team_manager"],
    Role.IRO: ["iro"],
    Role.VIRTUAL_SCHOOL_OFFICER: ["officer"],
}
WRITTEN: dict[tuple[str, ...], Callable[[Cast], list[Work]]] = {
    ("one_sen_status_at_a_time",): sen,
    **{(f"one_{role}_at_a_time",): people(role) for role in NAMES},
    ("no_overlapping_attendance",): attendance,
    ("no_overlapping_custodies",): custody,
    ("no_overlapping_main_enrolments",): schools,
    (
        "no_overlapping_care_periods",
        "no_overlapping_episodes",
        "no_overlapping_placements",
        "no_overlapping_missing_episodes",
    ): returns,
    ("one_move_in_draft_at_a_time",): moves,
    ("one_review_arranged_at_a_time",): reviews,
}
OF_A_PLAN = {"one_standing_target_per_place", "one_short_form_at_a_time"}


def refused_in_words(names: tuple[str, ...], outcomes: list[object]) -> int:
    """How many were refused, after a look at every outcome and at what is on record."""
    refused = [one for one in outcomes if isinstance(one, Exception)]
    assert all(isinstance(one, REFUSED) and str(one) for one in refused), (names, refused)
    assert len(refused) < len(outcomes), (names, refused)
    for name in names:
        model, _ = constraints()[name]
        assert model._base_manager.exists(), name
        assert overlapping(name) == [], name
    return len(refused)


@pytest.fixture
def cast() -> Cast:
    return assemble_cast()


def test_every_constraint_has_its_writers() -> None:
    assert {name for names in WRITTEN for name in names} | OF_A_PLAN == set(constraints())


def test_no_two_overlap_and_each_other_one_is_refused_in_words(cast: Cast) -> None:
    refused = {
        names[0]: refused_in_words(names, at_once(*works(cast))) for names, works in WRITTEN.items()
    }
    for name in ("no_overlapping_attendance", "no_overlapping_custodies"):
        assert refused[name] >= WRITERS // 2, name  # nobody makes room for another there


def test_one_plan_is_handed_in_and_put_on_the_short_form_once(
    cast: Cast, ada_pep: Pep, write_all: Callable[..., None]
) -> None:
    write_all(ada_pep)
    handed = at_once(*[lambda: submit_pep(actor=cast.teacher, pep=ada_pep)] * WRITERS)
    assert refused_in_words(("one_standing_target_per_place",), handed) == WRITERS - 1
    assure_and_complete(cast, ada_pep)
    CurrentDay.objects.update(day=date(2027, 1, 11))
    open_termly_peps(date(2027, 1, 11))
    spring = Pep.objects.get(pupil=cast.ada, season="spring")
    allow_short_form(actor=cast.head, authority=cast.northshire, is_allowed=True)
    chosen = at_once(*[lambda: choose_short_form(actor=cast.teacher, pep=spring)] * WRITERS)
    assert refused_in_words(("one_short_form_at_a_time",), chosen) == WRITERS - 1


def assure_and_complete(cast: Cast, pep: Pep) -> None:
    pep.refresh_from_db()
    assure_pep(actor=cast.officer, pep=pep, ratings=ALL_GREEN, feedback="Clear targets.")
    pep.refresh_from_db()
    complete_pep(actor=cast.officer, pep=pep)
