"""What is private is read by whom the screen named, and by nobody who comes later."""

from datetime import timedelta

from django.urls import reverse

from peps.models import (
    SentAnswer,
    VoiceAnswer,
    VoicePicture,
)
from peps.rules.voices import READS_PRIVATE_ANSWERS
from peps.services.voice_pictures import add_picture
from peps.services.voices import save_answer, send_voice
from peps.voice.readers import readers_of
from peps.voice.speaker import Speaker
from pupils.models import Involvement
from tests.cast import TODAY, add_person
from tests.peps.by_link import arrived, invited
from tests.peps.spoken import photo, speaking, words_for
from vsh.accounts.models import Membership
from vsh.accounts.roles import Role


def test_a_private_answer_is_read_by_social_worker_and_officer_alone(cast, ada_pep):
    child = speaking(cast, ada_pep)
    save_answer(speaker=child, key="likes", text="Chess")
    save_answer(speaker=child, key="should_change", text="Mr X shouts", is_private=True)
    send_voice(speaker=child)
    readers = {
        name: "Mr X" in words_for(cast.people[name], ada_pep)
        for name in ("social_worker", "officer", "teacher", "iro", "head", "team_manager")
    }
    assert {name for name, reads in readers.items() if reads} == {"social_worker", "officer"}
    assert "Chess" in words_for(cast.teacher, ada_pep)
    assert "Chess" not in words_for(cast.other_social_worker, ada_pep)
    # Who has left the role reads no more in it, although nobody has ended the allocation yet.
    role = Membership.objects.filter(user=cast.officer, role="virtual_school_officer")
    role.update(ends_on=TODAY - timedelta(days=1))
    Membership.objects.create(
        user=cast.officer, role="designated_teacher", setting=cast.oakfield, starts_on=TODAY
    )
    assert "Chess" in words_for(cast.officer, ada_pep)
    assert "Mr X" not in words_for(cast.officer, ada_pep)
    named = readers_of(ada_pep).of_private
    assert [person.name for person in named] == [cast.social_worker.name]


def hand_the_case_over(cast, capacity, role, name):
    rows = Involvement.objects.filter(pupil=cast.ada, capacity=capacity)
    rows.update(ended_on=TODAY - timedelta(days=1))
    later = add_person(name, role, cast.northshire)
    Involvement.objects.create(pupil=cast.ada, user=later, capacity=capacity, started_on=TODAY)
    return later


def test_what_is_private_stays_with_the_people_whom_the_screen_named(cast, ada_pep, client):
    child = speaking(cast, ada_pep)
    save_answer(speaker=child, key="should_change", text="Mr X shouts", is_private=True)
    picture = add_picture(speaker=child, upload=photo(), says="Mr X", is_private=True)
    send_voice(speaker=child)
    new = hand_the_case_over(cast, "virtual_school_officer", Role.VIRTUAL_SCHOOL_OFFICER, "rachel")
    assert "Mr X" in words_for(cast.social_worker, ada_pep)
    for person in (new, cast.officer):
        assert "Mr X" not in words_for(person, ada_pep), "not named; no longer in the role"
        seen = VoicePicture.objects.readable_by(person)
        assert picture not in seen, "the picture keeps the same promise"
    page = reverse("peps:voices", kwargs={"ref": ada_pep.ref})
    client.force_login(new)
    body = client.get(page).content.decode()
    assert "The child keeps 2 things private." in body
    assert cast.social_worker.name in body
    client.force_login(cast.teacher)
    assert "things private" not in client.get(page).content.decode()
    # What was sent is not changed any more. Said anew, it is for the people of today.
    save_answer(speaker=child, key="should_change", text="Mrs Y", is_private=True)
    assert "Mrs Y" not in words_for(new, ada_pep), "not sent yet"
    send_voice(speaker=child)
    assert "Mrs Y" in words_for(new, ada_pep)
    assert "Mr X" not in words_for(new, ada_pep)
    assert "Mr X" in words_for(cast.social_worker, ada_pep), "both stand there"
    assert cast.officer.pk not in SentAnswer.objects.get(text="Mrs Y").private_to


def test_a_promise_stays_while_the_draft_is_changed(cast, ada_pep):
    child = speaking(cast, ada_pep)
    save_answer(speaker=child, key="should_change", text="Mr X", is_private=True)
    hand_the_case_over(cast, "virtual_school_officer", Role.VIRTUAL_SCHOOL_OFFICER, "rachel")
    save_answer(speaker=child, key="should_change", text="Mr X!", is_private=True, version=1)
    named = sorted([cast.social_worker.pk, cast.officer.pk])
    assert VoiceAnswer.objects.get().private_to == named


def test_what_is_private_is_shown_in_its_own_session_until_it_is_sent(cast, ada_pep):
    """Who made the link may know its code, and opens it in another browser."""
    made = invited(cast.teacher, ada_pep, "child", manner="own_words")
    child, maker = arrived(made), arrived(made)
    page, check = reverse("say:question", kwargs={"key": "should_change"}), reverse("say:check")
    drawing = reverse("say:drawing")
    child.post(page, {"text": "zqprivate", "is_private": "on", "version": "0"})
    child.post(drawing, {"picture": photo(), "says": "zqdrawn", "is_private": "on"})
    picture = reverse("say:picture", kwargs={"picture": VoicePicture.objects.get().ref})

    def shown(client):
        found = "".join(client.get(each).content.decode() for each in (page, check, drawing))
        return {word for word in ("zqprivate", "zqdrawn") if word in found}

    assert shown(child) == {"zqprivate", "zqdrawn"}, "a draft"
    assert (shown(maker), maker.get(picture).status_code) == (set(), 404)
    child.post(check)
    assert (shown(child), child.get(picture).status_code) == (set(), 404), "sent"
    assert shown(arrived(made)) == set()
    for client in (child, maker):
        assert "You kept something private here." in client.get(page).content.decode()
        assert "You kept something private here." in client.get(check).content.decode()
        assert "You kept 1 picture private." in client.get(drawing).content.decode()
    # A page that was left open says the same again, and changes nothing.
    again = {"text": "zqprivate", "is_private": "on", "version": "1"}
    assert child.post(page, again, headers={"HX-Request": "true"}).status_code == 200
    assert VoiceAnswer.objects.count() == 1
    # New words are the child's own again, and what was sent stays where it is.
    child.post(page, {"text": "zqanew", "is_private": "on", "version": "0"})
    assert "zqanew" in child.get(page).content.decode()
    assert "zqanew" not in maker.get(page).content.decode()
    maker.post(page, {"text": "zqmaker", "is_private": "on", "version": "0"})
    child.post(check)
    for words in ("zqprivate", "zqanew"):
        assert words in words_for(cast.social_worker, ada_pep)
    assert "zqmaker" not in words_for(cast.social_worker, ada_pep), "of another session, unseen"


def test_the_childs_screen_says_who_reads_what_is_private_by_now(cast, ada_pep):
    made = invited(cast.teacher, ada_pep, "child", manner="own_words")
    client = arrived(made)
    page = reverse("say:question", kwargs={"key": "should_change"})
    named = f"only {cast.social_worker.name} (social worker) and {cast.officer.name}"
    body = client.get(page).content.decode()
    assert f"Then {named}" in body
    client.post(page, {"text": "Mr X shouts", "is_private": "on", "version": "0"})
    new = hand_the_case_over(cast, "virtual_school_officer", Role.VIRTUAL_SCHOOL_OFFICER, "rachel")
    body = client.get(page).content.decode()
    assert f"Only {cast.social_worker.name} (social worker) reads it" in body
    assert (
        f"{new.name} (virtual school" not in body.split('id="private-hint"')[1].split("</div>")[0]
    )
    hand_the_case_over(cast, "social_worker", Role.SOCIAL_WORKER, "sue")
    assert "so nobody reads it" in client.get(page).content.decode()


def test_what_was_written_while_nobody_was_named_promises_nothing_until_it_is_changed(
    cast, ada_pep
):
    of_ada = Involvement.objects.filter(pupil=cast.ada, capacity__in=READS_PRIVATE_ANSWERS)
    held = list(of_ada)
    of_ada.delete()
    made = invited(cast.teacher, ada_pep, "child", manner="own_words")
    client, child = arrived(made), Speaker(link=made.link)
    page = reverse("say:question", kwargs={"key": "should_change"})
    client.post(page, {"text": "Mr X shouts", "is_private": "on", "version": "0"})
    assert "reads it too." in client.get(page).content.decode()
    Involvement.objects.bulk_create(held)
    body = client.get(page).content.decode()
    assert f"Today that is {cast.social_worker.name} (social worker)" in body
    assert "somebody new who takes their place reads it too, until you change it" in body
    client.post(reverse("say:check"))
    new = hand_the_case_over(cast, "virtual_school_officer", Role.VIRTUAL_SCHOOL_OFFICER, "rachel")
    assert "Mr X" in words_for(new, ada_pep)
    save_answer(speaker=child, key="should_change", text="zqanew", is_private=True)
    send_voice(speaker=child)
    said_anew = SentAnswer.objects.get(text="zqanew")
    assert said_anew.private_to == sorted([cast.social_worker.pk, new.pk])
