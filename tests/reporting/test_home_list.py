"""The list of the first page: its order, how much of it, and what stands above it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from model_bakery import baker

from peps.models import Pep
from pupils.models import Deadline
from tests.cast import TODAY, Cast, add_child
from vsh.notices.models import Notice

pytestmark = pytest.mark.django_db
HOME = reverse("reporting:home")


def add(pupil, kind="pep_available", *, days: int | None, owner="designated_teacher") -> Deadline:
    return Deadline.objects.create(
        pupil=pupil,
        kind=kind,
        trigger_key=f"{kind}:{days}:{owner}",
        owner_role=owner,
        started_on=date(2026, 9, 1),
        due_on=None if days is None else TODAY + timedelta(days=days),
        missing=["the school"] if days is None else [],
        rule_version="1",
    )


def listed(client, user, **query: str) -> list[Deadline]:
    client.force_login(user)
    return [row["deadline"] for row in client.get(HOME, query).context["rows"]]


@pytest.mark.parametrize("who", ["head", "data"])
def test_the_most_urgent_comes_first_whoever_has_to_do_it(client, cast: Cast, who) -> None:
    expected = [
        add(cast.ada, "school_place", days=-1, owner="social_worker"),
        add(cast.ada, days=-30),
        add(cast.ada, "statutory_review", days=-2, owner="iro"),
        add(cast.ada, days=2),
        add(cast.ada, "school_place", days=9, owner="social_worker"),
        add(cast.ada, "sdq", days=9, owner="virtual_school_officer"),
        add(cast.ada, "statutory_review", days=10, owner="iro"),
        add(cast.ada, "school_place", days=None, owner="social_worker"),
        add(cast.ada, days=None),
    ]
    assert listed(client, cast.people[who], whose="all") == expected


def test_one_s_own_list_ends_with_what_cannot_be_worked_out(client, cast: Cast) -> None:
    unknown = add(cast.ada, "school_place", days=None, owner="social_worker")
    late = add(cast.ada, "setting_notified", days=3, owner="social_worker")
    assert listed(client, cast.social_worker) == [late, unknown]


def test_a_line_without_a_date_opens_its_reason_too(client, cast: Cast) -> None:
    unknown = add(cast.ada, "school_place", days=None, owner="social_worker")
    client.force_login(cast.social_worker)
    page = client.get(HOME).content.decode()
    assert "Not known without the school" in page
    assert reverse("pupils:why_this_date", args=[cast.ada.ref, unknown.pk]) in page


def test_to_a_teacher_the_line_does_not_say_whose_calendar_is_missing(client, cast: Cast) -> None:
    deadline = add(cast.ada, days=None)
    Deadline.objects.filter(pk=deadline.pk).update(missing=["term dates 2026-27 of Southmoor"])
    client.force_login(cast.teacher)
    page = client.get(HOME).content.decode()
    assert "Not known without term dates 2026-27." in page
    assert "Southmoor" not in page
    client.force_login(cast.head)
    assert "term dates 2026-27 of Southmoor" in client.get(HOME).content.decode()


def test_the_first_page_shows_twenty_and_leads_to_the_rest(client, cast: Cast) -> None:
    for number in range(1, 56):
        add(cast.ada, days=-number)
    assert len(listed(client, cast.head)) == 20
    page = client.get(HOME).content.decode()
    assert "See all (55)" in page
    assert 'href="?whose=all&amp;all=1"' in page
    assert len(listed(client, cast.head, whose="all", all="1")) == 50
    whole = client.get(HOME, {"whose": "all", "all": "1"}).content.decode()
    assert "See all" not in whole
    assert "page=2" in whole
    assert len(listed(client, cast.head, whose="all", all="1", page="2")) == 5


def test_twenty_are_the_whole_list_where_there_are_no_more(client, cast: Cast) -> None:
    for number in range(1, 21):
        add(cast.ada, days=-number)
    client.force_login(cast.head)
    assert "See all" not in client.get(HOME).content.decode()


def test_returned_plans_stand_above_the_list_and_the_longest_returned_of_many(
    client, cast: Cast
) -> None:
    for number in range(1, 22):
        add(cast.ada, days=-number)
    for number in range(7):
        child = add_child(cast, f"gus{number}")
        baker.make(
            Pep,
            pupil=child,
            care_period=child.care_periods.get(),
            academic_year="2026-27",
            season="autumn",
            form_version="2026.1",
            state="returned",
        )
    client.force_login(cast.head)
    response = client.get(HOME)
    page = response.content.decode()
    assert page.index("Plans returned, not yet handed in again") < page.index("21 days overdue")
    assert len(response.context["returned"]) == 5
    assert "These are the first 5: the longest returned" in page
    assert len(client.get(HOME, {"whose": "all", "all": "1"}).context["returned"]) == 7


def test_messages_are_paged_by_fifty(client, cast: Cast) -> None:
    for number in range(51):
        baker.make(
            Notice, recipient=cast.officer, pupil_ref="", subject=f"Message {number}", body="x"
        )
    client.force_login(cast.head)
    page = client.get(reverse("reporting:messages"))
    assert len(page.context["notices"]) == 50
    assert "page=2" in page.content.decode()
