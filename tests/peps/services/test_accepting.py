"""An authority that assures a sample lets an officer accept the others, on record."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InternalError, ProgrammingError, transaction

from peps.models import QualityDraw, QualityPolicy
from peps.services import (
    PepRefused,
    PepUnfinished,
    accept_pep,
    assure_pep,
    return_pep,
    submit_pep,
    unlock_pep,
)
from peps.services.quality_policy import set_quality_policy
from tests.peps.conftest import ALL_GREEN
from vsh.notices.models import Notice


@pytest.fixture
def sampling(cast):
    """Northshire assures one plan in a hundred, and none for its kind, by a seed that does not
    draw Ada's plan unless it is thrown again."""

    def sample(*, share=1, always=(), second_share=0, assures="sample"):
        policy = QualityPolicy.objects.filter(authority=cast.northshire).first()
        return set_quality_policy(
            actor=cast.head,
            authority=cast.northshire,
            assures=assures,
            share=share,
            always=always,
            second_share=second_share,
            version=policy.version if policy else 0,
        )

    return sample


def handed_in(cast, pep, *, is_drawn=False):
    """Submit the plan under a seed that draws it, or does not."""
    from peps.rules.sampling import FOR_ASSURANCE, number_of

    term = f"{pep.academic_year}-{pep.season}"
    for seed in map(str, range(1000)):
        number = number_of(seed=seed, term=term, ref=pep.ref, purpose=FOR_ASSURANCE)
        if (number <= 1) is is_drawn:
            QualityPolicy.objects.update(seed=seed)
            return submit_pep(actor=cast.teacher, pep=pep)
    raise AssertionError


def test_who_is_not_drawn_is_accepted_on_record(cast, ada_pep, write_all, sampling):
    write_all(ada_pep)
    sampling()
    pep = handed_in(cast, ada_pep)
    assert not pep.quality_draw.is_drawn
    done = accept_pep(actor=cast.officer, pep=pep, note="Read it: a good plan.")
    last = done.status_changes.last()
    assert (done.state, last.from_state, last.by) == ("complete", "submitted", cast.officer)
    assert "its number in the draw is" in last.reason
    assert last.reason.endswith("Read it: a good plan.")
    assert done.snapshots.count() == 1
    assert not done.quality_reviews.exists()
    told = Notice.objects.filter(pupil_ref=cast.ada.ref, stage="complete")
    assert set(told.values_list("recipient__name", flat=True)) == {"Teacher", "Social Worker"}
    # Unlocked and handed in again it is what it was: not drawn.
    unlock_pep(actor=cast.head, pep=done, reason="A wrong day.")
    submit_pep(actor=cast.teacher, pep=done)
    assert accept_pep(actor=cast.officer, pep=done).state == "complete"


def test_it_is_refused_to_whoever_may_not(cast, ada_pep, write_all, sampling):
    write_all(ada_pep)
    sampling()
    pep = handed_in(cast, ada_pep)
    for person in (cast.teacher, cast.social_worker, cast.iro, cast.head_teacher):
        with pytest.raises(PermissionDenied):
            accept_pep(actor=person, pep=pep)
    return_pep(actor=cast.head, pep=pep, reason="One more line.")
    submit_pep(actor=cast.officer, pep=pep)
    with pytest.raises(PepRefused, match="You submitted this PEP"):
        accept_pep(actor=cast.officer, pep=pep)
    assert accept_pep(actor=cast.head, pep=pep).state == "complete"
    with pytest.raises(PepRefused, match="moved on"):
        accept_pep(actor=cast.head, pep=pep)


def test_an_authority_that_assures_all_accepts_none(cast, submitted_pep, sampling):
    with pytest.raises(PepRefused, match="assures the quality of every plan"):
        accept_pep(actor=cast.officer, pep=submitted_pep)
    sampling()  # what was handed in before was in no draw
    with pytest.raises(PepRefused, match="was drawn for quality assurance"):
        accept_pep(actor=cast.officer, pep=submitted_pep)


def test_what_was_drawn_or_judged_is_not_accepted(cast, ada_pep, write_all, sampling):
    write_all(ada_pep)
    sampling()
    pep = handed_in(cast, ada_pep, is_drawn=True)
    with pytest.raises(PepRefused, match="was drawn for quality assurance"):
        accept_pep(actor=cast.officer, pep=pep)
    sampling(share=99)  # the draw stays as it was
    sampling(assures="all")
    with pytest.raises(PepRefused, match="assures the quality of every plan"):
        accept_pep(actor=cast.officer, pep=pep)
    assert (pep.quality_draw.number, pep.quality_draw.share) == (1, 1)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        QualityDraw.objects.update(is_drawn=False, why="not_drawn")


def test_a_plan_that_was_judged_red_is_judged_again(cast, ada_pep, write_all, sampling):
    write_all(ada_pep)
    sampling()
    pep = handed_in(cast, ada_pep)
    red = ALL_GREEN | {"actions": "red"}
    assure_pep(actor=cast.officer, pep=pep, ratings=red, feedback="Who does what?")
    return_pep(actor=cast.officer, pep=pep, reason="Who does what?")
    submit_pep(actor=cast.teacher, pep=pep)
    with pytest.raises(PepRefused, match="was judged before"):
        accept_pep(actor=cast.head, pep=pep)


def test_statutory_content_is_checked_once_more(cast, ada_pep, write_all, sampling):
    write_all(ada_pep)
    sampling()
    pep = handed_in(cast, ada_pep)
    pep.sections.filter(key="leisure_and_learning").update(data={})
    with pytest.raises(PepUnfinished):
        accept_pep(actor=cast.officer, pep=pep)
    pep.refresh_from_db()
    assert pep.state == "submitted"


def test_a_first_pep_is_always_drawn_where_the_authority_says_so(
    cast, ada_pep, write_all, sampling
):
    write_all(ada_pep)
    sampling(always=["first"])
    pep = handed_in(cast, ada_pep)
    assert (pep.quality_draw.is_drawn, pep.quality_draw.why) == (pep.kind == "initial", "first")


def test_the_seed_is_thrown_once_and_only_the_head_chooses(cast, sampling):
    seed = sampling().seed
    assert len(seed) == 32
    assert sampling(assures="all", share=50).seed == sampling(share=5).seed == seed
    for person in (cast.officer, cast.south_head, cast.teacher):
        with pytest.raises(PermissionDenied):
            set_quality_policy(
                actor=person,
                authority=cast.northshire,
                assures="sample",
                share=1,
                always=(),
                second_share=0,
                version=3,
            )
    with pytest.raises(ValidationError, match="Somebody else has changed"):
        set_quality_policy(
            actor=cast.head,
            authority=cast.northshire,
            assures="all",
            share=1,
            always=(),
            second_share=0,
            version=1,
        )
    history = QualityPolicy.pgh_event_model.objects.order_by("pk")
    assert [row.assures for row in history] == ["sample", "all", "sample"]
