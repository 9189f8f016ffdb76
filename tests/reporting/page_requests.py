"""How tests of the pages ask for them, and what must be on record first."""

from datetime import date

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pupils.models import Deadline, StatutoryReview
from tests.cast import TODAY, Cast

MOST_QUERIES = 12


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def queries_of(client: Client, url: str) -> int:
    """The queries of a page of which the process remembers nothing."""
    caches["process"].clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len([q for q in captured if "SAVEPOINT" not in q["sql"] and q["sql"] != "RESET ROLE"])


def add_deadline(pupil, kind="pep_term_review", due_on=TODAY, **options) -> Deadline:
    return Deadline.objects.create(
        pupil=pupil,
        kind=kind,
        trigger_key=f"{kind}:{due_on}",
        owner_role=options.pop("owner_role", "designated_teacher"),
        started_on=date(2026, 9, 1),
        due_on=due_on,
        rule_version="1",
        **options,
    )


def arrange(child) -> None:
    StatutoryReview.objects.create(
        pupil=child, care_period=child.care_periods.get(), planned_on=date(2026, 11, 20)
    )
