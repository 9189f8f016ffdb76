"""The tab "Deadlines" and the sum behind a date."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pupils.models import CarePlacement, Deadline, Enrolment, Involvement, Pupil, SenStatus
from pupils.services.deadlines import recalculate_deadlines_for
from tests.cast import Cast, add_child, allocate
from vsh.accounts.models import Membership, User


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
    other = Deadline.objects.filter(pupil=cast.cam, kind="pep_initiated").get()
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
    body = signed_in(cast, "social_worker").get(url).content.decode()
    assert "Done on 1 October 2026" in body
    assert "Met late" in body
    assert "Not required since 30 September 2026: Care ended" in body
    assert "Not known without term dates 2026-27 of Northshire" in body
    body = signed_in(cast, "teacher").get(url).content.decode()
    assert "Not required since 30 September 2026<" in body
    assert "Not known without term dates 2026-27<" in body


def placed_for_adoption(cast: Cast) -> Pupil:
    """Came into care in February and out of school with a planned move; placed for adoption."""
    child = add_child(cast, "hal", enrolled_from=date(2026, 10, 26))
    Enrolment.objects.create(
        pupil=child,
        setting=cast.elm,
        started_on=date(2025, 9, 1),
        ended_on=date(2026, 10, 16),
        ended_by_placement=True,
    )
    CarePlacement.objects.filter(pupil=child).update(ended_on=date(2026, 6, 1))
    period = child.care_periods.get()
    for first, last, kind in [
        (date(2026, 6, 1), date(2026, 10, 19), "A3"),
        (date(2026, 10, 19), None, "U6"),
    ]:
        CarePlacement.objects.create(
            pupil=child, care_period=period, started_on=first, ended_on=last, placement_type=kind
        )
    SenStatus.objects.create(pupil=child, status="E", started_on=date(2026, 9, 1))
    allocate(child, cast.adviser, "personal_adviser")
    allocate(child, cast.iro, "iro")
    recalculate_deadlines_for([child.pk])
    return child


CLOCKS_OF_CARE = ("statutory_review", "setting_notified")
WORDS_OF_CARE = ("doption", "planned placement", "Mon 19 October 2026", "Statutory review")


@pytest.mark.parametrize("who", ["teacher", "head_teacher", "send_officer", "adviser"])
def test_deadlines_tell_no_facts_of_care_to_who_may_not_read_them(cast: Cast, who: str) -> None:
    child = placed_for_adoption(cast)
    bodies = dict.fromkeys((who, "iro"), "")
    for person in bodies:
        client = signed_in(cast, person)
        for page in ("pupils:deadlines", "reporting:overview", "reporting:timeline"):
            bodies[person] += client.get(reverse(page, args=[child.ref])).content.decode()
        for deadline in child.deadlines.all():
            url = reverse("pupils:why_this_date", args=[child.ref, deadline.pk])
            response = client.get(url)
            is_told = person == "iro" or deadline.kind not in CLOCKS_OF_CARE
            assert response.status_code == (200 if is_told else 404)
            bodies[person] += response.content.decode()
        bodies[person] += client.get(reverse("reporting:home")).content.decode()
        bodies[person] += client.get(reverse("reporting:roll")).content.decode()
    for word in WORDS_OF_CARE:
        assert word in bodies["iro"], "or its absence would prove nothing"
        assert word not in bodies[who]
    assert "is part of the care record" in bodies[who]
    assert "is part of the care record" not in bodies["iro"]


def test_a_role_without_care_is_told_beside_one_with_it(cast: Cast) -> None:
    """Who teaches one child and reviews another is told of the care of the second alone."""
    recalculate_deadlines_for([cast.ada.pk, cast.ben.pk])
    Membership.objects.create(
        user=cast.iro,
        role="designated_teacher",
        setting=cast.oakfield,
        starts_on=date(2024, 9, 1),
    )
    Involvement.objects.filter(pupil=cast.ada, user=cast.iro).delete()
    user = User.objects.get(pk=cast.iro.pk)
    reviews = Deadline.objects.visible_to(user).filter(kind="statutory_review")
    assert {deadline.pupil_id for deadline in reviews} == {cast.ben.pk}
    assert Deadline.objects.visible_to(user).filter(pupil=cast.ada).exists()


def test_nothing_due_is_said(cast: Cast) -> None:
    url = reverse("pupils:deadlines", kwargs={"ref": cast.ada.ref})
    assert "Nothing is due for this child" in signed_in(cast, "head").get(url).content.decode()
