"""The finished plan for those without an account: nothing closed in it, told once, closed at once,
opened on record; and the child's plan so far."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from peps.models import (
    CopyOpening,
    FinishedVersion,
    Meeting,
    Pep,
    PersonalLink,
    Recipient,
    VoicePicture,
)
from peps.reading.copies import copy_for
from peps.reading.copy_pdf import page_of_copy, pdf_of_copy
from peps.reading.reader import Fact
from peps.rules.copies import may_read_in_copy, may_read_words_in_copy
from peps.schema import Kind
from peps.schema.speakers import Purpose
from peps.schema.voices import ALL
from peps.services import (
    assure_pep,
    complete_pep,
    complete_section,
    save_section,
    submit_pep,
    unlock_pep,
)
from peps.services.closed_links import close_by_court_order, revoke_link
from peps.services.open_links import open_link
from peps.services.recipients import Decision, mark_of, record_recipients
from peps.services.voice_pictures import add_picture
from peps.services.voices import VoiceRefused, save_answer, send_voice
from peps.voice.speaker import Speaker
from pupils.models import CarePlacement, Pupil, SdqScore
from tests.cast import TODAY
from tests.peps.answers import full_answers
from tests.peps.by_link import arrived, invited
from tests.peps.conftest import ALL_GREEN
from tests.peps.test_pdf import pages_in, photo
from tests.peps.views.pages import body_of, page
from tests.reporting.page_requests import MOST_QUERIES, queries_of
from vsh.audit.models import ReadLog
from vsh.calendars.current_day import today_is
from vsh.calendars.models import CurrentDay
from vsh.govuk.dates import long_date
from vsh.notices.models import Notice

PLAN, SO_FAR, PDF = (reverse(f"say:{name}") for name in ("plan", "so_far", "plan_pdf"))
LATER = TODAY + timedelta(weeks=3)  # the links' own days are over, not those for reading
KEPT = "zqkept zqnot zqfor zqall"
WHO = {"child": "", "carer": "Pat Carer", "parent": "Kim Parent"}


def canaries(pep: Pep) -> dict[str, str]:
    """A word of its own for each written answer, by its address."""
    written = [a for a, field in pep.form.fields().items() if field.kind in {Kind.LONG, Kind.TEXT}]
    return {address: f"zq{number:03}x" for number, address in enumerate(written)}


@pytest.fixture
def links(cast, ada_pep):
    """A link for each, with an address, made while the plan is written."""
    return {
        purpose: invited(
            cast.officer, ada_pep, purpose, name=WHO[purpose], email=f"{purpose}@example.org"
        )
        for purpose in WHO
    }


@pytest.fixture
def written(cast, ada_pep, links):
    """The plan submitted and assured, each answer and each word by link with its canary."""
    words = canaries(ada_pep)
    for key, answers in full_answers(ada_pep.form).items():
        told = {name: words.get(f"{key}.{name}", said) for name, said in answers.items()}
        for field in ada_pep.form.section(key).fields:
            if field.kind is Kind.PERSON:
                told[field.key] = "somebody_else"
            elif f"{key}.{field.key}" in words:
                told[field.key] = words[f"{key}.{field.key}"]
            if field.asked_when:  # with an answer for which it is asked
                told[field.asked_when.field] = field.asked_when.is_one_of[0]
            if field.key == "what_changes":
                told[field.key] = "home"
        save_section(actor=cast.officer, pep=ada_pep, key=key, answers=told, version=0)
    for purpose in Purpose:
        speaker = Speaker(link=links[purpose].link, said_by=WHO[purpose])
        for asked in ALL[purpose]:
            save_answer(speaker=speaker, key=asked.key, text=f"zq{purpose}{asked.key}x")
            words[f"{purpose}:{asked.key}"] = f"zq{purpose}{asked.key}x"
        if purpose is Purpose.CHILD:
            drawn = add_picture(speaker=speaker, upload=photo(), says="zqdrawn")
        send_voice(speaker=speaker)
    save_answer(
        speaker=Speaker(link=links["child"].link),
        key="proud",
        text=KEPT,
        is_private=True,
        version=1,
    )
    del words["child:proud"]
    submit_pep(actor=cast.teacher, pep=ada_pep)
    assure_pep(actor=cast.officer, pep=ada_pep, ratings=ALL_GREEN, feedback="zqfeedback")
    ada_pep.refresh_from_db()
    return SimpleNamespace(pep=ada_pep, words=words, drawn=drawn)


def is_open(address: str, reader: Purpose, *, hidden: bool = False) -> bool:
    if ":" in address:
        said_by, _, key = address.partition(":")
        return may_read_words_in_copy(reader, Purpose(said_by), key, is_place_hidden=hidden)
    section, _, field = address.partition(".")
    return may_read_in_copy(reader, section, field, is_place_hidden=hidden)


def wrong_in(text: str, words: dict[str, str], reader: Purpose, *, hidden: bool = False) -> list:
    return [a for a, w in words.items() if (w in text) is not is_open(a, reader, hidden=hidden)]


def given(cast, pep, capacity, **said):
    row = pep.recipients.get(capacity=capacity)
    decision = Decision(recipient=row.pk, seen=mark_of(row), **said)
    record_recipients(actor=cast.teacher, pep=pep, decisions=[decision])
    return row


def test_each_reader_has_their_own_and_nothing_closed(client, cast, written, links):
    homes = CarePlacement.objects.filter(pupil=cast.ada)
    homes.update(postcode="ZQ1 1ZQ", is_address_confidential=False)
    Pupil.objects.filter(pk=cast.ada.pk).update(upn="ZQUPN")
    Meeting.objects.create(
        pep=written.pep,
        day=date(2027, 1, 14),
        starts_at="15:00",
        ends_at="16:00",
        place="zqplace",
        arranged_by=cast.officer,
        arranged_on=TODAY,
    )
    pep = complete_pep(actor=cast.officer, pep=written.pep)
    given(cast, pep, "parent", is_by_link=True, given_on=TODAY)
    closed = ["ZQ1 1ZQ", "ZQUPN", "zqfeedback", "zqplace", "zqkept", "Who gets this plan"]
    loaded = Pep.objects.as_on(TODAY).get(pk=pep.pk)
    for reader in Purpose:
        browser = arrived(links[reader], said_by=WHO[reader])
        body = browser.get(PLAN).content.decode()
        whose = links[reader].link.whose
        paper = page_of_copy(copy_for(loaded, reader, on=TODAY, whose=whose), reader)
        for text in (body, paper):
            assert wrong_in(text, written.words, reader) == []
            assert [word for word in closed if word in text] == []
            assert "14 January 2027" in text
            assert text.index("About me") < text.index("Aspirations")
        assert "Canaryada" not in body.partition("<main")[0], "no name in the title"
        assert queries_of(browser, PLAN) <= MOST_QUERIES
    taken = arrived(links["parent"], said_by="Kim").get(PDF)
    assert taken.content.startswith(b"%PDF")
    assert "Ada" not in taken.headers["Content-Disposition"]
    read = set(ReadLog.objects.values_list("page", "reader"))
    assert ("say:plan", "Carer Pat Carer, by link: Pat Carer") in read
    assert ("say:plan_pdf", "Parent Kim Parent, by link: Kim") in read
    seen = body_of(client, cast.officer, page("peps:recipients", pep))
    assert "Pat Carer</th>" in seen
    assert "PDF taken" in seen
    client.force_login(cast.officer)
    assert queries_of(client, page("peps:recipients", pep)) <= MOST_QUERIES
    with pytest.raises(ProgrammingError), transaction.atomic():
        CopyOpening.objects.update(said_by="Nobody")
    # The parent of a child whose address is confidential.
    homes.update(is_address_confidential=True)
    kim = links[Purpose.PARENT].link.whose
    copy = copy_for(loaded, Purpose.PARENT, on=TODAY, whose=kim)
    hidden = page_of_copy(copy, Purpose.PARENT)
    assert wrong_in(hidden, written.words, Purpose.PARENT, hidden=True) == []
    assert "Oakfield" not in hidden
    for reader in Purpose:
        url = reverse("peps:copy", kwargs={"ref": pep.ref, "reader": reader})
        assert body_of(client, cast.officer, url)
        assert queries_of(client, url) <= MOST_QUERIES
    url = reverse("peps:copy_pdf", kwargs={"ref": pep.ref, "reader": "carer"})
    assert client.get(url).content.startswith(b"%PDF")


def test_what_a_child_said_in_their_own_sdq_is_told_to_no_carer(written):
    for who in ("carer", "child"):
        SdqScore.objects.create(
            pupil=written.pep.pupil, completed_on=TODAY, respondent=who, score=17
        )
    pep = Pep.objects.as_on(TODAY).get(pk=written.pep.pk)
    paper = page_of_copy(copy_for(pep, Purpose.CARER, on=TODAY), Purpose.CARER)
    assert "SDQ, carer" in paper
    assert "SDQ, the child" not in paper


def test_a_young_childs_pdf_is_the_plan_in_short(written, cast):
    pep = Pep.objects.as_on(TODAY).get(pk=written.pep.pk)
    copy = copy_for(pep, Purpose.CHILD, on=TODAY)
    paper = page_of_copy(copy, Purpose.CHILD, is_young=True)
    assert "What you will learn" in paper
    assert written.words["new_targets.target_1_what"] in paper
    assert written.words["attainment_and_progress.achievements"] not in paper
    assert pdf_of_copy(copy, Purpose.CHILD, is_young=True).startswith(b"%PDF")


def test_a_childs_pdf_is_short_and_holds_what_the_child_said_and_drew(cast, written, links):
    pep, drawn = complete_pep(actor=cast.officer, pep=written.pep), written.drawn
    achieved = written.words["attainment_and_progress.achievements"]
    loaded = Pep.objects.as_on(TODAY).get(pk=pep.pk)
    copy = copy_for(loaded, Purpose.CHILD, on=TODAY)
    short, whole = (page_of_copy(copy, Purpose.CHILD, is_whole=each) for each in (False, True))
    for text in (short, whole):
        said = text.partition("What you said")[2].partition("Your targets")[0]
        for question in ("hopes", "meeting", "going_well"):
            assert f"zqchild{question}x" in said, question
        assert f'src="drawing:{drawn.ref}" alt="zqdrawn"' in text
        assert "Who helps you" in text
        assert text.index(f"<h1>{pep.pupil.name}</h1>") < text.index("next meeting")
    assert (achieved in short, achieved in whole) == (False, True)
    for words in ("England", "Persistent absence", "On record"):
        assert words not in short, words
    assert "England" not in whole
    browser = arrived(links["child"])
    body = browser.get(PLAN).content.decode()
    address = reverse("say:picture", kwargs={"picture": drawn.ref})
    assert f'src="{address}" alt="zqdrawn"' in body
    assert browser.get(address).status_code == 200
    sizes = [pages_in(browser.get(url).content) for url in (PDF, f"{PDF}?all=1")]
    assert sizes[0] <= 3 < sizes[1]
    carer = page_of_copy(copy_for(loaded, Purpose.CARER, on=TODAY), Purpose.CARER)
    assert carer.index("<h1>") < carer.index("next meeting"), "the name is the heading"
    assert "zqdrawn" not in carer


def test_a_copy_has_no_section_with_nothing_in_it(cast, ada_pep):
    copy = copy_for(Pep.objects.as_on(TODAY).get(pk=ada_pep.pk), Purpose.CARER, on=TODAY)
    told = {chapter.key for chapter in copy.letter.chapters}
    assert not told & {"attainment_and_progress", "sen_and_ehc_plan", "attendance_and_behaviour"}


def test_the_year_group_is_that_of_the_day_on_which_the_plan_was_finished(cast, written):
    pep = complete_pep(actor=cast.officer, pep=written.pep)
    year = f"Year {cast.ada.nc_year}"
    for day in (TODAY, date(2027, 10, 4)):
        with today_is(day):
            Pupil.objects.filter(pk=pep.pupil_id).update(nc_year=cast.ada.nc_year + day.year - 2026)
            loaded = Pep.objects.as_on(day).get(pk=pep.pk)
            copy = copy_for(loaded, Purpose.CARER, on=day)
            assert Fact(label="Year group", value=year) in copy.letter.chapters[0].facts


def test_who_has_a_link_is_told_once_and_a_parent_when_a_person_says_so(
    cast, assured_pep, links, client
):
    revoked = invited(cast.officer, assured_pep, "carer", email="former@example.org", name="Former")
    revoke_link(actor=cast.officer, link=revoked.link, reason="Left.")
    ended = invited(cast.officer, assured_pep, "carer", email="ended@example.org", name="Ended")
    PersonalLink.objects.filter(pk=ended.link.pk).update(expires_on=TODAY - timedelta(days=1))
    pep = complete_pep(actor=cast.officer, pep=assured_pep)
    about = Notice.objects.filter(about__startswith="copy:")
    told = set(about.values_list("address", "stage"))
    assert told == {
        ("child@example.org", "finished"),
        ("carer@example.org", "finished"),
        ("ended@example.org", "link_ended"),
    }
    for notice in about:
        for never in ("Ada", "Canary", pep.pupil.ref, "/say/", links["child"].code):
            assert never not in notice.subject + notice.body, never
    by_hand = pep.recipients.filter(user__isnull=True).exclude(name="Ended")
    rows = {row.capacity: row for row in by_hand}
    assert (rows["child"].how, rows["carer"].how, rows["parent"].how) == ("link", "link", "")
    parent = arrived(links["parent"], said_by="Kim")
    assert "It is not open to you here" in parent.get(reverse("say:start")).content.decode()
    assert parent.get(PLAN).status_code == 403
    assert "Reads it by personal link" in body_of(
        client, cast.teacher, page("peps:record_recipients", pep)
    )
    for _ in range(2):
        given(cast, pep, "parent", is_by_link=True, given_on=TODAY)
    assert about.filter(address="parent@example.org").count() == 1
    assert parent.get(PLAN).status_code == 200
    given(cast, pep, "parent", left_out_because="A court order.")
    assert parent.get(PLAN).status_code == 403
    assert parent.get(PDF).url == PLAN
    with pytest.raises(ValidationError, match="A court order"), transaction.atomic():
        invited(cast.officer, pep, "parent", name="Kim Parent")
    child = arrived(links["child"])
    assert child.get(PLAN).status_code == 200
    unlock_pep(actor=cast.head, pep=pep, reason="A wrong date.")
    for reader in (child, arrived(links["carer"])):
        assert "putting something in this plan right" in reader.get(PLAN).content.decode()
    assert parent.get(PLAN).status_code == 403, "was not given it, and is not now"
    pep.refresh_from_db()
    submit_pep(actor=cast.teacher, pep=pep)
    assure_pep(actor=cast.officer, pep=pep, ratings=ALL_GREEN, feedback="Well.")
    complete_pep(actor=cast.officer, pep=pep)
    assert about.filter(address="carer@example.org").count() == 2, "of each completion once"
    assert arrived(links["carer"]).get(PLAN).status_code == 200


def test_the_meeting_of_the_day_on_which_a_plan_was_finished_is_not_the_next(client, cast, written):
    arranged = {"starts_at": time(9), "ends_at": time(10), "place": "School"}
    arranged |= {"arranged_by": cast.officer, "arranged_on": TODAY}
    Meeting.objects.create(pep=written.pep, day=TODAY, **arranged)
    pep = complete_pep(actor=cast.officer, pep=written.pep)
    named = date.fromisoformat(pep.sections.get(key="meeting").data["next_review_on"])
    for coming in (named, date(2026, 11, 12)):
        assert copy_for(pep, Purpose.CARER, on=TODAY).next_meeting == long_date(coming)
        body = body_of(client, cast.officer, page("peps:read", pep))
        assert ("Next PEP meeting" in body) is (coming != named)
        Meeting.objects.create(pep=pep, day=date(2026, 11, 12), **arranged)


def test_while_a_plan_is_put_right_those_with_a_copy_read_it_as_it_was_finished(
    cast, written, links
):
    CarePlacement.objects.filter(pupil=cast.ada).update(is_address_confidential=False)
    pep = complete_pep(actor=cast.officer, pep=written.pep)
    given(cast, pep, "parent", is_by_link=True, given_on=TODAY)
    CurrentDay.objects.update(day=LATER)
    readers = {reader: arrived(links[reader], said_by=WHO[reader]) for reader in Purpose}
    before = {reader: pages[PLAN] for reader, pages in opened(readers).items()}
    unlock_pep(actor=cast.head, pep=pep, reason="A wrong date.")
    kept = FinishedVersion.objects.get()
    with pytest.raises(ProgrammingError), transaction.atomic():
        FinishedVersion.objects.update(said={})
    pep.refresh_from_db()
    for section in pep.sections.all():  # all of it is written anew, and finished once more
        if section.key != "meeting":
            anew = {
                name: "zqanew." for name in section.data if f"{section.key}.{name}" in written.words
            }
            save_section(
                actor=cast.officer, pep=pep, key=section.key, answers=section.data | anew,
                version=section.version,
            )  # fmt: skip
    PersonalLink.objects.filter(pk=links["child"].link.pk).update(expires_on=LATER)
    child = Speaker(link=open_link(links["child"].link.pk))
    save_answer(speaker=child, key="likes", text="zqanew", version=1)
    add_picture(speaker=child, upload=photo(), says="zqanew")
    send_voice(speaker=child)
    PersonalLink.objects.filter(pk=links["child"].link.pk).update(expires_on=TODAY)
    for reader, pages in opened(readers).items():
        now = pages[PLAN]
        assert wrong_in(now, written.words, reader) == [], reader
        assert "zqanew" not in now + pages["paper"], reader
        assert ("zqdrawn" in now) is (reader is Purpose.CHILD), "the drawing of its day"
        assert "as it was finished on 4 November 2026" in now
        assert len(now) > len(before[reader]), "all that there was, and the note"
        assert queries_of(readers[reader], PLAN) <= MOST_QUERIES
    assert readers[Purpose.CHILD].get(SO_FAR).url == PLAN, "no draft beside the finished one"
    start = readers[Purpose.CARER].get(reverse("say:start")).content.decode()
    assert "Read it as it was finished" in start
    carer = Speaker(link=open_link(links["carer"].link.pk))
    with pytest.raises(VoiceRefused, match="only reads the finished plan"):
        save_answer(speaker=carer, key="going_well", text="zqanew", version=1)
    Pep.objects.filter(pk=pep.pk).update(state="not_required")
    assert readers[Purpose.CHILD].get(PLAN).status_code == 404, "its own days are over"
    assert kept.finished_on == TODAY


def test_a_version_from_before_drawings_were_kept_has_those_added_up_to_the_end_of_its_day(
    cast, written, links
):
    pep = complete_pep(actor=cast.officer, pep=written.pep)
    unlock_pep(actor=cast.head, pep=pep, reason="A wrong date.")
    kept = FinishedVersion.objects.get()
    said = {key: each for key, each in kept.said.items() if key != "drawings"}
    FinishedVersion.objects.create(pep=pep, finished_on=kept.finished_on, said=said)
    midnight = datetime.combine(TODAY + timedelta(days=1), time(), get_current_timezone())
    for added_at, is_shown in ((midnight - timedelta(seconds=1), True), (midnight, False)):
        VoicePicture.objects.update(added_at=added_at)
        body = arrived(links["child"]).get(PLAN).content.decode()
        assert ("zqdrawn" in body) is is_shown


def test_what_the_child_makes_private_leaves_the_finished_plan_at_once(cast, written, links):
    CarePlacement.objects.filter(pupil=cast.ada).update(is_address_confidential=False)
    pep = complete_pep(actor=cast.officer, pep=written.pep)
    given(cast, pep, "parent", is_by_link=True, given_on=TODAY)
    unlock_pep(actor=cast.head, pep=pep, reason="A wrong date.")
    child = Speaker(link=open_link(links["child"].link.pk))
    readers = {reader: arrived(links[reader], said_by=WHO[reader]) for reader in Purpose}
    own = {key: written.words[f"child:{key}"] for key in ("likes", "helps")}
    for pages in opened(readers).values():
        assert all(words in page for page in pages.values() for words in own.values())
    save_answer(speaker=child, key="likes", text=own["likes"], is_private=True, version=1)
    for pages in opened(readers).values():
        assert all(own["likes"] not in page for page in pages.values())
        assert all(own["helps"] in page for page in pages.values())
    assert str(FinishedVersion.objects.get().said).count(own["likes"]) == 1, "kept, not shown"


def opened(readers) -> dict[Purpose, dict[str, str]]:
    """What each reads on the page of the plan, and on paper."""
    return {
        reader: {
            PLAN: browser.get(PLAN).content.decode(),
            "paper": page_of_copy(_copy_by(browser.get(PLAN)), reader),
        }
        for reader, browser in readers.items()
    }


def _copy_by(answer):
    return answer.context["copy"]


def test_links_open_for_reading_for_eight_weeks_and_close_at_once(client, cast, assured_pep, links):
    pep = complete_pep(actor=cast.officer, pep=assured_pep)
    carer, child = (arrived(links[purpose]) for purpose in ("carer", "child"))
    CurrentDay.objects.update(day=TODAY + timedelta(weeks=8))
    assert carer.get(PLAN).status_code == 200
    CurrentDay.objects.update(day=TODAY + timedelta(weeks=8, days=1))
    assert carer.get(PLAN).status_code == 404
    made = invited(cast.teacher, pep, "carer", name="New Carer", days=7)
    assert pep.recipients.get(name="New Carer").how == "link"
    assert arrived(made, said_by="New").get(PLAN).status_code == 200
    CurrentDay.objects.update(day=TODAY)
    close_by_court_order(
        actor=cast.social_worker, pep=pep, purpose="carer", reason="Order of 2 November."
    )
    for reader, status in (("carer", 404), ("child", 200)):
        url = reverse("peps:copy_pdf", kwargs={"ref": pep.ref, "reader": reader})
        client.force_login(cast.officer)
        assert client.get(url).status_code == status
    url = reverse("peps:copy", kwargs={"ref": pep.ref, "reader": "carer"})
    assert "Do not give this copy" in body_of(client, cast.officer, url)
    unnamed = reverse("peps:make_link", kwargs={"ref": pep.ref, "purpose": "parent"})
    body = client.post(unnamed, {"days": "7"}).content.decode()
    assert "Enter whose link it is" in body, "one parent is not the other"
    closed = carer.get(PLAN)
    assert closed.status_code == 404
    assert "This link does not open" in closed.content.decode()
    homes = CarePlacement.objects.filter(pupil=cast.ada)
    homes.update(ended_on=TODAY)
    CarePlacement.objects.create(
        pupil=cast.ada, care_period=pep.care_period, started_on=TODAY, placement_type="A5"
    )
    assert child.get(PLAN).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonalLink.objects.filter(purpose="child").update(reads_until=date(2026, 1, 1))


def test_the_child_sees_what_is_finished_of_the_plan_so_far(cast, ada_pep, links):
    words = canaries(ada_pep)
    answers = full_answers(ada_pep.form)
    for key in ("new_targets", "leisure_and_learning"):
        told = {name: words.get(f"{key}.{name}", said) for name, said in answers[key].items()}
        kept = save_section(actor=cast.officer, pep=ada_pep, key=key, answers=told, version=0)
        if key == "new_targets":
            complete_section(actor=cast.officer, pep=ada_pep, key=key, version=kept.version)
    child = arrived(links["child"])
    for screen in (reverse("say:start"), reverse("say:question", kwargs={"key": "likes"})):
        body = child.get(screen).content.decode()
        assert f'href="{SO_FAR}"' in body
        assert "the people you live with get a copy" in body
    meeting = child.get(reverse("say:question", kwargs={"key": "meeting"})).content.decode()
    assert "left out of the copies" in meeting
    body = child.get(SO_FAR).content.decode()
    assert "Your plan so far" in body
    assert "I am worried about being safe" in body
    assert words["new_targets.target_1_what"] in body
    assert words["new_targets.target_1_resource"] not in body, "money is not for the child"
    assert words["leisure_and_learning.leisure_interests"] not in body, "not finished"
    assert "The child, by link" in ReadLog.objects.get(page="say:so_far").reader
    assert queries_of(child, SO_FAR) <= MOST_QUERIES
    assert not CopyOpening.objects.exists()
    assert child.get(PLAN).status_code == 403
    assert arrived(links["carer"]).get(SO_FAR).status_code == 404
    Pep.objects.filter(pk=ada_pep.pk).update(state="not_required")
    assert child.get(SO_FAR).status_code == 403
    assert Recipient.objects.count() == 0
