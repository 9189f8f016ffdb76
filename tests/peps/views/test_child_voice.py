"""The child's screens, without scripts: forward, back, private, a drawing, help at any time."""

import re

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from peps.models import Pep, Voice, VoiceAnswer, VoiceCall, VoiceCallLine, VoicePicture
from peps.schema.speakers import Manner
from peps.schema.voices import CARER, CHILD, PARENT, question, questions
from peps.services.voices import send_voice
from peps.voice.speaker import Speaker
from tests.peps.by_link import arrived, invited
from tests.peps.spoken import photo
from tests.peps.views.pages import page
from tests.reporting.page_requests import MOST_QUERIES, queries_of
from vsh.audit.models import ReadLog


def screen(key: str) -> str:
    return reverse("say:question", kwargs={"key": key})


@pytest.fixture
def child(cast, ada_pep) -> Client:
    return arrived(invited(cast.teacher, ada_pep, "child", manner="simple"))


@pytest.mark.parametrize("manner", list(Manner))
def test_every_screen_of_every_manner_opens_and_leads_to_the_next(cast, ada_pep, manner):
    browser = arrived(invited(cast.teacher, ada_pep, "child", manner=manner))
    body = browser.get(reverse("say:start")).content.decode()
    for asked in questions("child", manner):
        assert screen(asked.key) in body
        answer = browser.get(screen(asked.key))
        shown = answer.content.decode()
        assert asked.title(manner) in re.sub(r"&#x27;", "'", shown)
        for must in ("Who will read this", "Keep this one private", "worried about being safe"):
            assert must in shown
        assert "Teacher, teacher at Oakfield School" in shown
        assert "Canaryada" not in shown
        following = browser.post(screen(asked.key), {"text": "Words."}).url
        body = f"{following} {browser.get(following).content.decode()}"
    assert following == reverse("say:drawing")
    assert VoiceAnswer.objects.count() == len(questions("child", manner))
    asked = len(questions("child", manner))
    assert f"Screen {asked + 1} of {asked + 2}" in body, "the drawing"
    last = browser.get(reverse("say:check")).content.decode()
    assert f"Screen {asked + 2} of {asked + 2}" in last


def test_the_questions_differ_by_manner_and_every_picture_is_ours():
    counts = {manner: len(questions("child", manner)) for manner in Manner}
    assert counts == {Manner.PICTURES: 6, Manner.SIMPLE: 9, Manner.OWN_WORDS: 8}
    keys = [asked.key for asked in CHILD]
    assert len(set(keys)) == len(keys)
    assert question("child", "changed").looks_back
    assert all(asked.titles for asked in (*CARER, *PARENT))


def test_what_was_said_is_looked_at_and_sent(cast, ada_pep, child):
    child.post(screen("school"), {"choices": ["good"], "text": "Except maths"})
    child.post(screen("likes"), {"text": "<script>alert('x')</script>", "is_private": "on"})
    body = child.get(reverse("say:check")).content.decode()
    assert "<span>Good</span></li></ul>Except maths" in body
    assert "<script>alert" not in body
    assert "&lt;script&gt;" in body
    assert "(private)" in body
    assert child.get(reverse("say:done")).url == reverse("say:check")
    for _ in range(2):  # a double press
        answer = child.post(reverse("say:check"))
        assert answer.url == reverse("say:done")
    assert "Thank you" in child.get(answer.url).content.decode()
    assert Voice.objects.get().sent_at
    assert ReadLog.objects.filter(page="say:check", reader="The child, by link").exists()
    teacher = Client()
    teacher.force_login(cast.teacher)
    seen = teacher.get(page("peps:voices", ada_pep)).content.decode()
    assert "Except maths" in seen
    assert "alert(" not in seen, "private"
    officer = Client()
    officer.force_login(cast.officer)
    seen = officer.get(page("peps:voices", ada_pep)).content.decode()
    assert "&lt;script&gt;alert" in seen


def test_what_is_changed_after_sending_says_that_it_is_not_sent(cast, ada_pep, child):
    child.post(screen("likes"), {"text": "zqchess", "version": "0"})
    body = child.get(screen("likes")).content.decode()
    assert "send again" not in body
    assert body.index("Keep this one private") < body.index("<textarea"), "before a word is typed"
    child.post(reverse("say:check"))
    assert (
        "nobody else reads it until you send again" in child.get(screen("likes")).content.decode()
    )
    child.post(screen("likes"), {"text": "zqtyped", "version": "1"}, headers={"HX-Request": "true"})
    assert "This is not sent yet." in child.get(screen("likes")).content.decode()
    assert "That is not sent yet." in child.get(reverse("say:start")).content.decode()
    check = child.get(reverse("say:check")).content.decode()
    for words in ("(not sent yet)", "What you changed is not sent yet.", ">Send again</button>"):
        assert words in check
    assert child.get(reverse("say:done")).url == reverse("say:check")
    teacher = Client()
    teacher.force_login(cast.teacher)
    seen = teacher.get(page("peps:voices", ada_pep)).content.decode()
    assert "zqchess" in seen
    assert "zqtyped" not in seen
    assert child.post(reverse("say:check")).url == reverse("say:done")
    assert "zqtyped" in teacher.get(page("peps:voices", ada_pep)).content.decode()
    assert "Send again" not in child.get(reverse("say:check")).content.decode()
    child.post(reverse("say:drawing"), {"picture": photo()})
    assert "Send again" in child.get(reverse("say:check")).content.decode()
    assert "until you send again" in child.get(reverse("say:drawing")).content.decode()


def test_nothing_to_send_is_said(child):
    body = child.post(reverse("say:check")).content.decode()
    assert "Say something first" in body
    assert "<title>Error: " in body


def test_saved_as_it_is_typed_and_a_long_text_is_refused_but_kept(child):
    answer = child.post(
        screen("likes"), {"text": "Maps", "version": "0"}, headers={"HX-Request": "true"}
    )
    assert 'data-version="1"' in answer.content.decode()
    answer = child.post(screen("likes"), {"text": "x" * 5001, "version": "1"})
    body = answer.content.decode()
    assert "That is very long" in body
    assert "<title>Error: " in body
    assert "x" * 5001 in body
    assert VoiceAnswer.objects.get().text == "Maps"
    huge = child.post(screen("likes"), {"text": "x" * 5_300_000})
    assert huge.status_code == 413


def test_two_windows_lose_no_word(child):
    child.post(screen("likes"), {"text": "Maps", "version": "0"})
    answer = child.post(screen("likes"), {"text": "Trains", "version": "0"})
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "Maps" in body
    assert "Trains" in body
    assert VoiceAnswer.objects.get().text == "Maps\n\nTrains", "though the window be closed now"
    again = child.post(screen("likes"), {"text": "Trains", "version": "0"})
    assert again.status_code == 409
    assert VoiceAnswer.objects.get().text == "Maps\n\nTrains", "once"
    assert 'name="version" value="2"' in body
    child.post(screen("likes"), {"text": "Trains", "version": "2"})
    assert VoiceAnswer.objects.get().text == "Trains"


@pytest.mark.parametrize(
    ("said", "then", "is_kept"),
    [
        ({"text": "One"}, {"text": "Two"}, True),
        ({"text": "One"}, {"text": "Two", "is_private": "on"}, False),
        ({"text": "One", "is_private": "on"}, {"text": "Two"}, False),
        ({"choices": ["good"], "text": "One"}, {"choices": ["bad"], "text": "Two"}, False),
        ({"text": "1" * 2500}, {"text": "2" * 2500}, False),
    ],
)
def test_a_child_in_two_windows_is_told_what_is_kept(child, said, then, is_kept):
    child.post(screen("school"), said | {"version": "0"})
    for headers in ({"HX-Request": "true"}, {}):
        answer = child.post(screen("school"), then | {"version": "0"}, headers=headers)
        assert answer.status_code == 409
    body = answer.content.decode()
    assert ("Both are kept." in body) is is_kept
    assert ("What you say now is not saved yet." in body) is not is_kept
    version = re.search(r'name="version" value="(\d+)"', body)[1]
    assert child.post(screen("school"), then | {"version": version}).status_code == 302
    now = VoiceAnswer.objects.get(is_private="is_private" in then)
    assert (now.text, now.choices) == (then["text"], then.get("choices", []))


def test_after_the_plan_is_complete_the_words_stay_on_the_screen(child, ada_pep):
    Pep.objects.filter(pk=ada_pep.pk).update(state="complete")
    answer = child.post(screen("likes"), {"text": "Too late"})
    assert answer.status_code == 423
    assert "Too late" in answer.content.decode()
    saved = child.post(screen("likes"), {"text": "Late"}, headers={"HX-Request": "true"})
    assert (saved.status_code, saved.headers["Content-Type"]) == (423, "text/plain")
    assert child.post(reverse("say:check")).status_code == 423
    assert child.post(reverse("say:drawing"), {"picture": photo()}).status_code == 423
    assert not VoiceAnswer.objects.exists()


def test_what_a_child_sent_stands_beside_what_they_changed_since(child, ada_pep):
    child.post(screen("likes"), {"text": "Trains", "version": "0"})
    child.post(reverse("say:check"))
    child.post(screen("likes"), {"text": "Planes", "version": "1"})
    assert "In the plan" not in child.get(reverse("say:check")).content.decode()
    Pep.objects.filter(pk=ada_pep.pk).update(state="submitted")
    body = child.get(reverse("say:check")).content.decode()
    assert re.search(
        r"Planes <strong>\(not sent\)</strong><br>.*In the plan:</strong> Trains", body
    )


def test_what_a_child_sent_privately_stands_on_no_later_page(cast, ada_pep, child):
    private = {"text": "Zqsecret", "version": "0", "is_private": "on"}
    child.post(screen("likes"), private)
    child.post(reverse("say:check"))
    later = arrived(invited(cast.teacher, ada_pep, "child"))
    for words in ("Trains", "Planes"):
        shown = later.get(screen("likes")).content.decode()
        version = re.search(r'name="version" value="(\d+)"', shown)[1]
        assert later.post(screen("likes"), {"text": words, "version": version}).status_code == 302
        if words == "Trains":
            later.post(reverse("say:check"))
    Pep.objects.filter(pk=ada_pep.pk).update(state="submitted")
    body = later.get(reverse("say:check")).content.decode()
    assert "In the plan:</strong> Trains" in body
    assert "Zqsecret" not in body


def test_a_drawing_is_added_seen_by_its_own_and_taken_away(cast, ada_pep, child):
    assert "Choose a photo first" in child.post(reverse("say:drawing"), {}).content.decode()
    bad = child.post(reverse("say:drawing"), {"picture": b"x"})
    assert bad.status_code == 200
    child.post(reverse("say:drawing"), {"picture": photo(), "says": "My dog"})
    picture = VoicePicture.objects.get()
    address = reverse("say:picture", kwargs={"picture": picture.ref})
    assert address in child.get(reverse("say:drawing")).content.decode()
    session = signing.loads(child.cookies["say"].value, salt="peps.links")["session"]
    VoicePicture.objects.update(is_private=True, session=session)
    looked_at = child.get(reverse("say:check")).content.decode()
    assert "<figcaption>My dog <strong>(private)</strong>" in looked_at
    assert f'<a href="{reverse("say:drawing")}">Change' in looked_at
    VoicePicture.objects.update(is_private=False)
    assert child.get(address).headers["Content-Type"] == "image/jpeg"
    assert arrived(invited(cast.teacher, ada_pep, "parent")).get(address).status_code == 404
    teacher = Client()
    teacher.force_login(cast.teacher)
    seen = reverse("peps:voice_picture", kwargs={"ref": ada_pep.ref, "picture": picture.ref})
    assert teacher.get(seen).status_code == 404, "not yet sent"
    child.post(reverse("say:check"))
    assert teacher.get(seen).status_code == 200
    VoicePicture.objects.update(is_private=True)
    assert teacher.get(seen).status_code == 404
    VoicePicture.objects.update(is_private=False)
    child.post(reverse("say:drawing"), {"away": picture.ref})
    assert child.get(address).status_code == 404


def test_next_takes_the_picture_that_was_chosen_with_it(child):
    drawing, check = reverse("say:drawing"), reverse("say:check")
    body = child.get(drawing).content.decode()
    assert 'name="next" value="yes">Next</button>' in body
    assert child.post(drawing, {"next": "yes", "says": " "}).url == check
    assert not VoicePicture.objects.exists()
    for files in ({}, {"picture": SimpleUploadedFile("a.jpg", b"no picture")}):
        sent = {"next": "yes", "says": "My dog", "is_private": "on", **files}
        body = child.post(drawing, sent).content.decode()
        assert "<title>Error: " in body
        assert 'value="My dog"' in body
        assert 'id="id_is_private" checked' in body
    assert "take your words away" in child.post(drawing, sent | {"picture": ""}).content.decode()
    assert not VoicePicture.objects.exists()
    for wide in (40, 40, 41, 42):  # the first is pressed twice
        sent = {"next": "yes", "picture": photo(size=(wide, 30)), "says": "A"}
        assert child.post(drawing, sent).url == check
    assert VoicePicture.objects.filter(says="A").count() == 3
    body = child.get(drawing).content.decode()
    assert 'name="next"' not in body
    assert f'href="{check}">Next</a>' in body, "no room for another"


def test_a_worry_names_who_is_told_and_tells_them(cast, ada_pep, child):
    address = reverse("say:worried")
    body = child.get(address).content.decode()
    for told in ("Social Worker, social worker", "Teacher, designated teacher at Oakfield School"):
        assert told in body
    assert "999" in body
    assert not VoiceCall.objects.exists()
    told = child.post(address, {"text": "I am scared at home"}).content.decode()
    assert "We told them" in told
    assert "Team Manager" in told
    for person, reads in (("teacher", True), ("head_teacher", True), ("iro", False)):
        reader = Client()
        reader.force_login(cast.people[person])
        seen = reader.get(page("peps:voices", ada_pep)).content.decode()
        assert ("I am scared at home" in seen) is reads
    reader = Client()
    reader.force_login(cast.social_worker)
    call = VoiceCall.objects.get()
    act = reverse("peps:take_up_call", kwargs={"ref": ada_pep.ref, "call": call.pk})
    assert "Enter what is being done" in reader.post(act, {"words": ""}).content.decode()
    body = reader.post(act, {"words": "Visiting at 3pm."}, follow=True).content.decode()
    assert "Visiting at 3pm." in body
    late = {"words": "Ringing the carer."}
    teacher = Client()
    teacher.force_login(cast.teacher)
    body = teacher.post(act, late).content.decode()
    for words in ("has taken it up since", "Visiting at 3pm.", "Ringing the carer.</textarea>"):
        assert words in body
    assert 'name="is_further" value="on"' in body
    for _ in range(2):  # a double press
        assert teacher.post(act, {**late, "is_further": "on"}).status_code == 302
        reader.post(act, {"words": "Visiting at 3pm."})
    seen = teacher.get(page("peps:voices", ada_pep)).content.decode()
    assert seen.count("Ringing the carer.") == seen.count("Visiting at 3pm.") == 1
    assert VoiceCallLine.objects.get().by == cast.teacher
    iro = Client()
    iro.force_login(cast.iro)
    assert iro.get(act).status_code == 404, "who was not told"


def test_a_worry_is_told_however_long_it_is(child):
    told = child.post(reverse("say:worried"), {"text": "I am scared. " + "x" * 60_000})
    assert "We told them" in told.content.decode()
    call = VoiceCall.objects.get()
    assert call.text.startswith("I am scared.")
    assert len(call.text) > 60_000
    assert call.told.exists()


def test_an_advocate_or_an_interpreter_is_asked_for(child):
    assert "advocate" in child.get(reverse("say:help")).content.decode()
    child.post(reverse("say:help"), {"kind": "interpreter", "text": "Dari"})
    child.post(reverse("say:help"), {"kind": "advocate"})
    assert set(VoiceCall.objects.values_list("kind", flat=True)) == {"interpreter", "advocate"}


def test_last_time_s_words_stand_beside_what_changed(cast, ada_pep):
    first = Speaker(link=invited(cast.teacher, ada_pep, "child").link)
    from peps.services.voices import save_answer

    save_answer(speaker=first, key="should_change", text="Less noise at lunch")
    send_voice(speaker=first)
    later = Pep.objects.create(
        pupil=cast.ada,
        care_period=ada_pep.care_period,
        kind="termly",
        academic_year="2026-27",
        season="spring",
        form_version=ada_pep.form_version,
        variant="secondary",
        state="opened",
        opened_on="2027-01-05",
    )
    child = arrived(invited(cast.teacher, later, "child", manner="pictures"))
    body = child.get(screen("changed")).content.decode()
    assert "Less noise at lunch" in body
    assert "Did things get better?" in body


@pytest.mark.parametrize("name", ["say:start", "say:check", "say:drawing", "say:worried"])
def test_the_screens_take_few_queries(child, name):
    child.post(screen("likes"), {"text": "Maps"})
    assert queries_of(child, reverse(name)) <= MOST_QUERIES
    assert queries_of(child, screen("likes")) <= MOST_QUERIES


def test_a_carer_or_parent_opens_none_of_the_childs_screens(cast, ada_pep):
    carer = arrived(invited(cast.teacher, ada_pep, "carer"))
    for name in ("say:drawing", "say:check", "say:done", "say:worried", "say:help"):
        assert carer.get(reverse(name)).status_code == 404
    assert carer.get(screen("likes")).status_code == 404
