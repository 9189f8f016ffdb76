"""The plans of the demonstration are whole: what is handed in lacks nothing, what is complete has
finished sections."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from peps.models import (
    Handover,
    Meeting,
    Pep,
    PepSection,
    PepStatusChange,
    Voice,
    VoiceAnswer,
    VoiceCall,
)
from peps.rules.completeness import missing
from peps.rules.days import wrong_days
from peps.schema import CURRENT_VERSION, Circumstance, form
from peps.schema.voices import question
from peps.services.calls import follow_up_calls
from peps.services.handover import hand_over_plans
from reporting.demonstration.pdfs import FOR_EACH, TEACHERS, keep_recent_pdfs
from reporting.demonstration.stage_words import BY_VARIANT
from reporting.demonstration.voices import keep_drawings
from tests.reporting.conftest import SEEDED_ON
from vsh.accounts.models import User
from vsh.calendars.current_day import LONDON
from vsh.calendars.models import CalendarEntry
from vsh.calendars.rules import WorkingDays
from vsh.notices.models import Notice

pytestmark = pytest.mark.usefixtures("seeded")
DAY = SEEDED_ON
HANDED_IN = ["submitted", "quality_assured", "complete", "returned"]


def test_what_was_handed_in_lacks_nothing():
    for pep in Pep.objects.filter(state__in=HANDED_IN).prefetch_related("sections"):
        answers = {section.key: section.data for section in pep.sections.all()}
        assert missing(pep.form, answers) == [], (pep.kind, pep.variant)


def test_meetings_lie_ahead_and_behind(client):
    client.force_login(User.objects.get(email="teacher@northshire.example"))
    body = client.get(reverse("peps:meetings")).content.decode()
    assert "Put them into my calendar" in body
    assert Meeting.objects.filter(is_held=True, day__lte=DAY).exclude(minutes="").exists()
    assert not Meeting.objects.filter(is_held=True, day__gt=DAY).exists()


def test_a_handover_waits_at_the_second_school(client):
    client.force_login(User.objects.get(email="teacher2@northshire.example"))
    assert "Read and accept" in client.get(reverse("peps:handovers")).content.decode()
    for waiting in Handover.objects.waiting():
        assert waiting.open_pep or waiting.complete_pep
    hand_over_plans(on=DAY)
    assert "Read and accept" in client.get(reverse("peps:handovers")).content.decode()


def test_no_plan_holds_a_day_that_cannot_be_or_is_complete_though_red():
    for pep in Pep.objects.filter(state__in=HANDED_IN).prefetch_related("sections"):
        answers = {section.key: section.data for section in pep.sections.all()}
        assert wrong_days(pep.form, answers, on=DAY) == []
        assert not (pep.is_red and pep.state != "returned")


def test_plans_are_handed_in_on_school_days_and_judged_on_working_days():
    terms = CalendarEntry.objects.filter(authority__code="999", setting=None)
    stretches = list(terms.values_list("kind", "starts_on", "ends_on"))

    def is_school_day(day: date) -> bool:
        return {kind for kind, first, last in stretches if first <= day <= last} == {"term"}

    changes = PepStatusChange.objects.filter(on__gte=date(2025, 9, 1), on__lte=DAY)
    assert changes.filter(to_state="submitted").count() > 50
    for change in changes.exclude(to_state="opened"):
        assert WorkingDays().is_working_day(change.on), (change.to_state, change.on)
        if change.to_state == "submitted":
            assert is_school_day(change.on), change.on


def test_some_plans_of_last_year_were_red_and_put_right_since():
    red = Pep.objects.filter(quality_reviews__outcome="red", academic_year="2025-26")
    assert red.exists()
    assert not red.filter(state="returned").exists()
    assert red.filter(state="complete").exists()


@pytest.mark.parametrize("variant", BY_VARIANT)
def test_the_words_of_a_stage_answer_its_own_questions(variant):
    asked = form(CURRENT_VERSION, variant, list(Circumstance)).fields()
    assert set(BY_VARIANT[variant]) <= set(asked)
    assert all(
        len(words) <= asked[place].max_length
        for place, phrases in BY_VARIANT[variant].items()
        for words in phrases
    )


def test_every_section_of_it_is_finished_by_somebody():
    sections = PepSection.objects.filter(pep__state__in=HANDED_IN)
    handed_in = Pep.objects.filter(state__in=HANDED_IN)
    assert sections.count() == sum(len(pep.form.sections) for pep in handed_in)
    assert len(set(handed_in.values_list("variant", flat=True))) >= 4
    assert not sections.filter(completed_at=None).exists()
    assert not sections.filter(completed_by=None).exists()
    assert not sections.filter(changed_by=None).exists()


def test_the_teachers_find_the_pdfs_of_their_last_finished_plans(client):
    kept = keep_recent_pdfs()
    assert len(kept) >= FOR_EACH
    for email in TEACHERS:
        teacher = User.objects.get(email=email)
        finished = Pep.objects.visible_to(teacher).filter(state="complete")
        client.force_login(teacher)
        for pep in finished.order_by("-completed_on", "ref")[:FOR_EACH]:
            answer = client.get(reverse("peps:pdf", kwargs={"ref": pep.ref}))
            assert b"".join(answer.streaming_content).startswith(b"%PDF")
            assert pep.snapshots.get().made_on == pep.completed_on


def test_children_carers_and_parents_have_sent_their_parts_and_called():
    young = Voice.objects.filter(manner__in=["pictures", "simple"]).count()
    assert young
    assert [keep_drawings(), keep_drawings()] == [young, 0]
    purposes = set(Voice.objects.filter(sent_at__isnull=False).values_list("purpose", flat=True))
    assert purposes == {"child", "carer", "parent"}
    for answer in VoiceAnswer.objects.select_related("voice"):
        asked = question(answer.voice.purpose, answer.key)
        assert asked.words(answer.choices, answer.text), (answer.key, answer.choices)
        assert set(answer.choices) <= {option.key for option in asked.options}
        assert not answer.voice.manner or answer.voice.manner in asked.titles
    assert set(VoiceCall.objects.values_list("kind", flat=True)) == {"advocate", "interpreter"}
    assert VoiceCall.objects.waiting().count() == 1
    before = Notice.objects.count()
    follow_up_calls(datetime(2026, 11, 18, 12, tzinfo=LONDON))
    assert Notice.objects.count() == before, "the call that waits is of today"


def test_a_nursery_childs_plan_speaks_of_a_nursery_and_no_day_is_at_a_weekend():
    for pep in Pep.objects.filter(state__in=HANDED_IN).prefetch_related("sections"):
        answers = {section.key: section.data for section in pep.sections.all()}
        following = answers["meeting"].get("next_review_on")
        assert not following or date.fromisoformat(following).weekday() < 5, following
        changed = answers["childs_views"].get("what_changed", "")
        if pep.variant == "early_years" and changed:
            assert changed in BY_VARIANT["early_years"]["childs_views.what_changed"]
