"""What an earlier term left unfinished: on the list, chased, exported, and named at home."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from peps.models import Pep
from peps.services import initiate_pep, mark_not_required, open_termly_peps, save_section
from pupils.models import Deadline, StatutoryReview
from pupils.services.deadlines import recalculate_everyone
from reporting.due_list import due_for, in_order
from reporting.term_plans.models import PlansJob
from reporting.term_plans.services import ask_for, run_job
from tests.cast import TODAY, add_child, allocate
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.audit.models import ReadLog
from vsh.calendars.models import CurrentDay
from vsh.notices.models import Notice

LIST, HOME = "reporting:term_plans", "reporting:home"
JANUARY = date(2027, 1, 11)
UNFINISHED = "?term=unfinished"


def begin(cast, pupil) -> Pep:
    """An autumn plan of which something is written."""
    open_termly_peps(TODAY)
    pep = initiate_pep(actor=cast.social_worker, pupil=pupil)
    said = {"what_i_like": "Art"}
    save_section(actor=cast.officer, pep=pep, key="about_me", answers=said, version=0)
    pep.refresh_from_db()
    return pep


def spring_begins() -> None:
    CurrentDay.objects.update(day=JANUARY)
    open_termly_peps(JANUARY)
    recalculate_everyone(on=JANUARY)


@pytest.fixture
def left(cast) -> Pep:
    """Ada's autumn plan, left in progress when spring's opened."""
    recalculate_everyone(on=TODAY)
    pep = begin(cast, cast.ada)
    spring_begins()
    assert Pep.objects.filter(pupil=cast.ada, season="spring").exists()
    return pep


def body_of(client, url: str) -> str:
    return client.get(url).content.decode()


def test_the_list_counts_and_shows_it_and_each_earlier_term(cast, left):
    client = signed_in(cast, "officer")
    this_term = body_of(client, reverse(LIST))
    assert f'href="{UNFINISHED}">Unfinished plans of earlier terms: 1</a>' in this_term
    assert reverse("peps:pep", args=[left.ref]) not in this_term
    page = client.get(reverse(LIST) + UNFINISHED)
    (row,) = page.context["rows"]
    assert (row["pupil"], row["state"], row["waits_for"]) == (
        cast.ada,
        "in_progress",
        "Designated teacher",
    )
    assert row["term"] == "Autumn term 2026-27"
    assert row["pupil"].plan_due_on == date(2026, 12, 18)
    body = page.content.decode()
    assert '<h1 class="govuk-heading-l">Unfinished plans of earlier terms</h1>' in body
    assert reverse("peps:pep", args=[left.ref]) in body
    assert "Canaryben" not in body
    autumn = client.get(reverse(LIST) + "?term=2026-27-autumn")
    states = {row["pupil"].ref: (row["state"], row["waits_for"]) for row in autumn.context["rows"]}
    assert states[cast.ada.ref] == ("in_progress", "Designated teacher")
    assert states[cast.ben.ref] == ("not_required", "Nobody"), "lapsed untouched"
    assert "Plans of the autumn term 2026-27" in autumn.content.decode()
    assert "term=2026-27-autumn&amp;" in autumn.content.decode() or (
        "?what=done&amp;term=2026-27-autumn" in autumn.content.decode()
    )
    overdue = client.get(reverse(LIST) + UNFINISHED + "&what=overdue").context["rows"]
    assert [row["pupil"] for row in overdue] == [cast.ada]
    assert not client.get(reverse(LIST) + "?term=nonsense").context["rows"]
    logged = ReadLog.objects.filter(page=LIST, user=cast.officer)
    assert logged.filter(filter__term="unfinished").count() == 2


def test_once_it_is_set_aside_nothing_is_left(cast, left):
    mark_not_required(actor=cast.officer, pep=left, reason="Spring's takes its place.")
    client = signed_in(cast, "officer")
    assert "Unfinished plans of earlier terms:" not in body_of(client, reverse(LIST))
    assert not client.get(reverse(LIST) + UNFINISHED).context["rows"]
    assert left.ref not in body_of(signed_in(cast, "teacher"), reverse(HOME))


def test_the_chaser_and_the_export_work_for_it(cast, left):
    client = signed_in(cast, "officer")
    chase = reverse("reporting:chase_plans")
    asked = body_of(client, chase + UNFINISHED)
    assert "Unfinished plans of earlier terms" in asked
    assert 'name="term" value="unfinished"' in asked
    client.post(chase, {"term": "unfinished"})
    job = PlansJob.objects.get()
    assert run_job(job.pk)
    told = Notice.objects.get(stage="chased")
    assert told.recipient == cast.teacher
    assert f"- {cast.ada.ref}, autumn term 2026-27, due 2026-12-18" in told.body
    assert "of earlier terms" in told.body
    assert "Canary" not in told.subject + told.body
    now = ask_for(actor=cast.officer, authority=cast.northshire, kind="chase")
    assert run_job(now.pk)
    assert Notice.objects.filter(stage="chased").count() > 1, "this term's is another message"
    filters = {"term": "unfinished"}
    made = ask_for(actor=cast.officer, authority=cast.northshire, kind="export", filters=filters)
    assert run_job(made.pk)
    made.refresh_from_db()
    head, *lines = made.file.read().decode("utf-8-sig").splitlines()
    assert ",term,plan,due," in head
    (line,) = lines
    assert ",Autumn term 2026-27,In progress,2026-12-18,Designated teacher" in line


def test_home_names_this_term_s_plan_to_whose_turn_it_is(cast):
    recalculate_everyone(on=TODAY)
    waiting = "This term's plans that wait for you"
    open_termly_peps(TODAY)
    plan = reverse("peps:pep", args=[Pep.objects.get(pupil=cast.ada).ref])
    turns = [("teacher", "social_worker", "initiate the PEP")]
    Deadline.objects.filter(kind__startswith="pep_").update(due_on=date(2026, 12, 18))
    for waits, is_next, step in [*turns, ("social_worker", "teacher", "write the PEP")]:
        body = body_of(signed_in(cast, is_next), reverse(HOME))
        assert waiting in body, is_next
        assert step in body
        assert plan in body
        assert plan not in body_of(signed_in(cast, waits), reverse(HOME)), waits
        assert queries_of(signed_in(cast, is_next), reverse(HOME)) <= MOST_QUERIES
        if is_next == "social_worker":
            initiate_pep(actor=cast.social_worker, pupil=cast.ada)
            Deadline.objects.filter(kind__startswith="pep_").update(due_on=date(2026, 12, 18))
    for other in ("officer", "head", "other_teacher", "south_head", "iro"):
        assert waiting not in body_of(signed_in(cast, other), reverse(HOME)), other
    due = {"pupil": cast.ada, "due_on": date(2026, 11, 20), "started_on": TODAY}
    for kind, owner in (("pep_action", "named"), ("pep_to_iro", "virtual_school_officer")):
        Deadline.objects.create(kind=kind, trigger_key="t", owner_role=owner, **due)
    assert waiting in body_of(signed_in(cast, "teacher"), reverse(HOME)), "these lead elsewhere"
    Deadline.objects.filter(kind="pep_term_review").update(due_on=date(2026, 11, 20))
    assert waiting not in body_of(signed_in(cast, "teacher"), reverse(HOME)), "among the deadlines"


@pytest.mark.parametrize("who", ["teacher", "officer", "head"])
def test_home_names_it_until_it_is_handed_in(cast, left, who):
    client = signed_in(cast, who)
    body = body_of(client, reverse(HOME))
    assert reverse("peps:pep", args=[left.ref]) in body
    assert "autumn term 2026-27" in body
    heading = (
        "Plans of earlier terms that wait for you"
        if who == "teacher"
        else ("Plans of earlier terms, not finished")
    )
    assert heading in body
    assert ReadLog.objects.filter(page="peps:left").exists()
    assert queries_of(client, reverse(HOME)) <= MOST_QUERIES


@pytest.mark.parametrize("who", ["south_head", "data"])
def test_it_is_named_to_nobody_else(cast, left, who):
    assert left.ref not in body_of(signed_in(cast, who), reverse(HOME))


def test_in_its_own_term_no_plan_is_left(cast):
    recalculate_everyone(on=TODAY)
    pep = begin(cast, cast.ada)
    recalculate_everyone(on=TODAY)
    assert not Pep.objects.left_unfinished().exists()
    body = body_of(signed_in(cast, "teacher"), reverse(HOME))
    assert "Plans of earlier terms" not in body
    assert reverse("peps:pep", args=[pep.ref]) in body, "its deadline leads to it"


def test_it_needs_few_queries_for_one_as_for_many(cast, left):
    client = signed_in(cast, "officer")
    lists = [reverse(LIST) + asked for asked in ("", UNFINISHED, "?term=2026-27-autumn")]
    few = [queries_of(client, url) for url in lists]
    CurrentDay.objects.update(day=TODAY)
    for number in range(8):
        child = add_child(cast, f"kid{number}")
        allocate(child, cast.social_worker, "social_worker")
        begin(cast, child)
    spring_begins()
    assert len(client.get(reverse(LIST) + UNFINISHED).context["rows"]) == 9
    assert [queries_of(client, url) for url in lists] == few
    assert max(few) <= MOST_QUERIES, few


def test_each_plan_s_page_says_its_own_term_s_deadline_and_no_other_s(cast, left):
    client = signed_in(cast, "teacher")
    autumn = body_of(client, reverse("peps:pep", args=[left.ref]))
    assert "The autumn term 2026-27 is over: its review was due on" in autumn
    assert "18 December 2026</a> and can no longer be met" in autumn
    assert "can still be finished late, until a later term" in autumn
    assert "25 March 2027" not in autumn, "spring's"
    spring = Pep.objects.get(pupil=cast.ada, season="spring")
    body = body_of(client, reverse("peps:pep", args=[spring.ref]))
    assert "25 March 2027" in body
    assert "18 December 2026" not in body
    CurrentDay.objects.update(day=date(2026, 12, 21))
    recalculate_everyone(on=date(2026, 12, 21))
    holidays = body_of(client, reverse("peps:pep", args=[left.ref]))
    assert "is over: its review was due" not in holidays, "no later term has begun"
    assert '18 December 2026</a>, <span class="vsh-overdue">3 days overdue' in holidays


@pytest.fixture
def first(cast) -> Pep:
    """The first plan of a child who came into care in autumn, not handed in; spring's beside it."""
    child = add_child(cast, "new", looked_after_from=date(2026, 10, 12))
    allocate(child, cast.social_worker, "social_worker")
    pep = begin(cast, child)
    assert pep.kind == "initial"
    spring_begins()
    assert Pep.objects.filter(pupil=child, kind="termly", season="spring").exists()
    return pep


def test_the_button_of_an_overdue_first_plan_leads_to_it(cast, first):
    rows = signed_in(cast, "teacher").get(reverse(HOME), {"whose": "all"}).context["rows"]
    of_child = {
        row["deadline"].kind: row["step_url"] for row in rows if row["pupil"] == first.pupil
    }
    assert of_child["pep_available"] == reverse("peps:pep", args=[first.ref])
    spring = Pep.objects.get(pupil=first.pupil, season="spring")
    everything = due_for(cast.teacher, on=date(2027, 3, 1))
    review = in_order(everything).get(pupil=first.pupil, kind="pep_term_review")
    assert review.own_plan == spring.ref
    client = signed_in(cast, "teacher")
    kinds = [
        {row.kind for row in client.get(reverse("peps:pep", args=[ref])).context["deadlines"]}
        for ref in (first.ref, spring.ref)
    ]
    assert "pep_available" in kinds[0]
    assert "pep_term_review" not in kinds[0]
    assert "pep_available" not in kinds[1], "another plan's"
    assert "pep_term_review" in kinds[1]


def test_a_review_names_the_plan_that_it_waits_for(cast, first):
    allocate(first.pupil, cast.iro, "iro")
    StatutoryReview.objects.create(
        pupil=first.pupil,
        care_period=first.care_period,
        planned_on=date(2027, 1, 20),
    )
    rows = signed_in(cast, "iro").get(reverse("reporting:coming_reviews")).context["rows"]
    (row,) = [row for row in rows if row["pupil"] == first.pupil]
    assert row["readiness"] == "Not submitted yet"
    assert row["term"] == "First PEP, autumn term 2026-27"
    assert row["review"].pep_ref == first.ref


def test_a_plan_says_that_its_review_is_arranged_too_late(cast):
    recalculate_everyone(on=TODAY)
    pep = begin(cast, cast.ada)
    due = Deadline.objects.get(
        pupil=cast.ada, kind="statutory_review", met_on=None, closed_on=None, is_current=True
    ).due_on
    review = StatutoryReview.objects.create(
        pupil=cast.ada, care_period=pep.care_period, planned_on=due
    )
    client = signed_in(cast, "officer")
    late = "arranged for a day after the last day allowed"
    url = reverse("peps:pep", args=[pep.ref])
    assert late not in body_of(client, url)
    StatutoryReview.objects.filter(pk=review.pk).update(planned_on=due + timedelta(days=1))
    assert late in body_of(client, url)
