"""A child's call: who is told, and that what nobody takes up is told again and passed on."""

import threading
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from peps.models import CallPolicy, VoiceCall
from peps.services import initiate_pep
from peps.services.call_people import who_is_told
from peps.services.call_policy import set_call_policy, set_safeguarding_lead
from peps.services.calls import call_for_help, follow_up_calls, take_up_call
from peps.voice.speaker import Speaker
from pupils.models import Involvement, Pupil
from tests.cast import TODAY, add_person, allocate, assemble_cast
from tests.peps.by_link import arrived, invited
from tests.reporting.page_requests import MOST_QUERIES, queries_of
from vsh.accounts.roles import Role
from vsh.audit.models import ReadLog
from vsh.calendars.current_day import LONDON
from vsh.calendars.models import CurrentDay
from vsh.notices.models import Notice

LEAD = {"lead_name": "Sam Lead", "lead_email": "sam.lead@northshire.example"}
LIMITS = {"safety_hours": 2, "other_working_days": 2, "version": 0}
HOME = reverse("reporting:home")


def calls(cast, pep, kind="safety", text="I am scared") -> VoiceCall:
    speaker = Speaker(link=invited(cast.teacher, pep, "child").link)
    made = call_for_help(speaker=speaker, kind=kind, text=text)
    at = datetime(2026, 11, 4, 15, 0, tzinfo=LONDON)
    VoiceCall.objects.filter(pk=made.pk).update(at=at)
    made.refresh_from_db()
    return made


def it_is(day: int, hour: int = 9) -> datetime:
    """That hour of a day of November 2026, on which the system believes to be."""
    moment = datetime(2026, 11, day, hour, tzinfo=LONDON)
    CurrentDay.objects.update(day=moment.date())
    return moment


def mails(stage: str) -> set[str]:
    return {
        notice.to for notice in Notice.objects.filter(about__startswith="voice_call", stage=stage)
    }


def test_the_message_leaves_with_the_call(
    cast, ada_pep, django_capture_on_commit_callbacks, mailoutbox
):
    with django_capture_on_commit_callbacks(execute=True):
        calls(cast, ada_pep)
    told = {cast.social_worker.email, cast.head.email}
    assert told <= {address for mail in mailoutbox for address in mail.to}


def test_a_safeguarding_lead_without_an_account_gets_a_message_without_words(cast, ada_pep):
    set_call_policy(actor=cast.head, authority=cast.northshire, **LEAD, **LIMITS)
    call = calls(cast, ada_pep)
    assert "Sam Lead, safeguarding lead of Northshire" in call.told_as
    assert cast.head not in call.told.all(), "the head stands in only while there is none"
    notice = Notice.objects.get(address=LEAD["lead_email"])
    for secret in ("Ada", "scared", "/peps/"):
        assert secret not in notice.body + notice.subject
    assert cast.social_worker.email in notice.body
    child = arrived(invited(cast.teacher, ada_pep, "child"))
    assert "Sam Lead, safeguarding lead of Northshire" in child.get("/say/safe/").content.decode()
    told = child.post("/say/safe/", {"text": "Again"}).content.decode()
    assert "Sam Lead, safeguarding lead of Northshire" in told


def test_a_lead_who_sees_the_child_is_told_by_their_account(cast, ada_pep):
    set_safeguarding_lead(authority=cast.northshire, name="Olu", email=cast.officer.email.upper())
    [lead] = [each for each in who_is_told("safety", cast.ada) if "safeguarding" in each.what]
    assert (lead.user, lead.address) == (cast.officer, "")
    set_safeguarding_lead(
        authority=cast.northshire, name="Else", email=cast.other_social_worker.email
    )
    [lead] = [each for each in who_is_told("safety", cast.ada) if "safeguarding" in each.what]
    assert (lead.user, lead.address) == (None, cast.other_social_worker.email)


def test_of_a_restricted_record_the_lead_learns_no_initials(cast, ada_pep):
    set_call_policy(actor=cast.head, authority=cast.northshire, **LEAD, **LIMITS)
    speaker = Speaker(link=invited(cast.teacher, ada_pep, "child").link)
    Pupil.objects.filter(pk=cast.ada.pk).update(is_restricted=True)
    speaker.link.refresh_from_db()
    call_for_help(speaker=speaker, kind="safety")
    notice = Notice.objects.get(address=LEAD["lead_email"])
    assert cast.ada.ref in notice.body
    assert f"{cast.ada.initials}," not in notice.body


def test_only_the_head_sets_it_and_a_name_needs_an_address(cast, client):
    for person in (cast.officer, cast.social_worker, cast.south_head):
        with pytest.raises(PermissionDenied):
            set_call_policy(actor=person, authority=cast.northshire, **LEAD, **LIMITS)
    for name, wrong in (
        ("lead_email", ""),
        ("lead_name", ""),
        ("safety_hours", 13),
        ("other_working_days", 0),
    ):
        with pytest.raises(ValidationError):
            set_call_policy(
                actor=cast.head, authority=cast.northshire, **(LEAD | LIMITS | {name: wrong})
            )
    address = reverse("peps:call_settings")
    client.force_login(cast.head)
    assert "No safeguarding lead" in client.get(HOME).content.decode()
    assert "No safeguarding lead is on record" in client.get(address).content.decode()
    body = client.post(address, {**LEAD, **LIMITS, "lead_email": "sam"}).content.decode()
    assert "error-summary" in body
    client.post(address, {**LEAD, **LIMITS, "safety_hours": 1})
    policy = CallPolicy.objects.get()
    assert (policy.safety_hours, policy.changed_by) == (1, cast.head)
    assert "No safeguarding lead" not in client.get(HOME).content.decode()
    client.force_login(cast.officer)
    assert "Sam Lead, sam.lead@northshire.example" in client.get(address).content.decode()
    out = StringIO()
    call_command(
        "set_safeguarding_lead", "999", "--name", "New", "--email", "n@x.example", stdout=out
    )
    policy.refresh_from_db()
    assert (policy.lead_name, policy.safety_hours, policy.changed_by) == ("New", 1, None)
    for code, email in (("000", "n@x.example"), ("999", "no address")):
        with pytest.raises(CommandError):
            call_command("set_safeguarding_lead", code, "--name", "N", "--email", email)


def test_a_call_stands_on_the_list_of_those_who_were_told_until_it_is_taken_up(
    cast, ada_pep, client
):
    client.force_login(cast.social_worker)
    before = queries_of(client, HOME)
    call = calls(cast, ada_pep)
    calls(cast, ada_pep, kind="advocate")
    body = client.get(HOME).content.decode()
    assert body.index("worried about being safe") < body.index("wants an advocate")
    assert f"/peps/{ada_pep.ref}/voices/#call-{call.pk}" in body
    assert "scared" not in body
    assert ReadLog.objects.filter(user=cast.social_worker, page="peps:calls_waiting").exists()
    assert queries_of(client, HOME) <= min(MOST_QUERIES, before + 1), "for one call or many"
    client.force_login(cast.iro)
    assert "worried about being safe" not in client.get(HOME).content.decode()
    take_up_call(actor=cast.teacher, call=call, words="Spoke with Ada.")
    client.force_login(cast.social_worker)
    body = client.get(HOME).content.decode()
    assert "worried about being safe" not in body
    assert "wants an advocate" in body


def test_a_worry_that_nobody_takes_up_goes_to_the_head_by_night_too_and_once(cast, ada_pep):
    set_call_policy(actor=cast.head, authority=cast.northshire, **LEAD, **LIMITS)
    call = calls(cast, ada_pep)
    assert follow_up_calls(call.at + timedelta(hours=1, minutes=59)) == 0
    told = {cast.social_worker, cast.team_manager, cast.teacher, cast.head_teacher}
    assert set(call.told.all()) == told
    assert follow_up_calls(call.at + timedelta(hours=2)) == 6
    assert mails("passed_on") == {each.email for each in (*told, cast.head)} | {LEAD["lead_email"]}
    assert follow_up_calls(call.at + timedelta(hours=8)) == 0
    call.refresh_from_db()
    assert call.escalated_on == TODAY
    take_up_call(actor=cast.head, call=call, words="I have rung the carer.")
    assert follow_up_calls(it_is(9)) == 0


def test_another_call_is_told_again_each_working_morning_and_passed_on_later(cast, ada_pep):
    call = calls(cast, ada_pep, kind="interpreter")
    new = add_person("new_worker", Role.SOCIAL_WORKER, cast.northshire)
    assert follow_up_calls(it_is(4, 17)) == 0
    assert follow_up_calls(it_is(5, 6)) == 0, "nobody is at work"
    assert follow_up_calls(it_is(5)) == 1
    assert follow_up_calls(it_is(5, 12)) == 0
    assert mails("again:2026-11-05") == {cast.social_worker.email}
    Involvement.objects.filter(pupil=cast.ada, capacity="social_worker").delete()
    allocate(cast.ada, new, "social_worker")
    assert follow_up_calls(it_is(6)) == 1
    assert mails("again:2026-11-06") == {new.email}, "who has the child now is told"
    assert follow_up_calls(it_is(7)) == 0, "a Saturday"
    assert follow_up_calls(it_is(9)) == 2
    assert mails("passed_on") == {new.email, cast.head.email}
    assert follow_up_calls(it_is(9, 15)) == 0, "told once that day"
    assert follow_up_calls(it_is(10)) == 2
    call.refresh_from_db()
    assert call.escalated_on == datetime(2026, 11, 9).date()
    assert {new, cast.head} <= set(call.told.all())


@pytest.mark.django_db(transaction=True)
def test_three_sweeps_at_once_tell_everybody_once():
    cast = assemble_cast()
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    call = calls(cast, pep)
    start, new = threading.Barrier(3), []

    def run() -> None:
        start.wait()
        try:
            new.append(follow_up_calls(call.at + timedelta(hours=3)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(new) == [0, 0, 5]
    assert Notice.objects.filter(stage="passed_on").count() == 5


def test_a_page_older_than_what_is_on_record_is_refused(cast, client):
    """Else the former lead would be back, and a child's worry mailed to who has left."""
    address = reverse("peps:call_settings")
    client.force_login(cast.head)
    opened = client.get(address).context["form"].initial["version"]
    set_call_policy(actor=cast.head, authority=cast.northshire, **LEAD, **LIMITS)
    mine = {**LEAD, **LIMITS, "lead_email": "former@northshire.example", "version": opened}
    body = client.post(address, mine).content.decode()
    assert "Somebody else has changed this" in body
    assert LEAD["lead_email"] in body
    assert "former@northshire.example" in body, "what was typed stays in its field"
    assert CallPolicy.objects.get().lead_email == LEAD["lead_email"]
    client.post(address, mine | {"version": 1})
    assert CallPolicy.objects.get().lead_email == "former@northshire.example"
