"""The same press of a button twice makes one of whatever it makes."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from peps.meetings.people import Asked
from peps.models import Concern, Meeting, PersonalLink, ProposedDecision
from peps.services.actions import add_action
from peps.services.calls import call_for_help, take_up_call
from peps.services.closed_links import revoke_link
from peps.services.concerns import answer_concern, raise_concern
from peps.services.decisions import answer_decision, propose_decision
from peps.services.links import make_link
from peps.services.meetings import Arrangement, arrange_meeting
from peps.services.review_packs import send_review_pack
from peps.voice.speaker import Speaker
from pupils.models import Deadline
from pupils.services.reviews import record_review
from tests.peps.by_link import invited
from vsh.notices.models import Notice

WHEN = Arrangement(
    day=date(2026, 11, 11), starts_at=time(15), ends_at=time(16), place="County Hall"
)
CARER = Asked(capacity="carer", name="Cora Carer", email="cora@carers.example")


def test_a_concern_raised_twice_is_one_with_one_clock(cast, submitted_pep):
    def press(words="No measure."):
        return raise_concern(actor=cast.iro, pep=submitted_pep, section="actions", words=words)

    first = press()
    told = Notice.objects.count()
    assert press(" No measure. ") == first
    assert Deadline.objects.filter(kind="concern_reply").count() == 1
    assert Notice.objects.count() == told
    assert press("Nor a date.") != first
    Concern.objects.filter(pk=first.pk).update(raised_at=timezone.now() - timedelta(minutes=6))
    assert press() != first, "later it is said again"


def test_a_meeting_arranged_twice_is_one_and_invites_once(cast, ada_pep):
    def press(asked, arrangement=WHEN):
        named = {"pep": ada_pep, "arrangement": arrangement, "asked": asked}
        return arrange_meeting(actor=cast.social_worker, **named)

    people = [CARER, Asked(capacity="designated_teacher", user=cast.teacher)]
    first = press(people)
    told = Notice.objects.count()
    assert press(iter(people)) == first
    assert (Meeting.objects.count(), Notice.objects.count()) == (1, told)
    assert press([CARER]) != first
    assert press(people, Arrangement(**vars(WHEN) | {"chair": "Mr Hill"})) != first


def test_a_decision_is_asked_about_once_until_it_is_answered(cast):
    def press():
        named = {"pupil": cast.ada, "kind": "part_time", "words": "Mornings only."}
        return propose_decision(actor=cast.teacher, **named)

    first = press()
    told = Notice.objects.count()
    assert press() == first
    assert Notice.objects.count() == told
    answer_decision(actor=cast.social_worker, decision=first, answer="agree")
    assert press() != first
    assert ProposedDecision.objects.count() == 2


def test_an_answer_to_a_concern_is_one_step(cast, submitted_pep):
    concern = raise_concern(actor=cast.iro, pep=submitted_pep, words="No measure.")

    def press(words="Added."):
        answer_concern(actor=cast.officer, concern=concern, words=words)
        return concern.steps.count(), Notice.objects.count()

    first = press()
    assert press(" Added. ") == first
    assert press("Added, and a date.")[0] == 2


def test_a_call_is_one_until_somebody_has_taken_it_up(cast, ada_pep):
    speaker = Speaker(link=invited(cast.teacher, ada_pep, "child").link)

    def press():
        return call_for_help(speaker=speaker, kind="safety")

    first = press()
    assert press() == first
    take_up_call(actor=cast.teacher, call=first, words="Spoke with Ada.")
    assert press() != first, "who still is worried is heard again"


def test_an_action_is_added_once(cast):
    def press(what="Ring the tutor"):
        named = {"owner": "", "who": "Her carer", "by_when": date(2026, 11, 6)}
        return add_action(actor=cast.officer, pupil=cast.ada, what=what, **named)

    assert press() == press(" Ring the tutor ")
    assert press("Ring the tutor again") != press()


def test_a_review_pack_is_sent_once(cast, submitted_pep):
    record_review(actor=cast.iro, pupil=cast.ada, next_planned_on=date(2026, 11, 20))
    first = send_review_pack(actor=cast.officer, pupil=cast.ada)
    told = Notice.objects.count()
    assert send_review_pack(actor=cast.officer, pupil=cast.ada) == first
    assert Notice.objects.count() == told


def test_a_link_made_twice_is_refused_until_it_is_closed(cast, ada_pep):
    def press(name="Mrs Patel", purpose="carer"):
        return make_link(actor=cast.teacher, pep=ada_pep, purpose=purpose, name=name)

    first = press()
    with pytest.raises(ValidationError, match="A link for this person was made a moment ago"):
        press(" Mrs Patel ")
    assert press("Mr Patel").link != first.link
    revoke_link(actor=cast.teacher, link=first.link, reason="Nobody has its code.")
    again = press().link
    PersonalLink.objects.filter(pk=again.pk).update(
        created_at=timezone.now() - timedelta(seconds=61)
    )
    assert press().link != again
