"""A copy while the plan is put right, after it, and as long as a link opens; the plan so far."""

from datetime import date, datetime, time, timedelta

import pytest
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
from peps.schema.speakers import Purpose
from peps.services import (
    complete_pep,
    complete_section,
    save_section,
    unlock_pep,
)
from peps.services.closed_links import close_by_court_order
from peps.services.open_links import open_link
from peps.services.voice_pictures import add_picture
from peps.services.voices import VoiceRefused, save_answer, send_voice
from peps.voice.speaker import Speaker
from pupils.models import CarePlacement
from tests.cast import TODAY
from tests.peps.answers import full_answers
from tests.peps.by_link import arrived, invited
from tests.peps.copies.reading import (
    LATER,
    PLAN,
    SO_FAR,
    WHO,
    canaries,
    given,
    opened,
    wrong_in,
)
from tests.peps.test_pdf import photo
from tests.peps.views.pages import body_of, page
from tests.reporting.page_requests import MOST_QUERIES, queries_of
from vsh.audit.models import ReadLog
from vsh.calendars.models import CurrentDay
from vsh.govuk.dates import long_date


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


def test_what_the_child_makes_private_leaves_the_finished_plan_at_once(
    client, cast, written, links
):
    CarePlacement.objects.filter(pupil=cast.ada).update(is_address_confidential=False)
    pep = complete_pep(actor=cast.officer, pep=written.pep)
    given(cast, pep, "parent", is_by_link=True, given_on=TODAY)
    unlock_pep(actor=cast.head, pep=pep, reason="A wrong date.")
    child = Speaker(link=open_link(links["child"].link.pk))
    readers = {reader: arrived(links[reader], said_by=WHO[reader]) for reader in Purpose}
    own = {key: written.words[f"child:{key}"] for key in ("likes", "helps")}
    for pages in opened(readers).values():
        assert all(words in page for page in pages.values() for words in own.values())
    client.force_login(cast.teacher)
    assert client.get(page("peps:pdf", pep)).status_code == 200
    save_answer(speaker=child, key="likes", text=own["likes"], is_private=True, version=1)
    for pages in opened(readers).values():
        assert all(own["likes"] not in page for page in pages.values())
        assert all(own["helps"] in page for page in pages.values())
    held = client.get(page("peps:pdf", pep), follow=True)
    assert (held.redirect_chain, "it is not given out" in held.content.decode()) == (
        [(page("peps:pep", pep), 302)], True,
    )  # fmt: skip
    assert str(FinishedVersion.objects.get().said).count(own["likes"]) == 1, "kept, not shown"


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
    assert "whose link it is" in body, "one parent is not the other"
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
