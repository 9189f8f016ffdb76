"""An authority's own rubric: made by the head, never changed, kept by what was judged by it."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InternalError, ProgrammingError, transaction

from peps.models import AuthorityRubric, QualityPolicy
from peps.quality.judgement import judgement_of
from peps.quality.rubrics import rubric_in_force
from peps.rubric import CURRENT_RUBRIC, RollUpForm, rubric
from peps.services import assure_pep
from peps.services.judging import judge_pep
from peps.services.quality_policy import make_rubric, use_rubric
from tests.peps.conftest import ALL_GREEN

SHIPPED = rubric(CURRENT_RUBRIC)


def own(title="Our own words", form=RollUpForm.LOWEST):
    marks = tuple(
        replace(mark, title=title) if mark.key == "needs" else mark for mark in SHIPPED.marks
    )
    return replace(SHIPPED, marks=marks, roll_up=replace(SHIPPED.roll_up, form=form))


def make(cast, *, actor=None, version=0, **words):
    return make_rubric(
        actor=actor or cast.head,
        authority=cast.northshire,
        rubric=own(**words),
        what_changed="Needs in our words",
        version=version,
    )


def test_a_judgement_keeps_the_version_under_which_it_was_made(cast, submitted_pep):
    assert make(cast).version == "999.1"
    amber = ALL_GREEN | {"behaviour": "amber"}
    review = assure_pep(actor=cast.officer, pep=submitted_pep, ratings=amber, feedback="Well.")
    assert (review.rubric_version, review.outcome) == ("999.1", "amber")  # green as shipped
    assert review.setting == cast.oakfield
    make(cast, version=1, title="Other words", form=RollUpForm.MOST)
    titles = [mark.title for mark in judgement_of(submitted_pep).marks]
    assert "Our own words" in titles
    again = assure_pep(actor=cast.head, pep=submitted_pep, ratings=amber, feedback="Well.")
    assert (again.rubric_version, again.outcome) == ("999.2", "green")
    assert "Other words" in [mark.title for mark in judgement_of(submitted_pep).marks]
    assert rubric_in_force(cast.southmoor.pk) == SHIPPED


def test_an_earlier_version_is_put_in_force_again_and_none_is_changed(cast):
    made = make(cast)
    use_rubric(actor=cast.head, authority=cast.northshire, rubric_version=CURRENT_RUBRIC, version=1)
    assert rubric_in_force(cast.northshire.pk) == SHIPPED
    use_rubric(actor=cast.head, authority=cast.northshire, rubric_version="999.1", version=2)
    assert rubric_in_force(cast.northshire.pk).version == "999.1"
    for change in (
        lambda: AuthorityRubric.objects.update(content={}),
        made.delete,
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change()
    history = QualityPolicy.pgh_event_model.objects.order_by("pk")
    assert [row.rubric_version for row in history] == ["999.1", "", "999.1"]


def test_only_the_head_of_the_authority_sets_it_and_a_stale_page_is_refused(cast):
    for person in (cast.officer, cast.south_head, cast.teacher, cast.data, cast.outsider):
        with pytest.raises(PermissionDenied):
            make(cast, actor=person)
    make(cast)
    with pytest.raises(ValidationError, match="Somebody else has changed"):
        make(cast, title="At the same time")
    with pytest.raises(ValidationError, match="Nothing is different"):
        make(cast, version=1)
    with pytest.raises(ValidationError, match="no such version"):
        use_rubric(actor=cast.head, authority=cast.northshire, rubric_version="998.1", version=1)
    assert AuthorityRubric.objects.count() == 1


def test_marks_given_by_words_that_are_no_longer_in_force_are_refused(cast, submitted_pep):
    make(cast)
    with pytest.raises(ValidationError, match="Another version of the rubric"):
        judge_pep(
            actor=cast.officer,
            pep=submitted_pep,
            ratings=ALL_GREEN,
            feedback="Well.",
            may_return=False,
            version=submitted_pep.version,
            rubric_version=CURRENT_RUBRIC,
        )
    assert not submitted_pep.quality_reviews.exists()
