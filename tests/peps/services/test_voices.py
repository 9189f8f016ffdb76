"""What is written by link: the writers' own, read by whom it may, ended when the plan is."""

import pytest
from django.core.exceptions import ValidationError

from peps.models import (
    Pep,
    SentAnswer,
    Voice,
    VoiceAnswer,
)
from peps.querysets.own_words import answered_in
from peps.reading.copies import copy_for
from peps.reading.copy_pdf import page_of_copy
from peps.schema.speakers import Purpose
from peps.services.closed_links import revoke_link
from peps.services.voice_pictures import add_picture
from peps.services.voices import StaleAnswer, VoiceRefused, save_answer, send_voice
from peps.voice.said import own_part, parts_of
from peps.voice.speaker import Speaker
from tests.cast import TODAY
from tests.peps.spoken import photo, speaking, words_for


def test_words_are_kept_and_read_once_they_are_sent(cast, ada_pep):
    child = speaking(cast, ada_pep)
    save_answer(speaker=child, key="going_well", text=" <b>Maps</b> and my dog ")
    assert "Maps" not in words_for(cast.teacher, ada_pep)
    send_voice(speaker=child)
    sent_at = Voice.objects.get().sent_at
    send_voice(speaker=child)
    assert Voice.objects.get().sent_at == sent_at, "a double press changes nothing"
    for person in (cast.teacher, cast.iro, cast.head):
        assert "<b>Maps</b> and my dog" in words_for(person, ada_pep)


def test_what_was_sent_is_read_as_it_was_sent_until_it_is_sent_again(cast, ada_pep):
    """Autosaved words are nobody's to read: the box "Keep this one private" may still be ticked."""
    child = speaking(cast, ada_pep)
    save_answer(speaker=child, key="going_well", text="zqmaps")
    save_answer(speaker=child, key="likes", text="zqchess")
    add_picture(speaker=child, upload=photo(), says="zqfirst")
    send_voice(speaker=child)
    save_answer(speaker=child, key="going_well", text="zqtyped", version=1)
    save_answer(speaker=child, key="should_change", text="zqnew")
    save_answer(speaker=child, key="likes", text="zqsecret", is_private=True, version=1)
    add_picture(speaker=child, upload=photo(), says="zqsecond")

    def read_by(person):
        parts = parts_of(ada_pep, reader=person, links=[], orders=[])
        texts = [text for part in parts for text in part.texts]
        words = {said.words for text in texts for said in text.said}
        return words | {picture["says"] for text in texts for picture in text.pictures}

    pep = Pep.objects.as_on(TODAY).get(pk=ada_pep.pk)
    assert read_by(cast.teacher) == {"zqmaps", "zqfirst"}, "what is made private is closed at once"
    assert read_by(cast.social_worker) == {"zqmaps", "zqfirst", "zqchess"}
    for_a_few = {"about_me.what_i_like", "about_me.how_told"}
    assert answered_in(pep) == {"childs_views.going_well"} | for_a_few
    letter = page_of_copy(copy_for(pep, Purpose.CARER, on=TODAY), Purpose.CARER)
    assert "zqmaps" in letter
    assert not any(word in letter for word in ("zqtyped", "zqnew", "zqsecret", "zqchess"))
    assert own_part(child).unsent == {"going_well", "should_change", "likes"}
    kept = SentAnswer.objects.get(key="going_well").pk
    send_voice(speaker=child)
    assert read_by(cast.teacher) == {"zqtyped", "zqnew", "zqfirst", "zqsecond"}
    assert read_by(cast.social_worker) == read_by(cast.teacher) | {"zqsecret"}
    assert not own_part(child).has_unsent
    assert not SentAnswer.objects.filter(pk=kept).exists()
    save_answer(speaker=child, key="likes", text="zqlate", is_private=True, version=2)
    Pep.objects.filter(pk=ada_pep.pk).update(state="submitted")
    with pytest.raises(VoiceRefused, match="handed in"):
        send_voice(speaker=child)
    assert "zqlate" not in read_by(cast.social_worker)


def test_an_empty_part_is_not_sent_and_nothing_said_leaves_no_trace(cast, ada_pep):
    child = speaking(cast, ada_pep)
    assert save_answer(speaker=child, key="going_well", text=" . ") is None
    with pytest.raises(ValidationError, match="Say something"):
        send_voice(speaker=child)


@pytest.mark.parametrize("state", ["submitted", "quality_assured", "complete", "not_required"])
def test_after_the_plan_is_handed_in_nothing_is_saved(cast, ada_pep, state):
    child = speaking(cast, ada_pep)
    Pep.objects.filter(pk=ada_pep.pk).update(state=state)
    with pytest.raises(VoiceRefused, match="handed in"):
        save_answer(speaker=child, key="likes", text="Chess")
    with pytest.raises(VoiceRefused):
        send_voice(speaker=child)
    with pytest.raises(VoiceRefused):
        add_picture(speaker=child, upload=photo())
    assert not VoiceAnswer.objects.exists()


def test_a_carers_part_is_shared_by_name_and_changed_after_sending(cast, ada_pep):
    early = speaking(cast, ada_pep, "carer", said_by="Jo, early shift")
    late = Speaker(link=early.link, said_by="Kim, late shift")
    save_answer(speaker=early, key="going_well", text="She reads at night.")
    save_answer(speaker=late, key="leisure", text="Swimming.")
    with pytest.raises(StaleAnswer) as stale:
        save_answer(speaker=late, key="going_well", text="She sings.")
    assert (stale.value.theirs.said_by, stale.value.mine) == ("Jo, early shift", "She sings.")
    save_answer(speaker=late, key="going_well", text="She reads and sings.", version=2)
    send_voice(speaker=late)
    said = words_for(cast.social_worker, ada_pep)
    assert "She reads and sings." in said
    assert "Kim, late shift" in said
    save_answer(speaker=early, key="next", text="More time.")
    assert "More time." not in words_for(cast.social_worker, ada_pep)
    send_voice(speaker=early)
    assert "More time." in words_for(cast.social_worker, ada_pep)


def test_what_was_written_with_one_link_is_there_with_the_next(cast, ada_pep):
    first = speaking(cast, ada_pep, "parent", said_by="Mum", name="Kim Parent")
    save_answer(speaker=first, key="hopes", text="That he is happy.")
    revoke_link(actor=cast.teacher, link=first.link, reason="Lost.")
    second = speaking(cast, ada_pep, "parent", said_by="Mum", name=" kim  parent ")
    save_answer(speaker=second, key="hopes", text="That he is happy and learns.", version=1)
    assert VoiceAnswer.objects.get().version == 2
    assert Voice.objects.count() == 1


def test_too_long_or_unknown_is_refused(cast, ada_pep):
    child = speaking(cast, ada_pep)
    with pytest.raises(ValidationError):
        save_answer(speaker=child, key="likes", text="x" * 5001)
    with pytest.raises(VoiceAnswer.DoesNotExist):
        save_answer(speaker=child, key="no_such_question", text="x")
    answer = save_answer(speaker=child, key="meeting", choices=["me", "nobody-we-know"])
    assert answer.choices == ["me"]


def test_what_was_touched_stays_where_the_next_link_draws_no_pictures(cast, ada_pep):
    first = speaking(cast, ada_pep, manner="pictures")
    save_answer(speaker=first, key="likes", choices=["music", "sport"])
    second = speaking(cast, ada_pep, manner="own_words")
    answer = save_answer(speaker=second, key="likes", text="And chess", version=1)
    assert answer.choices == ["music", "sport"]


def test_history_says_by_which_link(cast, ada_pep):
    child = speaking(cast, ada_pep)
    save_answer(speaker=child, key="likes", text="Chess")
    event = VoiceAnswer.pgh_event_model.objects.get()
    assert event.link_id == child.link.pk
