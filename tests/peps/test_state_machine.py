"""Whatever people do, in whatever order: nothing is complete unassured or not whole."""

from collections import Counter
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from peps.models import Pep, PepSection, QualityDraw, QualityPolicy
from peps.rules.completeness import heads_missing, missing
from peps.services import (
    accept_pep,
    assure_pep,
    change_variant,
    complete_pep,
    complete_section,
    initiate_pep,
    mark_not_required,
    open_termly_peps,
    return_pep,
    save_section,
    set_section_aside,
    submit_pep,
    take_back_pep,
    take_section_back,
    unlock_pep,
)
from peps.services.locking import answers_of
from peps.services.quality_policy import set_quality_policy
from peps.services.second_marking import ask_for_two, mark_apart, release_from_two, settle_marks
from tests.cast import TODAY, Cast
from tests.peps.answers import full_answers
from tests.peps.conftest import ALL_GREEN

# The virtual school and the teacher twice as often as those who may do less.
PEOPLE = st.sampled_from(
    [*["head", "officer", "teacher"] * 3, "social_worker", "iro", "data", "director", "outsider"]
)
SELDOM = st.sampled_from([False, False, True])
VARIANTS = st.sampled_from(["primary", "secondary", "post_16", "custody", "interim"])
REFUSALS = (PermissionDenied, ValidationError, Pep.DoesNotExist)


def initiate_for_its_child(*, actor, pep: Pep) -> None:
    """Begin the plan of its child, which is this one."""
    initiate_pep(actor=actor, pupil=pep.pupil)


def machine_for(cast: Cast, pep: Pep, reached: Counter) -> type[RuleBasedStateMachine]:
    """People who do anything to this one plan; each run begins with the plan as it is."""

    class People(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.savepoint = transaction.savepoint()

        @initialize(is_sampled=st.booleans())
        def begin_in_a_sample_or_not(self, is_sampled):
            if is_sampled:
                set_quality_policy(
                    actor=cast.head,
                    authority=cast.northshire,
                    assures="sample",
                    share=1,
                    always=(),
                    second_share=0,
                    version=0,
                )
                QualityDraw.objects.create(
                    pep=pep, is_drawn=False, why="not_drawn", number=80, share=1, drawn_on=TODAY
                )

        def teardown(self) -> None:
            transaction.savepoint_rollback(self.savepoint)

        def attempt(self, service, person, **arguments) -> None:
            """Do it, or be refused with nothing written."""
            before = (Pep.objects.get(pk=pep.pk).state, answers_of(pep))
            try:
                with transaction.atomic():
                    service(actor=cast.people[person], pep=pep, **arguments)
            except REFUSALS:
                assert (Pep.objects.get(pk=pep.pk).state, answers_of(pep)) == before

        @rule(person=PEOPLE)
        def initiate(self, person):
            self.attempt(initiate_for_its_child, person)

        @rule(person=PEOPLE)
        def write_everything(self, person):
            versions = dict(PepSection.objects.filter(pep=pep).values_list("key", "version"))
            for key, answers in full_answers(Pep.objects.get(pk=pep.pk).form).items():
                version = versions.get(key, 0)
                self.attempt(save_section, person, key=key, answers=answers, version=version)
            reached[Pep.objects.get(pk=pep.pk).state] += 1

        @rule(person=st.sampled_from(["officer", "head"]))
        def write_everything_and_have_it_handed_in(self, person):
            self.write_everything(person)
            self.attempt(submit_pep, "teacher")

        @rule(person=PEOPLE, data=st.data())
        def take_an_answer_away(self, person, data):
            rows = list(PepSection.objects.filter(pep=pep).order_by("key"))
            if rows:
                row = data.draw(st.sampled_from(rows))
                nothing = dict.fromkeys(row.data, "")
                self.attempt(
                    save_section, person, key=row.key, answers=nothing, version=row.version
                )

        @rule(person=PEOPLE)
        def finish_a_section(self, person):
            row = PepSection.objects.filter(pep=pep).first()
            if row:
                self.attempt(complete_section, person, key=row.key, version=row.version)

        @rule(person=PEOPLE)
        def submit(self, person):
            self.attempt(submit_pep, person)

        @rule(
            person=PEOPLE,
            is_empty=st.booleans(),
            then=st.sampled_from(["", "aside", "aside", "aside and back"]),
        )
        def give_back(self, person, is_empty, then):
            self.attempt(return_pep, person, reason="Targets need a measure.", is_empty=is_empty)
            if then:
                self.attempt(mark_not_required, person, reason="Adopted.")
            if then == "aside and back":
                self.take_back(person)

        @rule(person=PEOPLE, is_red=st.sampled_from([False, False, True]))
        def assure(self, person, is_red):
            ratings = dict.fromkeys(ALL_GREEN, "red") if is_red else ALL_GREEN
            self.attempt(assure_pep, person, ratings=ratings, feedback="Clear.")

        @rule(person=PEOPLE)
        def complete(self, person):
            self.attempt(complete_pep, person)

        @rule(person=PEOPLE)
        def accept(self, person):
            before = Pep.objects.get(pk=pep.pk).state
            self.attempt(accept_pep, person)
            if Pep.objects.get(pk=pep.pk).state != before:
                assert QualityPolicy.objects.get().assures == "sample"

        @rule(person=PEOPLE, step=st.sampled_from(["ask", "release", "mark", "settle"]))
        def two_mark(self, person, step):
            said = {"ratings": ALL_GREEN, "comments": {}, "feedback": "Clear."}
            said["version"] = Pep.objects.get(pk=pep.pk).version
            if step == "ask":
                self.attempt(ask_for_two, person)
            elif step == "release":
                self.attempt(release_from_two, person, reason="Nobody else here.")
            elif step == "mark":
                self.attempt(mark_apart, person, **said)
            else:
                self.attempt(settle_marks, person, settled="Same.", may_return=True, **said)

        @rule(person=PEOPLE)
        def unlock(self, person):
            self.attempt(unlock_pep, person, reason="A wrong day.")

        @rule(person=PEOPLE, is_meant=SELDOM)
        def set_aside(self, person, is_meant):
            begun = Pep.objects.get(pk=pep.pk).state in {"opened", "initiated", "in_progress"}
            if is_meant or not begun:  # or few runs would come far
                self.attempt(mark_not_required, person, reason="Adopted.")

        @rule(person=PEOPLE)
        def want_it_after_all(self, person):
            self.take_back(person)

        def take_back(self, person) -> None:
            """Put a plan that was set aside back to where it stood."""
            before = Pep.objects.get(pk=pep.pk).state
            self.attempt(take_back_pep, person, reason="It is required after all.")
            if Pep.objects.get(pk=pep.pk).state != before:
                reached["taken_back"] += 1

        @rule(person=PEOPLE, data=st.data(), is_back=st.booleans())
        def set_a_section_aside(self, person, data, is_back):
            sections = [section.key for section in Pep.objects.get(pk=pep.pk).whole_form.sections]
            service = take_section_back if is_back else set_section_aside
            key = data.draw(st.sampled_from(sections))
            self.attempt(service, person, key=key, reason="So it is.")

        @rule(person=PEOPLE, variant=VARIANTS)
        def use_another_form(self, person, variant):
            self.attempt(change_variant, person, variant=variant, reason="A move.")

        @invariant()
        def who_is_complete_was_assured_by_another_and_is_whole(self):
            plan = Pep.objects.get(pk=pep.pk)
            changes = list(plan.status_changes.order_by("pk"))
            for before, after in pairwise(changes):
                assert after.from_state == before.to_state
            assert changes[-1].to_state == plan.state
            reached[plan.state] += 1
            if plan.state != "complete":
                return
            states = [change.to_state for change in changes]
            last_submitted = len(states) - 1 - states[::-1].index("submitted")
            submitters = {c.by for c in changes if c.to_state == "submitted"}
            if changes[-1].from_state == "submitted":  # accepted, on record
                reached["accepted"] += 1
                assert changes[-1].by not in submitters
                assert changes[-1].reason.startswith("Accepted without quality assurance")
                assert not plan.quality_draw.is_drawn
                assert not plan.quality_reviews.exists()
            else:
                assert "quality_assured" in states[last_submitted:]
                review = plan.quality_reviews.latest("pk")
                assert review.reviewed_by not in submitters
                assert review.outcome != "red"
            assert heads_missing(plan.form, answers_of(plan)) == []
            assert missing(plan.form, answers_of(plan)) == []
            assert plan.completed_on >= plan.submitted_on

    return People


LATER = "submitted returned quality_assured complete not_required accepted"
BEGUN = [  # as which fixture leaves the plan, in how many examples, and what some of them reach
    ("opened_pep", 12, "opened in_progress"),
    ("ada_pep", 20, "initiated in_progress submitted not_required"),
    ("submitted_pep", 35, f"{LATER} taken_back"),
]


@pytest.fixture
def opened_pep(cast: Cast) -> Pep:
    """Ada's PEP of this term, which nobody has initiated."""
    open_termly_peps(TODAY)
    return Pep.objects.get(pupil=cast.ada)


@pytest.mark.django_db
@pytest.mark.parametrize(("begun", "examples", "some_reach"), BEGUN)
def test_no_path_leads_past_assurance_or_statutory_content(
    begun, examples, some_reach, cast, request
):
    reached: Counter = Counter()
    run_state_machine_as_test(
        machine_for(cast, request.getfixturevalue(begun), reached),
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        ),
    )
    assert set(some_reach.split()) - set(reached) == set()
