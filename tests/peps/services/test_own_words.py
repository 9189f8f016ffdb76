"""The child's sent words answer the plan; the next plan asks what changed because of them."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from peps.models import Pep
from peps.querysets.own_words import answered_in
from peps.reading.beside import BY_LINK
from peps.services import (
    PepUnfinished,
    adapt_open_plans,
    complete_section,
    initiate_pep,
    save_section,
    submit_pep,
)
from peps.services.voices import save_answer, send_voice
from peps.voice.speaker import Speaker
from tests.peps.by_link import arrived, invited
from tests.peps.views.pages import body_of, page
from tests.reporting.page_requests import MOST_QUERIES, queries_of
from vsh.calendars.models import CurrentDay

SPRING = date(2027, 1, 18)


def says(cast, pep, purpose="child", *, sends=True, **answers) -> Speaker:
    """Somebody says this by link; a key that begins with `private_` is kept private."""
    speaker = Speaker(link=invited(cast.teacher, pep, purpose).link, said_by="Jo")
    for key, text in answers.items():
        save_answer(
            speaker=speaker,
            key=key.removeprefix("private_"),
            text=text,
            is_private=key.startswith("private_"),
        )
    if sends:
        send_voice(speaker=speaker)
    return speaker


def section_page(pep, key="childs_views") -> str:
    return reverse("peps:section", args=[pep.ref, key])


def marks(body: str, key: str) -> bool:
    """Whether the question is marked as optional."""
    label = re.search(rf'<label[^>]*for="id_{key}"[^>]*>(.*?)</label>', body, re.DOTALL)
    return "(optional)" in label[1]


def test_a_teacher_need_not_say_what_the_child_has_sent(client, cast, ada_pep, write_all):
    child = says(cast, ada_pep, sends=False, going_well="Maps & dogs", should_change="Less noise")
    write_all(ada_pep)
    row = save_section(
        actor=cast.teacher,
        pep=ada_pep,
        key="childs_views",
        answers={"going_well": "", "should_change": "", "how_involved": "At the meeting."},
        version=ada_pep.sections.get(key="childs_views").version,
    )
    assert "Less noise" not in body_of(client, cast.teacher, section_page(ada_pep)), "not sent"
    with pytest.raises(PepUnfinished):
        complete_section(actor=cast.teacher, pep=ada_pep, key="childs_views", version=row.version)
    send_voice(speaker=child)
    body = body_of(client, cast.teacher, section_page(ada_pep))
    assert "Maps &amp; dogs" in body.split("<aside")[0]
    assert "Maps &amp; dogs" not in body.split("<aside")[1:], "beside its question alone"
    assert marks(body, "going_well")
    assert not marks(body, "how_involved")
    assert "In progress, 3 of 3" not in body
    assert "Answered, not yet marked as finished" in body
    complete_section(actor=cast.teacher, pep=ada_pep, key="childs_views", version=row.version)
    save_answer(speaker=child, key="should_change", text="", version=1)
    send_voice(speaker=child)
    assert "childs_views.should_change" not in answered_in(ada_pep)
    with pytest.raises(PepUnfinished) as lacking:
        submit_pep(actor=cast.teacher, pep=ada_pep)
    assert [item.field.key for item in lacking.value.missing] == ["should_change"]
    save_answer(speaker=child, key="should_change", text="Less noise!", version=2)
    send_voice(speaker=child)
    assert submit_pep(actor=cast.teacher, pep=ada_pep).state == "submitted"
    assert "Less noise!" in body_of(client, cast.teacher, page("peps:read", ada_pep))


def test_a_private_answer_is_an_answer_whose_words_no_writer_reads(client, cast, ada_pep):
    says(cast, ada_pep, private_going_well="Nobody's business")
    assert answered_in(ada_pep) == {"childs_views.going_well"}
    body = body_of(client, cast.teacher, section_page(ada_pep))
    assert "business" not in body
    assert body.count(BY_LINK) == 1
    assert "few people" not in body, "nobody learns from it that something is private"
    assert marks(body, "going_well")
    assert not marks(body, "should_change")


def test_a_carers_part_need_not_be_written_again(client, cast, ada_pep):
    says(cast, ada_pep, "carer", worries="Sleeps badly")
    body = body_of(client, cast.social_worker, section_page(ada_pep, "carer_and_parent_views"))
    assert marks(body, "carers_views")
    assert not marks(body, "parents_views")
    assert "Sleeps badly" in body


def next_plan(cast) -> Pep:
    CurrentDay.objects.update(day=SPRING)
    return initiate_pep(actor=cast.social_worker, pupil=cast.ada)


def test_what_changed_is_asked_at_the_next_plan_and_told_to_the_child(client, cast, submitted_pep):
    submitted_pep.sections.filter(key="childs_views").update(data={})
    Pep.objects.update(state="returned")  # so that they may still speak
    says(cast, submitted_pep, should_change="Less noise at lunch", private_hopes="To be left alone")
    says(cast, submitted_pep, "carer", worries="The bus comes too early")
    Pep.objects.update(state="complete")
    assert "childs_views.what_changed" not in submitted_pep.form.fields()
    later = next_plan(cast)
    assert later.form.fields()["childs_views.what_changed"].needed is True
    body = body_of(client, cast.teacher, section_page(later))
    assert "Less noise at lunch" in body
    assert "left alone" not in body, "what is private is nobody's to ask after"
    assert queries_of(client, section_page(later)) <= MOST_QUERIES
    at_home = body_of(client, cast.social_worker, section_page(later, "carer_and_parent_views"))
    assert "The bus comes too early" in at_home
    save_section(
        actor=cast.teacher,
        pep=later,
        key="childs_views",
        answers={"what_changed": "You eat in the library now."},
        version=0,
    )
    child = arrived(invited(cast.teacher, later, "child", manner="simple"))
    asked = child.get("/say/questions/changed/").content.decode()
    assert "You eat in the library now." not in asked, "never a sentence in the making"
    later.sections.filter(key="childs_views").update(completed_at=timezone.now())
    asked = child.get("/say/questions/changed/").content.decode()
    for words in ("Less noise at lunch", "You eat in the library now."):
        assert words in asked
    assert "left alone" not in asked, "another adult may hold the link this time"
    child.post("/say/questions/changed/", {"choices": "bit"})
    child.post("/say/check/")
    assert "A bit" in body_of(client, cast.teacher, section_page(later)).split("<aside")[0]


@pytest.mark.parametrize(
    ("written", "is_asked"), [("Less noise.", True), ("-", False), ("", False)]
)
def test_words_that_others_wrote_down_are_asked_after_too(
    client, cast, submitted_pep, written, is_asked
):
    row = submitted_pep.sections.get(key="childs_views")
    row.data["should_change"] = written
    row.save()
    Pep.objects.update(state="complete")
    later = next_plan(cast)
    assert ("childs_views.what_changed" in later.form.fields()) is is_asked
    assert "carer_and_parent_views.what_changed" not in later.form.fields()
    if is_asked:
        assert "Less noise." in body_of(client, cast.teacher, section_page(later))
    else:  # it follows what is said by then
        row.data["should_change"] = "Less noise after all."
        row.save()
        adapt_open_plans()
        later.refresh_from_db()
        assert "childs_views.what_changed" in later.form.fields()
