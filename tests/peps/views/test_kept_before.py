"""What a child kept private and did not send while it was shown: the child is told that it waits,
and sends it or takes it away, unseen."""

import pytest
from django.test import Client
from django.urls import reverse

from peps.models import Pep, SentAnswer, VoiceAnswer, VoicePicture
from tests.peps.by_link import arrived, invited
from tests.peps.spoken import photo, words_for

CHECK, DRAWING = "/say/check/", "/say/drawing/"
WAITS = "You kept something for a few people before"


def screen(key: str) -> str:
    return reverse("say:question", kwargs={"key": key})


@pytest.fixture
def later(cast, ada_pep) -> Client:
    """The same child, half an hour after they kept words and three pictures private."""
    made = invited(cast.teacher, ada_pep, "child")
    first = arrived(made)
    first.post(screen("should_change"), {"text": "zqbefore", "is_private": "on", "version": "0"})
    for wide in (40, 41, 42):
        sent = {"picture": photo(size=(wide, 30)), "says": "zqdrawn", "is_private": "on"}
        first.post(DRAWING, sent)
    assert WAITS not in first.get(CHECK).content.decode(), "shown there, and theirs to change"
    return arrived(made)


def test_what_waits_is_said_and_not_shown_nor_sent_with_the_rest(cast, ada_pep, later):
    body = later.get(CHECK).content.decode()
    assert WAITS in body
    assert "You kept 3 pictures private." in body
    assert "It is not sent yet: <a" in later.get(screen("should_change")).content.decode()
    shown = body + later.get(DRAWING).content.decode()
    assert not [word for word in ("zqbefore", "zqdrawn") if word in shown]
    assert "Say something first" in later.post(CHECK).content.decode(), "nothing but what waits"
    later.post(screen("likes"), {"text": "Maps", "version": "0"})
    assert later.post(CHECK).url == reverse("say:done")
    assert later.get(reverse("say:done")).status_code == 200
    assert WAITS in later.get(CHECK).content.decode(), "still there to send"
    assert "zqbefore" not in words_for(cast.social_worker, ada_pep)
    assert not VoicePicture.objects.readable_by(cast.social_worker).exists()
    sent_at = ada_pep.voices.get().sent_at
    later.post(CHECK)
    assert ada_pep.voices.get().sent_at == sent_at, "nothing new"


def test_it_is_sent_too(cast, ada_pep, later):
    later.post(screen("likes"), {"text": "Maps", "version": "0"})
    later.post(CHECK)
    assert later.post(CHECK, {"before": "along"}).url == reverse("say:done")
    assert later.get(reverse("say:done")).status_code == 200
    assert "zqbefore" in words_for(cast.social_worker, ada_pep)
    assert "zqbefore" not in words_for(cast.teacher, ada_pep)
    assert VoicePicture.objects.readable_by(cast.social_worker).count() == 3
    body = later.get(CHECK).content.decode()
    assert WAITS not in body
    assert "zqbefore" not in body, "sent, and shown by no link any more"


def test_it_is_taken_away_and_makes_room(cast, ada_pep, later, django_capture_on_commit_callbacks):
    full = later.post(DRAWING, {"picture": photo(), "says": "New"}).content.decode()
    assert "Take one away first" in full
    assert "Take them away" in full
    files = [picture.file for picture in VoicePicture.objects.all()]
    with django_capture_on_commit_callbacks(execute=True):
        assert later.post(DRAWING, {"before": "away"}).url == DRAWING
    assert not any(file.storage.exists(file.name) for file in files)
    assert VoiceAnswer.objects.exists(), "of the pictures alone that page spoke"
    later.post(DRAWING, {"picture": photo(), "says": "New"})
    assert VoicePicture.objects.get().says == "New"
    assert later.post(CHECK, {"before": "away"}).url == CHECK
    assert not VoiceAnswer.objects.exists()
    later.post(CHECK)
    assert "zqbefore" not in words_for(cast.social_worker, ada_pep)


def test_pictures_go_along_from_their_own_page(cast, ada_pep, later):
    assert later.post(DRAWING, {"before": "along"}).url == CHECK
    assert not VoicePicture.objects.readable_by(cast.social_worker).exists(), "not sent yet"
    assert later.post(CHECK).url == reverse("say:done")
    assert VoicePicture.objects.readable_by(cast.social_worker).count() == 3
    assert "zqbefore" not in words_for(cast.social_worker, ada_pep)


@pytest.mark.parametrize("what", ["along", "away"])
def test_nothing_of_it_is_done_once_the_plan_is_handed_in(ada_pep, later, what):
    Pep.objects.filter(pk=ada_pep.pk).update(state="submitted")
    assert WAITS not in later.get(CHECK).content.decode()
    for page in (CHECK, DRAWING):
        assert later.post(page, {"before": what}).status_code == 423
    assert set(VoiceAnswer.objects.exclude(session="").values_list("text", flat=True))
    assert VoicePicture.objects.exclude(session="").count() == 3


def test_words_that_were_sent_and_then_closed_are_no_draft_that_waits(cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "child")
    first = arrived(made)
    first.post(screen("likes"), {"text": "zqopen", "version": "0"})
    first.post(CHECK)
    first.post(screen("likes"), {"text": "zqopen", "is_private": "on", "version": "1"})
    later = arrived(made)
    assert WAITS not in later.get(CHECK).content.decode(), "two people read it"
    first.post(screen("likes"), {"text": "zqopen, zqmore", "is_private": "on", "version": "2"})
    assert WAITS in later.get(CHECK).content.decode()
    later.post(screen("likes"), {"text": "zqnew", "version": "0"})
    later.post(CHECK)
    kept = set(SentAnswer.objects.values_list("text", "is_private"))
    assert kept == {("zqnew", False), ("zqopen", True)}, "what they read stands while it waits"
    later.post(CHECK, {"before": "along"})
    kept = set(SentAnswer.objects.values_list("text", "is_private"))
    assert kept == {("zqnew", False), ("zqopen, zqmore", True)}
