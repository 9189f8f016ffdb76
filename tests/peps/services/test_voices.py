"""What is written by link: the writers' own, read by whom it may, ended when the plan is."""

import io
import re
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from peps.models import (
    Pep,
    PepStatusChange,
    SentAnswer,
    Voice,
    VoiceAnswer,
    VoiceCall,
    VoicePicture,
)
from peps.reading.copies import copy_for
from peps.reading.copy_pdf import page_of_copy
from peps.rules.links import Purpose
from peps.rules.voices import READS_PRIVATE_ANSWERS
from peps.services.call_people import who_is_told
from peps.services.calls import call_for_help, take_up_call
from peps.services.links import hand_over, revoke_link
from peps.services.voices import (
    StaleAnswer,
    VoiceRefused,
    add_picture,
    save_answer,
    send_voice,
    take_picture_away,
)
from peps.voice.answered import answered_in
from peps.voice.link_session import Speaker
from peps.voice.readers import readers_of
from peps.voice.said import own_part, parts_of
from pupils.models import Involvement
from tests.cast import TODAY, add_person
from tests.peps.by_link import arrived, invited
from vsh.accounts.models import Membership
from vsh.accounts.roles import Role
from vsh.notices.models import Notice


def speaking(cast, pep, purpose="child", said_by="", **options) -> Speaker:
    made = invited(cast.teacher, pep, purpose, **options)
    return Speaker(link=made.link, said_by=said_by)


def words_for(reader, pep) -> str:
    parts = parts_of(pep, reader=reader, links=[], orders=[])
    return str([text.said for part in parts for text in part.texts])


def photo(kind="JPEG", size=(40, 30), **options) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", size, "red").save(content, kind, **options)
    return SimpleUploadedFile(f"photo.{kind.lower()}", content.getvalue())


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
        said = str([(text.said, text.pictures) for part in parts for text in part.texts])
        return set(re.findall("zq[a-z]+", said))

    pep = Pep.objects.as_on(TODAY).get(pk=ada_pep.pk)
    assert read_by(cast.teacher) == {"zqmaps", "zqfirst"}, "what is made private is closed at once"
    assert read_by(cast.social_worker) == {"zqmaps", "zqfirst", "zqchess"}
    for_a_few = {"about_me.what_i_like", "about_me.how_told"}
    assert answered_in(pep) == {"childs_views.going_well"} | for_a_few
    letter = page_of_copy(copy_for(pep, Purpose.CARER, on=TODAY), Purpose.CARER)
    assert "zqmaps" in letter
    assert not any(word in letter for word in ("zqtyped", "zqnew", "zqsecret", "zqchess"))
    assert own_part(child.link).unsent == {"going_well", "should_change", "likes"}
    kept = SentAnswer.objects.get(key="going_well").pk
    send_voice(speaker=child)
    assert read_by(cast.teacher) == {"zqtyped", "zqnew", "zqfirst", "zqsecond"}
    assert read_by(cast.social_worker) == read_by(cast.teacher) | {"zqsecret"}
    assert not own_part(child.link).has_unsent
    assert not SentAnswer.objects.filter(pk=kept).exists()
    save_answer(speaker=child, key="likes", text="zqlate", is_private=True, version=2)
    Pep.objects.filter(pk=ada_pep.pk).update(state="submitted")
    with pytest.raises(VoiceRefused, match="handed in"):
        send_voice(speaker=child)
    assert "zqlate" not in read_by(cast.social_worker)


def test_what_others_read_before_the_kept_text_stays_as_they_read_it(cast, ada_pep):
    child = speaking(cast, ada_pep)
    save_answer(speaker=child, key="likes", text="Chess")
    Voice.objects.update(sent_at=timezone.now())
    save_answer(speaker=child, key="likes", text="Maps", version=1)
    unsent = speaking(cast, ada_pep, "carer", said_by="Jo")
    save_answer(speaker=unsent, key="leisure", text="Swimming.")
    import_module("peps.migrations.0024_words_as_sent").keep_as_sent(apps, None)
    assert [row.text for row in SentAnswer.objects.all()] == ["Maps"]
    assert not own_part(child.link).has_unsent


def test_an_empty_part_is_not_sent_and_nothing_said_leaves_no_trace(cast, ada_pep):
    child = speaking(cast, ada_pep)
    assert save_answer(speaker=child, key="going_well", text=" . ") is None
    with pytest.raises(ValidationError, match="Say something"):
        send_voice(speaker=child)


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
    # The child adds to it: the promise stays. Said anew, it is for the people of today.
    save_answer(speaker=child, key="should_change", text="Mr X", is_private=True, version=1)
    send_voice(speaker=child)
    assert "Mr X" not in words_for(new, ada_pep)
    save_answer(speaker=child, key="should_change", text="Mr X", version=2)
    save_answer(speaker=child, key="should_change", text="Mr X", is_private=True, version=3)
    assert "Mr X" not in words_for(new, ada_pep), "not sent yet"
    send_voice(speaker=child)
    assert "Mr X" in words_for(new, ada_pep)
    assert cast.officer.pk not in SentAnswer.objects.get().private_to


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
    save_answer(speaker=child, key="should_change", text="Mr X shouts", is_private=True)
    send_voice(speaker=child)
    page = reverse("say:question", kwargs={"key": "should_change"})
    assert "reads it too." in client.get(page).content.decode()
    Involvement.objects.bulk_create(held)
    body = client.get(page).content.decode()
    assert f"Today that is {cast.social_worker.name} (social worker)" in body
    assert "somebody new who takes their place reads it too, until you change it" in body
    new = hand_the_case_over(cast, "virtual_school_officer", Role.VIRTUAL_SCHOOL_OFFICER, "rachel")
    assert "Mr X" in words_for(new, ada_pep)
    save_answer(speaker=child, key="should_change", text="Mr X!", is_private=True, version=1)
    send_voice(speaker=child)
    assert SentAnswer.objects.get().private_to == sorted([cast.social_worker.pk, new.pk])
    assert "Somebody new who takes their place does not" in client.get(page).content.decode()


def test_what_was_private_before_it_was_promised_stays_with_the_people_of_its_day(cast, ada_pep):
    child = speaking(cast, ada_pep)
    save_answer(speaker=child, key="should_change", text="Mr X shouts", is_private=True)
    save_answer(speaker=child, key="likes", text="Chess")
    add_picture(speaker=child, upload=photo(), says="Mr X", is_private=True)
    send_voice(speaker=child)
    new = hand_the_case_over(cast, "virtual_school_officer", Role.VIRTUAL_SCHOOL_OFFICER, "rachel")
    then = datetime(2026, 11, 2, 12, tzinfo=UTC)
    VoiceAnswer.objects.update(private_to=[], changed_at=then)
    VoicePicture.objects.update(private_to=[], added_at=then)
    SentAnswer.objects.update(private_to=[])
    assert "Mr X" in words_for(new, ada_pep)
    import_module("peps.migrations.0026_private_to").name_the_people_of_then(apps, None)
    assert "Mr X" not in words_for(new, ada_pep)
    named = sorted([cast.social_worker.pk, cast.officer.pk])
    for model in (VoiceAnswer, SentAnswer, VoicePicture):
        assert model.objects.get(is_private=True).private_to == named
    assert VoiceAnswer.objects.get(key="likes").private_to == []
    assert VoiceAnswer.objects.get(is_private=True).changed_at == then, "nothing new to send"


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


def test_a_carers_part_is_shared_by_name_and_ended_by_sending(cast, ada_pep):
    early = speaking(cast, ada_pep, "carer", said_by="Jo, early shift")
    late = Speaker(link=early.link, said_by="Kim, late shift")
    save_answer(speaker=early, key="going_well", text="She reads at night.")
    save_answer(speaker=late, key="leisure", text="Swimming.")
    with pytest.raises(StaleAnswer) as stale:
        save_answer(speaker=late, key="going_well", text="She sings.")
    assert (stale.value.theirs.said_by, stale.value.mine) == ("Jo, early shift", "She sings.")
    save_answer(speaker=late, key="going_well", text="She reads and sings.", version=1)
    send_voice(speaker=late)
    said = words_for(cast.social_worker, ada_pep)
    assert "She reads and sings." in said
    assert "Kim, late shift" in said
    with pytest.raises(VoiceRefused, match="You have sent"):
        save_answer(speaker=early, key="next", text="More time.")


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


# --- pictures ---------------------------------------------------------------------------------


def test_a_photo_is_made_anew_without_where_it_was_taken(cast, ada_pep):
    where = Image.Exif()
    where[0x010E] = "Taken at 12 Secret Lane"
    where.get_ifd(0x8825)[2] = (51.0, 30.0, 12.0)
    upload = photo(size=(3000, 1000), exif=where)
    assert b"Secret Lane" in upload.read()
    upload.seek(0)
    child = speaking(cast, ada_pep)
    picture = add_picture(speaker=child, upload=upload, says="My dog")
    with picture.file.open("rb") as file:
        content = file.read()
    assert b"Secret Lane" not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (1600, 533))
        assert dict(kept.getexif()) == {}
    name, storage = picture.file.name, picture.file.storage
    take_picture_away(speaker=child, ref=picture.ref)
    assert not VoicePicture.objects.exists()
    assert storage.exists(name), "until the deletion is committed"


def a_bomb() -> SimpleUploadedFile:
    return photo("PNG", size=(9000, 9000))


class TooBig(SimpleUploadedFile):
    """Eleven megabytes, or so it says."""

    @property
    def size(self):
        return 11 * 1024 * 1024

    @size.setter
    def size(self, value):
        pass


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (lambda: SimpleUploadedFile("a.jpg", b"<script>alert(1)</script>"), "not a picture"),
        (lambda: SimpleUploadedFile("a.svg", b"<svg onload='x'></svg>"), "not a picture"),
        (lambda: SimpleUploadedFile("a.jpg", b""), "not a picture"),
        (lambda: SimpleUploadedFile("a.jpg", photo().read()[:60]), "not a picture"),
        (lambda: photo("GIF"), "not a picture"),
        (lambda: TooBig("a.jpg", b"x"), "too big"),
        (a_bomb, "too big"),
    ],
)
def test_what_is_no_photo_or_too_big_is_refused_in_plain_words(cast, ada_pep, upload, words):
    with pytest.raises(ValidationError, match=words):
        add_picture(speaker=speaking(cast, ada_pep), upload=upload())
    assert not VoicePicture.objects.exists()


def test_three_pictures_are_enough(cast, ada_pep):
    child = speaking(cast, ada_pep)
    for _ in range(3):
        add_picture(speaker=child, upload=photo("PNG"))
    with pytest.raises(ValidationError, match="already"):
        add_picture(speaker=child, upload=photo())


# --- calls ------------------------------------------------------------------------------------


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


def test_history_says_by_which_link(cast, ada_pep):
    child = speaking(cast, ada_pep)
    save_answer(speaker=child, key="likes", text="Chess")
    event = VoiceAnswer.pgh_event_model.objects.get()
    assert event.link_id == child.link.pk
