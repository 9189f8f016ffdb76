"""The plans of the demonstration are whole: what is handed in lacks nothing, what is complete has
finished sections."""

from datetime import date

import pytest
from django.urls import reverse

from peps.models import Pep, PepSection
from peps.rules.completeness import missing
from peps.rules.days import wrong_days
from peps.schema import CURRENT_VERSION, Circumstance, form
from reporting.demonstration.pdfs import FOR_EACH, TEACHERS, keep_recent_pdfs
from reporting.demonstration.seed import seed_demonstration
from reporting.demonstration.stage_words import BY_VARIANT
from vsh.accounts.models import User
from vsh.calendars.models import CurrentDay

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 18)
HANDED_IN = ["submitted", "quality_assured", "complete", "returned"]


@pytest.fixture(autouse=True)
def seeded():
    CurrentDay.objects.create(day=DAY)
    seed_demonstration(children=60, seed=1, on=DAY, password="a password to test")


def test_what_was_handed_in_lacks_nothing():
    for pep in Pep.objects.filter(state__in=HANDED_IN).prefetch_related("sections"):
        answers = {section.key: section.data for section in pep.sections.all()}
        assert missing(pep.form, answers) == [], (pep.kind, pep.variant)


def test_no_plan_holds_a_day_that_cannot_be_or_is_complete_though_red():
    for pep in Pep.objects.filter(state__in=HANDED_IN).prefetch_related("sections"):
        answers = {section.key: section.data for section in pep.sections.all()}
        assert wrong_days(pep.form, answers, on=DAY) == []
        assert not (pep.is_red and pep.state != "returned")


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
