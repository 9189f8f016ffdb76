"""A section that does not apply to the child any more: said with a reason, kept, taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from peps.models import Pep, PepSection
from peps.reading.letter import letter_for
from peps.rules.states import Refusal
from peps.schema import CURRENT_VERSION, Circumstance, form
from peps.services import (
    PepRefused,
    PepUnfinished,
    adapt_open_plans,
    assure_pep,
    change_variant,
    complete_pep,
    complete_section,
    return_pep,
    save_section,
    set_section_aside,
    submit_pep,
    take_section_back,
)
from pupils.models import Enrolment, SenStatus
from tests.cast import TODAY
from tests.peps.conftest import ALL_GREEN
from vsh.accounts.roles import ROLE_PERMISSIONS, Role

KEY = "ehc_plan"
WORDS = {"outcomes": "Reads aloud to a small group."}
REASON = "The plan ceased on 2 November."


def ehc_plan_of(pupil) -> SenStatus:
    pupil.sen_statuses.all().delete()
    return SenStatus.objects.create(pupil=pupil, status="E", started_on=TODAY - timedelta(days=9))


@pytest.fixture
def pep(cast, ada_pep) -> Pep:
    """Somebody wrote about the EHC plan, which has ceased since."""
    plan = ehc_plan_of(cast.ada)
    adapt_open_plans()
    save_section(actor=cast.teacher, pep=ada_pep, key=KEY, answers=WORDS, version=0)
    plan.delete()
    adapt_open_plans()
    ada_pep.refresh_from_db()
    return ada_pep


def is_asked(pep: Pep, key: str = KEY) -> bool:
    pep.refresh_from_db()
    return pep.form.section(key) is not None


def chapter_of(pep: Pep):
    plan = Pep.objects.as_on(TODAY).get(pk=pep.pk)
    letter = letter_for(pep=plan, permissions=ROLE_PERMISSIONS[Role.DESIGNATED_TEACHER], day=TODAY)
    return next((chapter for chapter in letter.chapters if chapter.key == KEY), None)


@pytest.mark.parametrize("person", ["teacher", "officer", "head", "social_worker"])
def test_who_writes_it_says_so_and_it_is_not_asked_any_more(cast, pep, person):
    assert is_asked(pep)
    actor = cast.people[person]
    set_section_aside(actor=actor, pep=pep, key=KEY, reason=f" {REASON} ")
    row = PepSection.objects.get(pep=pep, key=KEY)
    assert (row.set_aside_on, row.set_aside_by, row.set_aside_because) == (TODAY, actor, REASON)
    assert row.data == WORDS
    assert not is_asked(pep)
    assert adapt_open_plans() == 0  # nor does the next hour bring it back
    change = pep.status_changes.last()
    assert (change.from_state, change.to_state, change.by) == (pep.state, pep.state, actor)
    assert change.reason.endswith(f"does not apply any more: {REASON}")


def test_the_plan_is_then_submitted_without_it_and_the_pdf_keeps_the_words(cast, pep, write_all):
    write_all(pep, without=(KEY,))
    with pytest.raises(PepUnfinished):
        submit_pep(actor=cast.teacher, pep=pep)
    set_section_aside(actor=cast.teacher, pep=pep, key=KEY, reason=REASON)
    submit_pep(actor=cast.teacher, pep=pep)
    assure_pep(actor=cast.officer, pep=pep, ratings=ALL_GREEN, feedback="Clear.")
    assert complete_pep(actor=cast.officer, pep=pep).state == "complete"
    assert pep.snapshots.count() == 1
    chapter = chapter_of(pep)
    assert [line.value for passage in chapter.passages for line in passage.lines] == [
        WORDS["outcomes"]
    ]
    assert REASON in chapter.set_aside
    assert str(cast.teacher) in chapter.set_aside


def test_it_is_taken_back_with_its_words_and_the_reason_on_record(cast, pep):
    before = PepSection.objects.get(pep=pep, key=KEY).version
    set_section_aside(actor=cast.teacher, pep=pep, key=KEY, reason=REASON)
    take_section_back(actor=cast.officer, pep=pep, key=KEY, reason="It was kept after all.")
    row = PepSection.objects.get(pep=pep, key=KEY)
    assert is_asked(pep)
    assert (row.set_aside_on, row.set_aside_by, row.set_aside_because) == (None, None, "")
    assert row.data == WORDS
    assert row.version > before  # no page that stood open saves over it
    adapt_open_plans()
    assert is_asked(pep)
    reasons = list(pep.status_changes.values_list("reason", flat=True))
    assert reasons[-1].endswith("applies after all: It was kept after all.")
    assert reasons[-2].endswith(REASON)  # what was said before stays on record


def test_it_is_asked_again_as_soon_as_the_record_calls_for_it(cast, pep):
    set_section_aside(actor=cast.teacher, pep=pep, key=KEY, reason=REASON)
    ehc_plan_of(cast.ada)
    assert adapt_open_plans() == 1
    assert is_asked(pep)
    row = PepSection.objects.get(pep=pep, key=KEY)
    assert (row.set_aside_on, row.data) == (None, WORDS)
    change = pep.status_changes.last()
    assert (change.by, change.reason) == (
        None,
        f"“{pep.form.section(KEY).title}” applies again by what is on record.",
    )


def test_it_is_refused_while_the_record_calls_for_it(cast, pep):
    ehc_plan_of(cast.ada)
    with pytest.raises(PepRefused) as refused:
        set_section_aside(actor=cast.teacher, pep=pep, key=KEY, reason=REASON)
    assert refused.value.refusal is Refusal.STILL_APPLIES
    assert is_asked(pep)


def test_it_is_refused_while_the_plan_itself_says_that_the_school_changes(cast, ada_pep):
    key, planned = "transition_and_stability", {"is_change_planned": "yes"}
    answers = planned | {"what_changes": "school"}
    save_section(actor=cast.teacher, pep=ada_pep, key=key, answers=answers, version=0)
    words = {"next_place": "Elm Grove, applied."}
    save_section(actor=cast.teacher, pep=ada_pep, key="moving_on", answers=words, version=0)
    with pytest.raises(PepRefused):
        set_section_aside(actor=cast.teacher, pep=ada_pep, key="moving_on", reason="No.")
    answers = planned | {"what_changes": "home"}
    save_section(actor=cast.teacher, pep=ada_pep, key=key, answers=answers, version=1)
    assert is_asked(ada_pep, "moving_on")  # somebody wrote in it
    set_section_aside(actor=cast.teacher, pep=ada_pep, key="moving_on", reason="Oakfield stays.")
    assert not is_asked(ada_pep, "moving_on")


ALWAYS = [section.key for section in form(CURRENT_VERSION, "secondary").sections]


@pytest.mark.parametrize("key", ALWAYS)
def test_what_every_child_is_asked_is_refused_to_everybody(cast, pep, key):
    with pytest.raises(PepRefused) as refused:
        set_section_aside(actor=cast.officer, pep=pep, key=key, reason=REASON)
    assert refused.value.refusal is Refusal.ALWAYS_APPLIES
    assert not pep.sections.filter(set_aside_on__isnull=False).exists()


def test_a_plan_of_the_first_version_has_nothing_to_set_aside(cast, ada_pep):
    Pep.objects.filter(pk=ada_pep.pk).update(form_version="2026.1", variant="")
    with pytest.raises(PepRefused):
        set_section_aside(actor=cast.officer, pep=ada_pep, key="about_me", reason=REASON)


@pytest.mark.parametrize("key", ["moving_on", "release", "no_such_section"])
def test_what_is_not_asked_cannot_be_set_aside_nor_taken_back(cast, pep, key):
    for service in (set_section_aside, take_section_back):
        with pytest.raises(PepRefused) as refused:
            service(actor=cast.officer, pep=pep, key=key, reason=REASON)
        assert refused.value.refusal is Refusal.ANOTHER_FORM


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_both_need_a_reason(cast, pep, reason):
    with pytest.raises(ValidationError):
        set_section_aside(actor=cast.teacher, pep=pep, key=KEY, reason=reason)
    set_section_aside(actor=cast.teacher, pep=pep, key=KEY, reason=REASON)
    with pytest.raises(ValidationError):
        take_section_back(actor=cast.teacher, pep=pep, key=KEY, reason=reason)
    assert not is_asked(pep)


def test_a_second_click_changes_nothing(cast, pep):
    set_section_aside(actor=cast.teacher, pep=pep, key=KEY, reason=REASON)
    set_section_aside(actor=cast.officer, pep=pep, key=KEY, reason="Again.")
    row = PepSection.objects.get(pep=pep, key=KEY)
    assert (row.set_aside_by, row.set_aside_because) == (cast.teacher, REASON)
    for _ in range(2):
        take_section_back(actor=cast.teacher, pep=pep, key=KEY, reason="It applies.")
    assert pep.status_changes.filter(reason__contains="applies after all").count() == 1


def test_readers_and_outsiders_may_not(cast, pep):
    for service in (set_section_aside, take_section_back):
        with pytest.raises(PermissionDenied):
            service(actor=cast.iro, pep=pep, key=KEY, reason=REASON)
        with pytest.raises(Pep.DoesNotExist):
            service(actor=cast.outsider, pep=pep, key=KEY, reason=REASON)


def test_once_submitted_it_is_neither_set_aside_nor_taken_back(cast, pep, write_all):
    write_all(pep, without=(KEY,))
    set_section_aside(actor=cast.teacher, pep=pep, key=KEY, reason=REASON)
    submit_pep(actor=cast.teacher, pep=pep)
    for service in (set_section_aside, take_section_back):
        with pytest.raises(PepRefused):
            service(actor=cast.officer, pep=pep, key=KEY, reason="Late.")
    return_pep(actor=cast.officer, pep=pep, reason="The baselines.")
    take_section_back(actor=cast.officer, pep=pep, key=KEY, reason="It applies.")
    assert is_asked(pep)


def test_a_finished_section_that_was_set_aside_is_not_finished_when_it_is_back(cast, ada_pep):
    plan = ehc_plan_of(cast.ada)
    adapt_open_plans()
    ada_pep.refresh_from_db()
    fields = ada_pep.form.section(KEY).fields
    words = {f.key: f.choices[0][0] if f.choices else "Words." for f in fields}
    row = save_section(actor=cast.teacher, pep=ada_pep, key=KEY, answers=words, version=0)
    complete_section(actor=cast.teacher, pep=ada_pep, key=KEY, version=row.version)
    plan.delete()
    set_section_aside(actor=cast.teacher, pep=ada_pep, key=KEY, reason=REASON)
    take_section_back(actor=cast.teacher, pep=ada_pep, key=KEY, reason="It applies.")
    row.refresh_from_db()
    assert (row.completed_at, row.completed_by) == (None, None)


def test_a_plan_with_words_that_were_set_aside_keeps_its_form(cast, pep):
    set_section_aside(actor=cast.teacher, pep=pep, key=KEY, reason=REASON)
    cast.ada.nc_year = 12
    cast.ada.save()
    adapt_open_plans()
    pep.refresh_from_db()
    assert pep.variant == "secondary"  # somebody wrote on it


def test_it_stays_set_aside_on_another_form(cast, pep):
    set_section_aside(actor=cast.teacher, pep=pep, key=KEY, reason=REASON)
    change_variant(actor=cast.teacher, pep=pep, variant="primary", reason="Mistaken.")
    assert not is_asked(pep)
    assert REASON in chapter_of(pep).set_aside


def test_alternative_provision_that_ended(cast, ada_pep):
    place = Enrolment.objects.create(
        pupil=cast.ada, setting=cast.elm, kind=Enrolment.Kind.ALTERNATIVE, started_on=TODAY
    )
    adapt_open_plans()
    key = str(Circumstance.ALTERNATIVE_PROVISION)
    words = {"provider": "Elm Grove, two days a week."}
    save_section(actor=cast.teacher, pep=ada_pep, key=key, answers=words, version=0)
    place.delete()
    set_section_aside(actor=cast.teacher, pep=ada_pep, key=key, reason="It never began.")
    assert not is_asked(ada_pep, key)
