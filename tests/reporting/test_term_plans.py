"""This term's plans of a whole authority: listed, opened, chased, exported, reassigned."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone

from peps.models import Pep
from peps.services import initiate_pep
from peps.services.opening import preview_of_opening
from pupils.models import Involvement, Pupil
from pupils.services.deadlines import recalculate_everyone
from reporting.term_plans.listing import children_with_plans, counted
from reporting.term_plans.models import PlansJob, private_storage
from reporting.term_plans.services import (
    FILE_KEPT_FOR,
    MOST_AT_ONCE,
    SILENCE,
    ask_for,
    clear_files,
    clear_orphans,
    reassign,
    run_job,
)
from reporting.term_plans.tasks import clear_plans_files
from tests.architecture.queries import questions
from tests.cast import TODAY, add_child, add_children, add_person, allocate
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.accounts.models import Membership
from vsh.accounts.roles import Role
from vsh.audit.models import ReadLog
from vsh.notices.models import Notice

LIST = "reporting:term_plans"


@pytest.fixture
def recalculated(cast):
    recalculate_everyone(on=TODAY)


def ask(cast, kind, **options):
    actor = options.pop("actor", cast.officer)
    return ask_for(actor=actor, authority=cast.northshire, kind=kind, **options)


def done(job):
    assert run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    return job


def test_where_each_plan_stands(cast, recalculated):
    gus = add_child(cast, "gus", born_on=date(2026, 1, 5))  # too young for a plan
    gus.enrolments.all().delete()
    recalculate_everyone(on=TODAY)
    initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    children = children_with_plans(cast.officer, on=TODAY)
    assert set(children) == {cast.ada, cast.ben}
    assert gus not in children
    counts = counted(cast.officer, on=TODAY)
    assert (counts["total"], counts["school"], counts["social_worker"]) == (2, 1, 1)
    assert (counts["missing"], counts["not_begun"]) == (1, 1)
    assert set(children.filter(waits_for="school")) == {cast.ada}
    once = ("social_worker", "school", "virtual_school", "done", "not_required")
    for state in Pep.State:
        Pep.objects.filter(pupil=cast.ada).update(state=state)
        counts = counted(cast.officer, on=TODAY)
        assert sum(counts[name] for name in once) == counts["total"], state


def test_the_preview_says_what_an_opening_does_and_it_runs_once(cast, recalculated):
    late = add_child(cast, "lea", looked_after_from=date(2026, 10, 12))
    young = add_child(cast, "ivy", born_on=date(2026, 1, 5))
    young.enrolments.all().delete()
    preview = preview_of_opening(cast.northshire, TODAY)
    assert preview == {
        "to_open": 3,
        "first_plan": 1,
        "out_of_term": 0,
        "no_term_dates": 0,
        "not_due": 1,
    }
    job = done(ask(cast, "open"))
    assert job.outcome == "3 plans were opened"
    assert (job.done, job.total) == (4, 4)
    assert not Pep.objects.filter(initiated_on__isnull=False).exists()
    assert not Pep.objects.filter(pupil=late).exists()
    assert run_job(job.pk) is False
    assert done(ask(cast, "open")).outcome == "0 plans were opened"
    assert preview_of_opening(cast.northshire, TODAY)["to_open"] == 0
    allocate(late, cast.social_worker, "social_worker")
    initiate_pep(actor=cast.social_worker, pupil=late)
    first = {"state": "complete", "submitted_on": TODAY, "submitted_by": cast.teacher}
    Pep.objects.filter(pupil=late).update(**first)
    assert preview_of_opening(cast.northshire, TODAY)["first_plan"] == 0


def test_a_chaser_is_one_message_a_person_and_day(cast, recalculated):
    allocate(add_child(cast, "gus"), cast.social_worker, "social_worker")
    recalculate_everyone(on=TODAY)
    initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    Notice.objects.all().delete()
    assert done(ask(cast, "chase")).outcome == "2 people were sent a message"
    told = {n.recipient.name: n for n in Notice.objects.filter(stage="chased")}
    assert set(told) == {"Social Worker", "Teacher"}
    worker = told["Social Worker"]
    assert worker.subject == "2 PEPs wait for you"
    assert cast.ben.ref in worker.body
    assert cast.ada.ref in told["Teacher"].body
    assert "Canary" not in worker.subject + worker.body
    assert done(ask(cast, "chase")).outcome == (
        "0 people were sent a message. "
        "2 other people had a chaser today already: no second one was sent"
    )
    assert Notice.objects.filter(stage="chased").count() == 2


def test_a_school_that_nobody_knows_is_not_said_to_be_none(client, cast, recalculated):
    client.force_login(cast.officer)
    for kind, words in [(None, "Not known"), ("no_place", "No school place")]:
        cast.ben.enrolments.all().delete()
        if kind:
            cast.ben.enrolments.create(kind=kind, started_on=date(2026, 9, 1))
        body = client.get(reverse(LIST)).content.decode()
        row = body.partition("Canaryben")[2].partition("</tr>")[0]
        assert f'data-label="School">{words}</td>' in row


def test_the_page_says_to_whom_a_chaser_goes(client, cast, recalculated):
    allocate(add_child(cast, "gus"), cast.social_worker, "social_worker")
    recalculate_everyone(on=TODAY)
    initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    url = reverse("reporting:chase_plans")
    client.force_login(cast.officer)
    body = client.get(url).content.decode()
    assert "<strong>2 people</strong> as of now: 1 social worker, 1 designated teacher." in body
    assert "today already" not in body
    assert not Notice.objects.filter(stage="chased").exists()
    done(ask(cast, "chase", filters={"what": "school"}))
    body = client.get(url).content.decode()
    assert "1 of them had a chaser today already, and gets no other." in body
    body = client.get(f"{url}?what=done").content.decode()
    assert "nobody would get a message" in body
    Involvement.objects.filter(pupil=cast.ben, capacity="social_worker").delete()
    client.force_login(cast.head)
    body = client.get(url).content.decode()
    assert "1 Virtual School officer" in body
    assert "1 plan waits for somebody who is not on record" in body
    with questions() as asked:
        client.get(url)
    assert len(asked) <= MOST_QUERIES


def test_what_waits_for_nobody_on_record_goes_to_who_can_act_and_is_said(cast, recalculated):
    Involvement.objects.filter(pupil=cast.ben, capacity="social_worker").delete()
    job = done(ask(cast, "chase", actor=cast.head))
    assert job.outcome == (
        "2 people were sent a message. "
        "1 plan waits for somebody who is not on record: say who it is"
    )
    told = {n.recipient.name: n.body for n in Notice.objects.filter(stage="chased")}
    assert set(told) == {"Social Worker", "Officer"}
    assert f"- {cast.ben.ref}" in told["Officer"]
    assert ": no social worker on record" in told["Officer"]


def test_what_was_sent_and_how_many_it_was_stand_on_record_together(cast, recalculated):
    job = ask(cast, "chase")
    connection.check_constraints()
    refused = "ALTER TABLE reporting_plansjob ADD CONSTRAINT never_done CHECK (state <> 'done')"
    with connection.cursor() as cursor:
        cursor.execute(refused)
    with pytest.raises(IntegrityError):
        run_job(job.pk)
    assert not Notice.objects.filter(stage="chased").exists(), "or it would be told of nobody"
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reporting_plansjob DROP CONSTRAINT never_done")
    assert done(ask(cast, "chase")).outcome == "1 person was sent a message"


def test_a_chaser_keeps_to_the_filter_of_the_list(cast, recalculated):
    initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    done(ask(cast, "chase", filters={"what": "school"}))
    told = Notice.objects.filter(stage="chased").values_list("recipient__name", flat=True)
    assert list(told) == ["Teacher"]


def test_work_on_other_children_is_other_work(cast, recalculated):
    of_the_school = ask(cast, "chase", filters={"what": "school"})
    of_all = ask(cast, "chase")
    assert of_all.pk != of_the_school.pk
    assert ask(cast, "chase", filters={"what": "school"}) == of_the_school
    initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    assert done(of_the_school).outcome == "1 person was sent a message"
    assert done(of_all).outcome == (  # the social worker, of Ben
        "1 person was sent a message. "
        "1 other person had a chaser today already: no second one was sent"
    )
    assert ask(cast, "open", filters={"what": "school"}) == ask(cast, "open"), "opens all"


def test_staff_of_two_authorities_work_on_each(client, cast, recalculated):
    Membership.objects.create(
        user=cast.officer,
        role=Role.VIRTUAL_SCHOOL_OFFICER,
        authority=cast.southmoor,
        starts_on=date(2024, 9, 1),
    )
    client.force_login(cast.officer)
    first, second = (client.get(reverse(LIST) + end) for end in ("", "?authority=998"))
    assert "Canaryada" in first.content.decode()
    body = second.content.decode()
    assert "Canaryada" not in body
    assert "Canarycam" in body
    assert 'href="?what=done&amp;authority=998"' in body
    assert f'href="{reverse("reporting:chase_plans")}?authority=998"' in body
    for name in ("open_plans", "chase_plans", "export_plans"):
        url = reverse(f"reporting:{name}") + "?authority=998"
        assert "Of Southmoor." in client.get(url).content.decode()
        client.post(url)
    assert {job.authority for job in PlansJob.objects.all()} == {cast.southmoor}
    job = done(PlansJob.objects.get(kind="export"))
    assert "Canarycam" in job.file.read().decode("utf-8-sig")
    assert client.get(reverse(LIST) + "?authority=997").status_code == 404
    client.force_login(cast.head)
    assert client.post(reverse("reporting:chase_plans") + "?authority=998").status_code == 404


def test_the_export_is_a_harmless_file_on_record(client, cast, recalculated):
    Pupil.objects.filter(pk=cast.ada.pk).update(known_as="=HYPERLINK(1)")
    job = done(ask(cast, "export"))
    text = job.file.read().decode("utf-8-sig")
    assert text.splitlines()[0].startswith("child_id,reference,name")
    assert ",'=HYPERLINK(1) Canaryada," in text
    assert "Canaryeve" not in text
    assert "Canarycam" not in text
    assert ReadLog.objects.get(page="reporting:export_plans").count == 2
    url = reverse("reporting:plans_file", args=[job.ref])
    client.force_login(cast.officer)
    assert client.get(url).headers["Content-Type"] == "text/csv"
    assert ReadLog.objects.filter(page="reporting:plans_file", user=cast.officer).exists()
    client.force_login(cast.head)
    assert client.get(url).status_code == 404


def test_over_the_pages(client, cast, recalculated):
    client.force_login(cast.officer)
    body = client.get(reverse(LIST)).content.decode()
    assert "Canaryada" in body
    assert "Not begun: 2" in body
    assert "each of the 2 children once" in body
    assert "a plan can be in more than one" in body
    assert "Canaryada" not in client.get(reverse(LIST) + "?what=done").content.decode()
    shown = client.get(reverse("reporting:open_plans")).content.decode()
    lacking = f"{reverse(LIST)}?what=without"
    assert f'href="{lacking}"><strong>3</strong></a>' in shown, "a restricted child is counted"
    assert "?what=without" in body
    assert "Canaryada" in client.get(lacking).content.decode()
    response = client.post(reverse("reporting:open_plans"), follow=True)
    assert "Waiting for its turn" in response.content.decode()
    job = PlansJob.objects.get()
    client.post(reverse("reporting:open_plans"))
    assert PlansJob.objects.count() == 1  # asked for twice, done once
    done(job)
    assert (
        "3 plans were opened"
        in client.get(reverse("reporting:plans_job", args=[job.ref])).content.decode()
    )
    assert "Canaryada" not in client.get(lacking).content.decode(), "opened by now"


def test_the_list_needs_few_queries_for_one_as_for_fifty(cast, recalculated):
    client = signed_in(cast, "officer")
    few = queries_of(client, reverse(LIST))
    for number in range(10):
        allocate(add_child(cast, f"kid{number}"), cast.officer, "virtual_school_officer")
    recalculate_everyone(on=TODAY)
    assert queries_of(client, reverse(LIST)) == few <= MOST_QUERIES


def test_many_children_get_another_officer_at_once(client, cast, recalculated):
    successor = add_person("new_officer", Role.VIRTUAL_SCHOOL_OFFICER, cast.northshire)
    client.force_login(cast.head)
    url = reverse("reporting:reassign")
    chosen = [cast.ada.ref, cast.ben.ref, cast.cam.ref]
    page = client.get(url, {"child": chosen}).content.decode()
    assert "Canarycam" not in page
    refused = client.post(url, {"child": chosen}).content.decode()
    assert "Choose who works with these children" in refused
    person = f"virtual_school_officer:{successor.pk}"
    now = Involvement.objects.filter(user=successor, started_on=TODAY)
    lost = client.post(url, {"child": chosen, "person": person}).content.decode()
    assert "1 of the children chosen is not yours to allocate any more. Nobody was" in lost
    assert cast.cam.ref not in lost
    assert not now.exists(), "all of them or none"
    client.post(url, {"child": [*chosen[:2], chosen[0]], "person": person})
    assert set(now.values_list("pupil__ref", flat=True)) == set(chosen[:2])
    with pytest.raises(ValidationError):
        reassign(actor=cast.head, refs=chosen[:2], capacity="social_worker", user=successor)
    with pytest.raises(ValidationError, match="Choose from 1 to 300"):
        reassign(actor=cast.head, refs=[], capacity="social_worker", user=successor)
    with pytest.raises(ValidationError):
        reassign(actor=cast.officer, refs=chosen, capacity="iro", user=cast.iro)


def test_more_than_can_be_allocated_at_once_are_told_and_refused(client, cast):
    children = add_children(cast, {f"kid{number}": {} for number in range(MOST_AT_ONCE + 1)})
    sent = {"child": [child.ref for child in children.values()]}
    successor = add_person("new_officer", Role.VIRTUAL_SCHOOL_OFFICER, cast.northshire)
    client.force_login(cast.head)
    url = reverse("reporting:reassign")
    body = client.get(url, sent).content.decode()
    assert "There are more. These are the first 300" in body
    assert body.count('name="child"') == MOST_AT_ONCE
    sent["person"] = f"virtual_school_officer:{successor.pk}"
    assert "Choose from 1 to 300 children" in client.post(url, sent).content.decode()
    assert not Involvement.objects.filter(user=successor).exists()


def test_an_officer_hands_over_a_whole_caseload_to_another_officer_and_to_nobody_else(
    client, cast, recalculated
):
    successor = add_person("new_officer", Role.VIRTUAL_SCHOOL_OFFICER, cast.northshire)
    client.force_login(cast.officer)
    listed = client.get(reverse(LIST), {"officer": cast.officer.pk}).content.decode()
    url = reverse("reporting:reassign")
    caseload = f"{url}?caseload={cast.officer.pk}"
    assert f'href="{caseload}"' in listed
    body = client.get(caseload).content.decode()
    assert "Canaryada" in body
    assert "Canarycam" not in body, "another authority's"
    assert "Canaryeve" not in body, "restricted"
    assert f"virtual_school_officer:{successor.pk}" in body
    assert '"social_worker:' not in body, "those come from the roll"
    refs = re.findall(r'name="child" value="(\w+)"', body)
    assert cast.ada.ref in refs
    client.post(url, {"child": refs, "person": f"virtual_school_officer:{successor.pk}"})
    now = Involvement.objects.filter(user=successor, capacity="virtual_school_officer")
    assert set(now.values_list("pupil__ref", flat=True)) == set(refs)
    before = Involvement.objects.get(pupil=cast.ada, user=cast.officer)
    assert before.ended_on == TODAY - timedelta(days=1)
    kept = Involvement.pgh_event_model.objects.filter(pgh_obj=before, pgh_label="update")
    assert kept.count() == 1
    worker = add_person("new_worker", Role.SOCIAL_WORKER, cast.northshire)
    for who, told in (("officer", worker), ("social_worker", successor), ("teacher", successor)):
        capacity = "social_worker" if told is worker else "virtual_school_officer"
        with pytest.raises((PermissionDenied, ValidationError)):
            reassign(actor=cast.people[who], refs=refs, capacity=capacity, user=told)
    assert not Involvement.objects.filter(user=worker).exists()


def test_an_exported_file_is_deleted_after_a_week_and_the_page_says_so(client, cast, recalculated):
    job = done(ask(cast, "export"))
    name = job.file.name
    client.force_login(cast.officer)
    page, file = (reverse(f"reporting:{n}", args=[job.ref]) for n in ("plans_job", "plans_file"))
    assert "it is deleted here after" in client.get(page).content.decode()
    assert clear_files(job.asked_at + FILE_KEPT_FOR - timedelta(seconds=1)) == 0
    assert client.get(file).status_code == 200
    later = job.asked_at + FILE_KEPT_FOR + timedelta(seconds=1)
    assert [clear_files(later), clear_files(later)] == [1, 0]
    assert not private_storage().exists(name)
    assert client.get(file).status_code == 404
    assert "The file has been deleted" in client.get(page).content.decode()
    assert PlansJob.objects.get().outcome == "2 children in the file"


@pytest.mark.parametrize("who", ["social_worker", "teacher", "data", "iro", "south_head"])
def test_who_may_ask_for_nothing(cast, who):
    with pytest.raises(PermissionDenied):
        ask(cast, "chase", actor=cast.people[who])


def test_a_file_that_no_row_names_is_deleted_after_a_day(client, cast, recalculated):
    job = done(ask(cast, "export"))
    first = job.file.name
    PlansJob.objects.filter(pk=job.pk).update(
        state="running", progressed_at=timezone.now() - SILENCE - timedelta(seconds=1)
    )
    job = done(job)  # by a worker that took it for given up
    assert job.file.name != first
    left = [
        private_storage().save(name, ContentFile(b"a name"))
        for name in ("peps/2026/11/abc.pdf", "voices/2026/11/abc.jpg", "annual_reports/2026/a.pdf")
    ]
    for hours, is_there in ((23, True), (25, False)):
        clear_orphans(timezone.now() + timedelta(hours=hours))
        assert private_storage().exists(first) is is_there
        assert [private_storage().exists(name) for name in left] == [is_there] * 3
    assert private_storage().exists(job.file.name)
    assert clear_plans_files() == 0
