"""The tab "Deadlines" and the sum behind a date."""

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pupils.models import Deadline
from pupils.services.deadlines import recalculate_deadlines_for
from tests.cast import Cast, add_child


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def test_deadlines_say_how_late_whose_and_why(cast: Cast) -> None:
    child = add_child(cast, "gus", looked_after_from=date(2026, 10, 19))
    recalculate_deadlines_for([child.pk])
    client = signed_in(cast, "head")
    page = client.get(reverse("pupils:deadlines", kwargs={"ref": child.ref}))
    body = page.content.decode()
    # ten working days from Monday 19 October: Monday 2 November, the cast's today is the 4th
    assert "2 days overdue" in body
    assert ", 2 November 2026" in body
    assert "Overdue" in body
    assert "Social worker" in body
    first = Deadline.objects.get(pupil=child, kind="pep_initiated")
    why = reverse("pupils:why_this_date", kwargs={"ref": child.ref, "pk": first.pk})
    assert why in body
    reason = client.get(why).content.decode()
    assert "10 working days from Mon 19 October 2026" in reason
    assert "two weekends" in reason
    assert "due Mon 2 November 2026" in reason
    assert "SI 2010/959" in reason


def test_the_sum_needs_no_more_queries_than_any_page(cast: Cast) -> None:
    recalculate_deadlines_for([cast.ada.pk])
    client = signed_in(cast, "head")
    deadline = Deadline.objects.filter(pupil=cast.ada).first()
    url = reverse("pupils:why_this_date", kwargs={"ref": cast.ada.ref, "pk": deadline.pk})
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    asked = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    assert len([sql for sql in asked if sql != "RESET ROLE"]) <= 12


def test_the_sum_of_another_childs_deadline_is_not_there(cast: Cast) -> None:
    recalculate_deadlines_for([cast.ada.pk, cast.cam.pk])
    other = Deadline.objects.filter(pupil=cast.cam).first()
    client = signed_in(cast, "head")
    for child in (cast.ada, cast.cam):
        url = reverse("pupils:why_this_date", kwargs={"ref": child.ref, "pk": other.pk})
        assert client.get(url).status_code == 404
    teacher = signed_in(cast, "teacher")
    assert teacher.get(url).status_code == 200


def test_what_is_over_says_what_became_of_it(cast: Cast) -> None:
    rows = {
        "met": {"met_on": date(2026, 10, 1)},
        "late": {"met_on": date(2026, 10, 20)},
        "closed": {"closed_on": date(2026, 9, 30), "not_required_reason": "Care ended"},
        "unknown": {"due_on": None, "missing": ["term dates 2026-27 of Northshire"]},
    }
    for key, facts in rows.items():
        Deadline.objects.create(
            pupil=cast.ada,
            kind="pep_term_review",
            trigger_key=key,
            owner_role="designated_teacher",
            started_on=date(2026, 9, 1),
            rule_version="1",
            **{"due_on": date(2026, 10, 10), **facts},
        )
    url = reverse("pupils:deadlines", kwargs={"ref": cast.ada.ref})
    body = signed_in(cast, "teacher").get(url).content.decode()
    assert "Done on 1 October 2026" in body
    assert "Met late" in body
    assert "Not required since 30 September 2026: Care ended" in body
    assert "Not known without term dates 2026-27 of Northshire" in body


def test_nothing_due_is_said(cast: Cast) -> None:
    url = reverse("pupils:deadlines", kwargs={"ref": cast.ada.ref})
    assert "Nothing is due for this child" in signed_in(cast, "head").get(url).content.decode()
