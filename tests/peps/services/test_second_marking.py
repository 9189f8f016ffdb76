"""Two officers mark a plan apart, blind, and then agree its judgement on record."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from peps.models import Marking, QualityPolicy
from peps.services import PepRefused, accept_pep, assure_pep, return_pep, submit_pep
from peps.services.quality_policy import policy_of, set_quality_policy
from peps.services.quality_standing import standing_of
from peps.services.second_marking import (
    ask_for_two,
    both_markings,
    mark_apart,
    release_from_two,
    settle_marks,
)
from tests.cast import add_person
from tests.peps.conftest import ALL_GREEN
from vsh.accounts.roles import Role
from vsh.notices.models import Notice

AMBER = ALL_GREEN | {"needs": "amber"}


@pytest.fixture
def second(cast):
    """Another officer of Northshire."""
    return add_person("second_officer", Role.VIRTUAL_SCHOOL_OFFICER, cast.northshire)


def mark(person, pep, ratings=ALL_GREEN, **words):
    pep.refresh_from_db()
    return mark_apart(
        actor=person,
        pep=pep,
        ratings=ratings,
        comments=words.pop("comments", {}),
        feedback="Clear targets.",
        version=pep.version,
        **words,
    )


def settle(person, pep, ratings=ALL_GREEN, settled="We read it together.", **more):
    pep.refresh_from_db()
    return settle_marks(
        actor=person,
        pep=pep,
        ratings=ratings,
        comments=more.pop("comments", {}),
        feedback="Agreed.",
        settled=settled,
        may_return=True,
        version=pep.version,
        **more,
    )


def both(person, pep):
    return both_markings(pep, submission_id=standing_of(pep, actor=person).submission_id)


def test_two_mark_apart_and_agree(cast, submitted_pep, second):
    asked = ask_for_two(actor=cast.officer, pep=submitted_pep)
    assert asked.asked_by == cast.officer
    with pytest.raises(PepRefused, match="Two officers mark this plan apart"):
        assure_pep(actor=cast.officer, pep=submitted_pep, ratings=ALL_GREEN, feedback="Well.")
    mark(cast.officer, submitted_pep)
    assert both(second, submitted_pep) == ()  # blind
    with pytest.raises(PepRefused, match="You have marked this plan"):
        mark(cast.officer, submitted_pep)
    with pytest.raises(PepRefused, match="Two officers mark this plan apart"):
        settle(cast.officer, submitted_pep)
    mark(second, submitted_pep, AMBER, sections={"actions": "Who?"})
    submitted_pep.refresh_from_db()
    assert submitted_pep.state == "submitted"
    told = Notice.objects.get(stage="both_marked")
    assert told.recipient == cast.officer
    assert "Ada" not in told.body + told.subject
    assert [m.marked_by for m in both(second, submitted_pep)] == [cast.officer, second]
    with pytest.raises(ValidationError, match="two sets of marks to one"):
        settle(second, submitted_pep, settled=" ")
    review = settle(second, submitted_pep, AMBER, sections={"actions": "Who drives?"})
    assert (review.reviewed_by, review.agreed_with) == (second, cast.officer)
    assert review.settled == "We read it together."
    submitted_pep.refresh_from_db()
    assert submitted_pep.state == "quality_assured"
    assert submitted_pep.section_feedback.get().text == "Who drives?"
    assert submitted_pep.second_marking.settled_on is not None
    assert Marking.pgh_event_model.objects.count() == 2


def test_neither_the_submitter_nor_a_third_marks_and_the_head_settles(
    cast, ada_pep, write_all, second
):
    write_all(ada_pep)
    submit_pep(actor=cast.officer, pep=ada_pep)
    ask_for_two(actor=cast.head, pep=ada_pep)
    with pytest.raises(PepRefused, match="You submitted this PEP"):
        mark(cast.officer, ada_pep)
    for person in (cast.teacher, cast.social_worker, cast.iro):
        with pytest.raises(PermissionDenied):
            mark(person, ada_pep)
    third = add_person("third_officer", Role.VIRTUAL_SCHOOL_OFFICER, cast.northshire)
    fourth = add_person("fourth_officer", Role.VIRTUAL_SCHOOL_OFFICER, cast.northshire)
    mark(second, ada_pep)
    mark(third, ada_pep, AMBER)
    with pytest.raises(PepRefused):
        mark(fourth, ada_pep)
    with pytest.raises(PepRefused, match="or the Virtual School Head settles it"):
        settle(fourth, ada_pep)
    assert settle(cast.head, ada_pep).reviewed_by == cast.head


def test_a_plan_handed_in_anew_is_marked_anew(cast, submitted_pep, second):
    ask_for_two(actor=cast.head, pep=submitted_pep)
    mark(cast.officer, submitted_pep)
    return_pep(actor=cast.head, pep=submitted_pep, reason="A measure.")
    submit_pep(actor=cast.teacher, pep=submitted_pep)
    mark(second, submitted_pep)
    assert both(second, submitted_pep) == ()
    mark(cast.officer, submitted_pep)
    assert len(both(second, submitted_pep)) == 2
    red = ALL_GREEN | {"actions": "red"}
    settle(second, submitted_pep, red, comments={"actions": "No names."})
    submitted_pep.refresh_from_db()
    assert submitted_pep.state == "returned"
    submit_pep(actor=cast.teacher, pep=submitted_pep)  # agreed once: now one judges
    assure_pep(actor=cast.head, pep=submitted_pep, ratings=ALL_GREEN, feedback="Now.")


def test_the_head_releases_a_plan_with_a_reason(cast, submitted_pep):
    ask_for_two(actor=cast.officer, pep=submitted_pep)
    with pytest.raises(PepRefused, match="mark this plan apart"):
        ask_for_two(actor=cast.officer, pep=submitted_pep)
    with pytest.raises(PermissionDenied):
        release_from_two(actor=cast.officer, pep=submitted_pep, reason="No second officer.")
    with pytest.raises(ValidationError, match="Say why"):
        release_from_two(actor=cast.head, pep=submitted_pep, reason=" ")
    released = release_from_two(actor=cast.head, pep=submitted_pep, reason="Nobody else here.")
    assert released.released_by == cast.head
    assure_pep(actor=cast.officer, pep=submitted_pep, ratings=ALL_GREEN, feedback="Well.")


def test_a_share_is_drawn_for_two_and_never_accepted(cast, ada_pep, write_all):
    set_quality_policy(
        actor=cast.head,
        authority=cast.northshire,
        assures="sample",
        share=1,
        always=(),
        second_share=100,
        version=0,
    )
    assert policy_of(cast.northshire.pk).second_share == 100
    write_all(ada_pep)
    pep = submit_pep(actor=cast.teacher, pep=ada_pep)
    assert (pep.second_marking.asked_by, pep.second_marking.share) == (None, 100)
    with pytest.raises(PepRefused):
        accept_pep(actor=cast.officer, pep=pep)
    assert QualityPolicy.objects.count() == 1
