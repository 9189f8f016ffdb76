"""Quality over the terms: each figure opens the plans it counts, of one's own authority."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from peps.models import Marking, Pep, PepStatusChange, QualityRating, QualityReview
from peps.quality.judgement import judgement_of
from peps.quality.trend import by_term, judged
from peps.rubric import CURRENT_RUBRIC, rubric
from tests.cast import add_person
from tests.peps.views.pages import body_of
from vsh.accounts.roles import Role
from vsh.audit.models import ReadLog

TREND, AGREEMENT = reverse("peps:quality_trend"), reverse("peps:quality_agreement")
KEYS = [mark.key for mark in rubric(CURRENT_RUBRIC).marks]


def judged_plan(cast, child, outcome, *, season="autumn", by="officer", setting=None, first=""):
    """A plan with a judgement that stands, and perhaps an earlier one."""
    pupil = cast.children[child]
    pep = Pep.objects.create(
        pupil=pupil,
        care_period=pupil.care_periods.get(),
        kind="after_move",
        academic_year="2026-27",
        season=season,
        form_version=CURRENT_RUBRIC,
        variant="secondary",
        state="quality_assured",
        opened_on=date(2026, 9, 2),
    )
    for level in filter(None, [first, outcome]):
        review = QualityReview.objects.create(
            pep=pep,
            rubric_version=CURRENT_RUBRIC,
            outcome=level,
            reviewed_on=date(2026, 10, 1),
            reviewed_by=cast.people[by],
            setting=setting,
        )
        QualityRating.objects.bulk_create(
            QualityRating(review=review, criterion=key, rating=level) for key in KEYS
        )
    return pep


@pytest.fixture
def plans(cast):
    """Three of Northshire's that an officer sees, one of a restricted child, one of Southmoor's."""
    return [
        judged_plan(cast, "ada", "green", setting=cast.oakfield, first="red"),
        judged_plan(cast, "ada", "red", season="spring", setting=cast.oakfield, by="head"),
        judged_plan(cast, "ben", "amber"),
        judged_plan(cast, "eve", "red", setting=cast.oakfield),
        judged_plan(cast, "cam", "red", setting=cast.oakfield, by="south_head"),
    ]


def test_the_last_judgement_of_each_visible_plan_is_counted(cast, plans):
    reviews = judged(cast.officer, cast.northshire)
    terms = by_term(reviews, authority=cast.northshire, years=["2026-27"])
    assert [(label, c.red, c.amber, c.green, c.share_green) for label, c in terms] == [
        ("Autumn 2026-27", 0, 1, 1, "50%"),
        ("Spring 2026-27", 1, 0, 0, "0%"),
    ]


@pytest.mark.parametrize("group", ["school", "officer", "mark"])
def test_every_figure_opens_as_many_plans_as_it_says(client, cast, plans, group):
    body = body_of(client, cast.officer, f"{TREND}?by={group}")
    links = re.findall(r'href="([^"]*/quality/plans/[^"]*)">(\d+)(?: of (\d+))?<', body)
    assert len(links) > 8
    for address, number, of in set(links):
        listed = client.get(unescape(address))
        assert listed.context["page_obj"].paginator.count == int(of or number), address
        assert not re.search("Canary(eve|cam)", listed.content.decode())


def settled(cast, pep, *markers, by, others=()):
    """The plan's judgement is what these two agreed, or what the head settled for them; before, it
    was handed in and marked by others."""
    for pair in filter(None, [others, markers]):
        change = PepStatusChange.objects.create(
            pep=pep, from_state="in_progress", to_state="submitted", on=date(2026, 9, 30)
        )
        for place, officer in enumerate(pair, start=1):
            Marking.objects.create(
                pep=pep,
                submission=change,
                place=place,
                rubric_version=CURRENT_RUBRIC,
                outcome="green",
                ratings=dict.fromkeys(KEYS, "green"),
                feedback="Clear.",
                marked_on=date(2026, 10, 1),
                marked_by=officer,
            )
    other = next(officer for officer in markers if officer != by)
    last = pep.quality_reviews.order_by("-id").first()
    last.reviewed_by, last.agreed_with = by, other
    last.save()


def test_a_judgement_of_two_counts_for_each_of_them(client, cast, plans):
    second = add_person("second_officer", Role.VIRTUAL_SCHOOL_OFFICER, cast.northshire)
    third = add_person("third_officer", Role.VIRTUAL_SCHOOL_OFFICER, cast.northshire)
    settled(cast, plans[0], cast.officer, second, by=second, others=(third, cast.officer))
    settled(cast, plans[1], cast.officer, second, by=cast.head)
    settled(cast, plans[2], second, third, by=third)
    client.force_login(cast.head)
    rows = client.get(f"{TREND}?by=officer").context["rows"]
    counts = {row.label: (row.whole.red, row.whole.amber, row.whole.green) for row in rows}
    assert counts == {
        "Officer": (1, 0, 1),
        "Second Officer": (1, 1, 1),
        "Third Officer": (0, 1, 0),
        "Head": (1, 0, 0),
    }
    for row in rows:
        listed = client.get(row.whole.url)
        assert listed.context["page_obj"].paginator.count == row.whole.total, row.label
    of_two = body_of(client, cast.head, f"{reverse('peps:quality_plans')}?level=red&season=spring")
    assert "Head, Officer, Second Officer" in of_two
    assert [judgement_of(pep).by for pep in plans[:4]] == [
        "Second Officer and Officer",
        "Head, Officer and Second Officer",
        "Third Officer and Second Officer",
        "Officer",
    ]


def test_names_are_in_no_address_and_the_reading_is_logged(client, cast, plans):
    client.force_login(cast.officer)
    client.get(
        reverse("peps:quality_plans"), {"by": "mark", "of": "needs", "year": "Ada", "q": "A"}
    )
    logged = ReadLog.objects.get(page="peps:quality_plans")
    assert (logged.filter, logged.count) == ({"by": "mark", "of": "needs"}, 3)


def test_an_authority_without_a_judgement_says_what_to_do(client, cast):
    assert "No plan has been judged yet" in body_of(client, cast.officer, TREND)
    assert "No plan has been marked by two" in body_of(client, cast.officer, AGREEMENT)


def test_as_many_queries_for_many_plans_as_for_few(
    client, cast, plans, django_assert_max_num_queries
):
    client.force_login(cast.officer)
    for more in range(2):
        for address in (TREND, reverse("peps:quality_plans"), AGREEMENT):
            with django_assert_max_num_queries(13):  # 12, and the savepoint of the request
                client.get(address)
        for _ in range(10 * (1 - more)):
            judged_plan(cast, "ada", "green", setting=cast.elm)


def test_agreement_counts_only_plans_that_both_have_marked(client, cast, plans):
    for pep, outcomes in zip(
        plans[:3], [("green", "green"), ("red", "amber"), ("red",)], strict=True
    ):
        change = PepStatusChange.objects.create(
            pep=pep, from_state="in_progress", to_state="submitted", on=date(2026, 9, 30)
        )
        for place, outcome in enumerate(outcomes, start=1):
            Marking.objects.create(
                pep=pep,
                submission=change,
                place=place,
                rubric_version=CURRENT_RUBRIC,
                outcome=outcome,
                ratings=dict.fromkeys(KEYS, outcome),
                feedback="Clear.",
                marked_on=date(2026, 10, 1),
                marked_by=[cast.officer, cast.head][place - 1],
            )
    client.force_login(cast.officer)
    whole = client.get(AGREEMENT).context["whole"]
    # (green, green), (red, amber): 1 of 2 the same; expected 1/4: (1/2 - 1/4) / (3/4) = 1/3.
    assert (whole.pairs, whole.percent, whole.words) == (2, 50, "0.33")
    assert "Canary" not in body_of(client, cast.south_head, AGREEMENT)
