"""Two people at once, with real connections: no word is lost."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from peps.models import Pep, PepSection, PepStatusChange
from peps.rules.completeness import missing
from peps.services import (
    PepRefused,
    StaleSection,
    adapt_open_plans,
    initiate_pep,
    save_section,
    submit_pep,
)
from peps.services.locking import answers_of
from pupils.models import SenStatus
from tests.cast import TODAY, Cast, assemble_cast
from tests.peps.answers import full_answers

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each piece of work returned or raised, all begun at the same moment."""
    start, outcomes = threading.Barrier(len(works)), [None] * len(works)

    def run(position: int, work: Callable[[], object]) -> None:
        start.wait()
        try:
            outcomes[position] = work()
        except Exception as refusal:  # noqa: BLE001  (the outcome is what the test is about)
            outcomes[position] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def cast() -> Cast:
    return assemble_cast()


@pytest.fixture
def pep(cast: Cast) -> Pep:
    return initiate_pep(actor=cast.social_worker, pupil=cast.ada)


def saving(actor, pep, key, answers, version=0):
    return lambda: save_section(actor=actor, pep=pep, key=key, answers=answers, version=version)


def test_different_sections_are_both_kept_and_the_pep_starts_once(cast, pep):
    outcomes = at_once(
        saving(cast.teacher, pep, "about_me", {"what_i_like": "Maps"}),
        saving(cast.social_worker, pep, "care_and_contacts", {"carer": "Mrs Hill"}),
        saving(cast.officer, pep, "leisure_and_learning", {"leisure_interests": "Chess"}),
    )
    assert all(isinstance(outcome, PepSection) for outcome in outcomes), outcomes
    assert PepSection.objects.filter(pep=pep).count() == 3
    assert PepStatusChange.objects.filter(pep=pep, to_state="in_progress").count() == 1


def test_the_same_section_is_kept_once_and_the_other_text_comes_back(cast, pep):
    works = [
        saving(actor, pep, "leisure_and_learning", {"leisure_interests": words})
        for actor, words in [
            (cast.teacher, "The teacher's"),
            (cast.social_worker, "The worker's"),
            (cast.officer, "The officer's"),
        ]
    ]
    outcomes = at_once(*works)
    stale = [outcome for outcome in outcomes if isinstance(outcome, StaleSection)]
    assert len(stale) == 2, outcomes
    kept = PepSection.objects.get().data["leisure_interests"]
    lost = {refusal.mine["leisure_interests"] for refusal in stale}
    assert {kept, *lost} == {"The teacher's", "The worker's", "The officer's"}
    assert all(refusal.theirs["leisure_interests"] == kept for refusal in stale)


def test_a_double_click_submits_once(cast, pep):
    for key, answers in full_answers(pep.form).items():
        save_section(actor=cast.officer, pep=pep, key=key, answers=answers, version=0)
    outcomes = at_once(*[lambda: submit_pep(actor=cast.teacher, pep=pep)] * 3)
    assert sum(isinstance(outcome, Pep) for outcome in outcomes) == 1, outcomes
    assert sum(isinstance(outcome, PepRefused) for outcome in outcomes) == 2
    assert PepStatusChange.objects.filter(to_state="submitted").count() == 1


def test_a_pep_is_initiated_once(cast):
    outcomes = at_once(
        lambda: initiate_pep(actor=cast.officer, pupil=cast.ben),
        lambda: initiate_pep(actor=cast.social_worker, pupil=cast.ben),
    )
    assert sum(isinstance(outcome, Pep) for outcome in outcomes) == 1, outcomes
    assert Pep.objects.count() == 1


def test_the_hourly_adaptation_leaves_a_plan_that_is_being_handed_in(cast, pep):
    """The facts call for a section while the teacher's submission is not committed yet."""
    for key, answers in full_answers(pep.form).items():
        save_section(actor=cast.officer, pep=pep, key=key, answers=answers, version=0)
    asked = list(pep.circumstances)
    SenStatus.objects.create(pupil=cast.ada, status="E", started_on=TODAY)
    is_written, may_commit = threading.Event(), threading.Event()

    def hand_in() -> None:
        with transaction.atomic():
            submit_pep(actor=cast.teacher, pep=pep)
            is_written.set()
            assert may_commit.wait(30)

    def adapt() -> int:
        assert is_written.wait(30)
        try:
            return adapt_open_plans()
        finally:
            may_commit.set()

    outcomes = at_once(hand_in, adapt)
    assert outcomes == [None, 0]
    assert adapt_open_plans() == 0
    pep.refresh_from_db()
    assert (pep.state, pep.circumstances) == ("submitted", asked)
    assert missing(pep.form, answers_of(pep)) == []
