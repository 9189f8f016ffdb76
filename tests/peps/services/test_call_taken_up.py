"""A child calls: who is told at once, and one of them takes it up."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from peps.models import (
    Pep,
    PepStatusChange,
    VoiceCall,
)
from peps.services.call_people import who_is_told
from peps.services.calls import call_for_help, take_up_call
from peps.services.links import hand_over
from peps.voice.speaker import Speaker
from pupils.models import Involvement
from tests.peps.spoken import speaking
from vsh.notices.models import Notice


def test_a_worry_is_told_at_once_to_social_care_and_school(cast, ada_pep):
    child = speaking(cast, ada_pep)
    Pep.objects.filter(pk=ada_pep.pk).update(state="complete")
    Notice.objects.all().delete()
    made = call_for_help(speaker=child, kind="safety", text="Someone hurts me")
    told = {
        cast.social_worker,
        cast.team_manager,
        cast.teacher,
        cast.head_teacher,
        cast.head,  # no safeguarding lead is on record
    }
    assert set(made.told.all()) == told
    assert {notice.recipient for notice in Notice.objects.all()} == told
    for notice in Notice.objects.all():
        assert "hurts" not in notice.body + notice.subject
        assert "Ada" not in notice.body + notice.subject
        assert ada_pep.ref in notice.body
    call_for_help(speaker=child, kind="safety", text="Someone hurts me")
    assert VoiceCall.objects.count() == 1, "a double press tells nobody twice"
    assert {each.user for each in who_is_told("safety", cast.ada)} == told
    assert VoiceCall.objects.told_to(cast.teacher).exists()
    assert not VoiceCall.objects.told_to(cast.iro).exists()
    assert not PepStatusChange.objects.filter(pep=ada_pep, to_state="in_progress").exists()


def test_without_a_social_worker_the_virtual_school_is_told(cast, ada_pep):
    Involvement.objects.filter(pupil=cast.ada).exclude(capacity="virtual_school_officer").delete()
    assert {each.user for each in who_is_told("advocate", cast.ada)} == {cast.officer}
    Involvement.objects.filter(pupil=cast.ada).delete()
    assert {each.user for each in who_is_told("advocate", cast.ada)} == {cast.head}
    assert cast.head in {each.user for each in who_is_told("safety", cast.ada)}


def test_a_call_is_taken_up_by_one_who_was_told(cast, ada_pep):
    child = Speaker(link=hand_over(actor=cast.teacher, pep=ada_pep, manner="pictures"))
    call = call_for_help(speaker=child, kind="interpreter")
    assert set(call.told.all()) == {cast.social_worker}
    with pytest.raises(PermissionDenied):
        take_up_call(actor=cast.teacher, call=call, words="Booked.")
    with pytest.raises(ValidationError):
        take_up_call(actor=cast.social_worker, call=call, words=" ")
    take_up_call(actor=cast.social_worker, call=call, words="Booked for Monday.")
    call.refresh_from_db()
    assert (call.taken_up_by, call.taken_up_words) == (cast.social_worker, "Booked for Monday.")
    with pytest.raises(PermissionDenied):
        call_for_help(speaker=speaking(cast, ada_pep, "parent"), kind="safety")
