"""The finished plan for those without an account: nothing closed in it, told once, closed at once,
opened on record; and the child's plan so far."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.urls import reverse

from peps.models import (
    CopyOpening,
    Meeting,
    Pep,
    PersonalLink,
)
from peps.reading.copies import copy_for
from peps.reading.copy_pdf import page_of_copy, pdf_of_copy
from peps.reading.reader import Fact
from peps.schema.speakers import Purpose
from peps.services import (
    assure_pep,
    complete_pep,
    submit_pep,
    unlock_pep,
)
from peps.services.closed_links import revoke_link
from pupils.models import CarePlacement, Pupil, SdqScore
from tests.cast import TODAY
from tests.peps.by_link import arrived, invited
from tests.peps.conftest import ALL_GREEN
from tests.peps.copies.reading import PDF, PLAN, WHO, given, wrong_in
from tests.peps.test_pdf import pages_in
from tests.peps.views.pages import body_of, page
from tests.reporting.page_requests import MOST_QUERIES, queries_of
from vsh.audit.models import ReadLog
from vsh.calendars.current_day import today_is
from vsh.notices.models import Notice


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
        invited(cast.officer, pep, "parent", name="Kim  Parent")
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
