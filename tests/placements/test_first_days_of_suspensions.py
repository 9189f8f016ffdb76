"""A suspension begins on a day with school, as far as term dates are known."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from placements.models import Exclusion
from placements.services import correct_exclusion
from tests.cast import Cast
from tests.placements.test_exclusions import report, said
from tests.reporting.page_requests import signed_in
from vsh.calendars.models import CalendarEntry

NO_WORK = {"provision": "", "provision_from_on": None, "notified_on": None}
SATURDAY, CLOSED, MONDAY = date(2026, 10, 10), date(2026, 10, 27), date(2026, 10, 12)


@pytest.mark.parametrize("kind", ["suspension", "lunchtime"])
@pytest.mark.parametrize(
    ("day", "words"),
    [
        (SATURDAY, "10 October 2026 is a Saturday: enter the first school day"),
        (date(2026, 10, 11), "11 October 2026 is a Sunday"),
        (CLOSED, "the school is closed on 27 October 2026: .* such as Monday 2 November 2026"),
        (date(2025, 10, 12), "12 October 2025 is a Sunday"),  # no term dates are loaded
        (date(2025, 12, 25), "25 December 2025 is a bank holiday"),
        (MONDAY, ""),
        (date(2025, 10, 28), ""),
    ],
)
def test_on_which_day_it_may_begin(cast: Cast, kind: str, day: date, words: str) -> None:
    facts = said(kind=kind, started_on=day, days=Decimal(1), **NO_WORK)
    if not words:
        assert report(cast, facts=facts).started_on == day
        return
    with pytest.raises(ValidationError, match=words) as refused:
        report(cast, facts=facts)
    assert list(refused.value.message_dict) == ["started_on"]
    assert not Exclusion.objects.exists()


def test_by_the_calendar_of_the_school(cast: Cast) -> None:
    CalendarEntry.objects.create(
        setting=cast.oakfield,
        academic_year="2026-27",
        kind="inset",
        name="Training",
        starts_on=MONDAY,
        ends_on=MONDAY,
    )
    with pytest.raises(ValidationError, match="closed on 12 October 2026"):
        report(cast, facts=said(started_on=MONDAY, days=Decimal(1), **NO_WORK))


def test_a_permanent_exclusion_is_decided_on_any_day(cast: Cast) -> None:
    facts = said(kind="permanent", started_on=SATURDAY, days=None, **NO_WORK)
    assert report(cast, facts=facts).started_on == SATURDAY


def test_what_is_on_record_is_not_asked_again_until_its_day_changes(cast: Cast) -> None:
    row = report(cast, facts=said(started_on=MONDAY, days=Decimal(1), **NO_WORK))
    Exclusion.objects.update(started_on=SATURDAY)
    told = {"actor": cast.teacher, "exclusion": row, "reason": "Told since"}
    facts = said(started_on=SATURDAY, days=Decimal(2), **NO_WORK)
    assert correct_exclusion(facts=facts, version=1, **told).sessions == 4
    with pytest.raises(ValidationError, match="is a Sunday"):
        correct_exclusion(
            facts=said(started_on=date(2026, 10, 11), days=Decimal(2), **NO_WORK),
            version=2,
            **told,
        )


def test_the_form_says_it_beside_the_day(cast: Cast) -> None:
    client: Client = signed_in(cast, "teacher")
    place = cast.ada.enrolments.get()
    sent = {"place": place.pk, "kind": "suspension", "days": "1", "reasons": ["DB"]}
    sent |= {"started_on_day": 10, "started_on_month": 10, "started_on_year": 2026}
    page = client.post(reverse("placements:record_exclusion", args=[cast.ada.ref]), sent)
    assert "is a Saturday: enter the first school day on which" in page.content.decode()
    empty = client.get(reverse("placements:record_exclusion", args=[cast.ada.ref]))
    assert "Length in school days (optional)" not in empty.content.decode()
    assert "sixth day (optional)" not in empty.content.decode()
