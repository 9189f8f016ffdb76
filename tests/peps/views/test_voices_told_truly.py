"""What the pages on the words of child, carers and parents say is so: of drafts, readers, ends."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from peps.models import CallPolicy, Pep, PepSection, PersonalLink, VoiceAnswer
from peps.services.calls import call_for_help
from peps.services.closed_links import close_by_court_order, lift_court_order, revoke_link
from peps.services.links import make_link
from peps.services.open_links import try_code
from peps.services.voices import save_answer, send_voice
from pupils.models import CarePlacement, Involvement
from tests.cast import TODAY, add_person
from tests.peps.by_link import arrived, invited
from tests.peps.spoken import plan_after, speaking
from tests.peps.views.pages import body_of, page
from vsh.accounts.roles import Role


def voices(client, user, pep) -> str:
    return body_of(client, user, page("peps:voices", pep))


def test_a_draft_of_a_home_is_shared_and_said_to_be_and_left_to_its_writers_after_a_move(
    client, cast, ada_pep
):
    first = arrived(invited(cast.teacher, ada_pep, "carer", name="One"), "Jo")
    second = arrived(invited(cast.teacher, ada_pep, "carer", name="Two"), "Kim")
    nothing = voices(client, cast.social_worker, ada_pep)
    assert nothing.count("Nothing has been written yet.") == 3
    first.post("/say/", {"worries": "zqdraft", "version": "0"})
    body = second.get("/say/").content.decode()
    assert "zqdraft" in body
    assert "everybody who looks after the child at this home and whom we gave a link" in body
    assert "also before it is sent" in body
    made = body_of(client, cast.teacher, reverse("peps:make_link", args=[ada_pep.ref, "carer"]))
    assert "reads what the others wrote there, also before it is sent" in made
    begun = voices(client, cast.social_worker, ada_pep)
    assert (
        "Begun, and not yet sent. Until then nobody but the carers of the home reads it." in begun
    )
    CarePlacement.objects.filter(pupil=cast.ada).update(ended_on=TODAY)
    CarePlacement.objects.create(
        pupil=cast.ada, care_period=ada_pep.care_period, started_on=TODAY, placement_type="U4"
    )
    closed = first.get("/say/")
    assert closed.status_code == 404
    assert "not sent is kept. It goes into the plan only if it is sent" in closed.content.decode()
    left = voices(client, cast.social_worker, ada_pep)
    assert "The carers of an earlier home began their part and did not send it" in left
    assert "ask those carers to tell you" in left
    assert "zqdraft" not in left
    assert VoiceAnswer.objects.get().text == "zqdraft"


def test_a_worry_stands_first_and_says_who_reads_its_words_here(client, cast, ada_pep):
    CallPolicy.objects.create(
        authority=cast.northshire,
        lead_name="Lee",
        lead_email="lee@example.org",
        changed_on=TODAY,
        changed_by=cast.head,
    )
    child = speaking(cast, ada_pep)
    for kind in ("safety", "advocate", "interpreter"):
        call_for_help(speaker=child, kind=kind)
    body = voices(client, cast.social_worker, ada_pep)
    kinds = [body.index(f"The child: {w}") for w in ("worried", "wants an int", "wants an adv")]
    assert kinds == sorted(kinds)
    assert "Lee, safeguarding lead of " in body
    assert "who has no account had a message without these words" in body
    assert "Only those who were told see this" not in body


@pytest.mark.parametrize(
    ("how", "said"), [("", "Last time others wrote this down"), ("wrote", "Last time you wrote")]
)
def test_words_of_last_time_say_who_wrote_them_down(cast, ada_pep, how, said):
    PepSection.objects.create(
        pep=ada_pep, key="childs_views", data={"should_change": "zqplay", "how_told": how}
    )
    later = plan_after(ada_pep)
    child = arrived(invited(cast.teacher, later, "child", manner="simple"))
    body = child.get(reverse("say:question", args=["changed"])).content.decode()
    assert "zqplay" in body
    assert said in body
    assert "Last time you said" not in body


def test_who_takes_a_place_is_sent_only_to_people_who_work_with_the_child(client, cast, ada_pep):
    child = speaking(cast, ada_pep)
    save_answer(speaker=child, key="likes", text="zqsecret", is_private=True)
    send_voice(speaker=child)

    def hand_over(capacity, role, name):
        rows = Involvement.objects.filter(pupil=cast.ada, capacity=capacity)
        rows.update(ended_on=TODAY - timedelta(days=1))
        new = add_person(name, role, cast.northshire)
        Involvement.objects.create(pupil=cast.ada, user=new, capacity=capacity, started_on=TODAY)
        return new

    officer = hand_over("virtual_school_officer", Role.VIRTUAL_SCHOOL_OFFICER, "rachel")
    body = voices(client, officer, ada_pep)
    assert f"Speak with {cast.social_worker.name}, social worker, who was named" in body
    assert cast.officer.name not in body.split("The child keeps")[1].split("</p>")[0]
    social_worker = hand_over("social_worker", Role.SOCIAL_WORKER, "sue")
    body = voices(client, officer, ada_pep).split("The child keeps")[1].split("</p>")[0]
    assert "Nobody who was named works with the child any more" in body
    assert f"{social_worker.name}, social worker" in body
    assert cast.social_worker.name not in body


def test_a_worry_far_too_long_is_said_not_to_be_sent_in_a_childs_words(cast, ada_pep):
    child = arrived(invited(cast.teacher, ada_pep, "child", manner="simple"))
    for name, said in (
        ("say:worried", "NOT sent. Nobody has been told yet"),
        ("say:help", "NOT sent. Nobody has been told yet"),
        ("say:drawing", "It is not saved"),
    ):
        answer = child.post(reverse(name), {"text": "x" * 5_300_000})
        body = answer.content.decode()
        assert answer.status_code == 413
        assert said in body
        assert ("999" in body) is (name != "say:drawing")
        assert f'href="{reverse(name)}"' in body
        assert "5,000 characters" not in body


def test_when_a_plan_is_complete_the_pages_ask_for_nothing_and_claim_no_words(cast, ada_pep):
    child = arrived(invited(cast.teacher, ada_pep, "child", manner="simple"))
    carer = arrived(invited(cast.teacher, ada_pep, "carer"), "Jo")
    Pep.objects.filter(pk=ada_pep.pk).update(state="complete")
    start = child.get(reverse("say:start")).content.decode()
    assert "Your plan is finished" in start
    assert "What you said is in it" not in start
    assert "What I said" not in start
    question = child.get(reverse("say:question", args=["school"])).content.decode()
    assert question.count("This plan has been handed in") == 1
    assert 'name="choices"' not in question
    part = carer.get("/say/").content.decode()
    assert "once you send it" not in part
    assert "Nothing was written in this part." in part


def test_a_child_is_mailed_in_words_for_a_child(cast, ada_pep, django_capture_on_commit_callbacks):
    for purpose in ("child", "carer"):
        with django_capture_on_commit_callbacks(execute=True):
            make_link(
                actor=cast.teacher, pep=ada_pep, purpose=purpose, email="someone@example.org",
                manner="simple" if purpose == "child" else "",
            )  # fmt: skip
    child, carer = mail.outbox
    assert child.subject == "Your education plan"
    assert "your part of your education plan" in child.body
    assert "a child's Personal Education Plan" not in child.body
    assert "a child's Personal Education Plan" in carer.body
    assert all("/say/link/" in each.body for each in mail.outbox)
    assert "The link is yours alone." in carer.body


def test_the_mail_to_a_home_with_staff_says_for_whom_the_link_is(
    cast, ada_pep, django_capture_on_commit_callbacks
):
    CarePlacement.objects.filter(pupil=cast.ada).update(placement_type="K2")
    for purpose in ("carer", "parent"):
        with django_capture_on_commit_callbacks(execute=True):
            make_link(actor=cast.teacher, pep=ada_pep, purpose=purpose, email="home@example.org")
    carer, parent = mail.outbox
    assert "for the staff of the home only" in carer.body
    assert "yours alone" not in carer.body
    assert "yours alone" in parent.body


def test_a_link_paused_by_wrong_codes_is_said_to_be(client, cast, ada_pep):
    made = invited(cast.officer, ada_pep, "carer")
    assert "Paused" not in voices(client, cast.officer, ada_pep)
    for _ in range(5):
        try_code(made.link, token=made.token, code="000 000" if made.code != "000000" else "1")
    assert "Paused after 5 wrong codes, until" in voices(client, cast.officer, ada_pep)
    PersonalLink.objects.update(paused_until=timezone.now())
    assert "Paused" not in voices(client, cast.officer, ada_pep)


def test_a_link_that_a_person_closed_keeps_its_reason_after_a_court_order(client, cast, ada_pep):
    made = invited(cast.officer, ada_pep, "parent", name="Kim")
    revoke_link(actor=cast.officer, link=made.link, reason="Forwarded to a neighbour.")
    invited(cast.officer, ada_pep, "parent", name="Lee")
    typed = invited(cast.officer, ada_pep, "parent", name="Mo")
    revoke_link(actor=cast.officer, link=typed.link, reason="Closed by court order")
    close_by_court_order(actor=cast.officer, pep=ada_pep, purpose="parent", reason="An order.")
    in_force = voices(client, cast.officer, ada_pep)
    lift_court_order(actor=cast.officer, pep=ada_pep, purpose="parent", reason="Over.")
    lifted = voices(client, cast.officer, ada_pep)
    for body, of_order in ((in_force, "Closed by court order"), (lifted, "Closed")):
        assert "Forwarded to a neighbour." in body
        assert f"{cast.officer}: Closed by court order</td>" in body, "what a person typed"
        assert body.count(f'"State">{of_order}</td>') == 1
