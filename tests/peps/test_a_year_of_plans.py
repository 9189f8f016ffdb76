"""A child's plans over a year, whatever happens in whatever order: no term is a dead end.

The days pass, the night's work runs, the child changes school and home, leaves care and comes
back, and people do what the pages let them. What must hold is reckoned here from the record of
what happened, not from the code that decides it.
"""

from collections import Counter
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from peps.models import Pep, PepSection
from peps.rules.states import OPEN, State
from peps.services import (
    accept_pep,
    assure_pep,
    complete_pep,
    initiate_pep,
    mark_not_required,
    return_pep,
    submit_pep,
    take_back_pep,
    unlock_pep,
)
from peps.services.early import is_too_early
from peps.services.next_plan import next_plan
from pupils.models import CarePeriod, Deadline, Enrolment, Pupil
from tests.peps.a_year_in_care import (
    AUTHORITYS_TERMS,
    OAKFIELDS_TERMS,
    YearInCare,
    give_oakfield_its_own_terms,
)
from tests.peps.answers import full_answers
from tests.peps.conftest import ALL_GREEN

REFUSALS = (PermissionDenied, ValidationError, Pep.DoesNotExist)


class YearOfPlans(YearInCare):
    """What people do with the plans of that year, and what must hold after each step."""

    def attempt(self, service, *plans: Pep, **arguments) -> None:
        for pep in plans:
            try:
                with transaction.atomic():
                    service(pep=pep, **arguments)
            except REFUSALS as error:
                self.seen[f"{service.__name__} refused: {getattr(error, 'refusal', '')}"] += 1
            else:
                self.seen[service.__name__] += 1

    @rule()
    def initiate(self) -> None:
        try:
            with transaction.atomic():
                initiate_pep(actor=self.cast.social_worker, pupil=self.cast.ada)
        except REFUSALS as error:
            self.seen[f"initiate refused: {getattr(error, 'refusal', '')}"] += 1
        else:
            self.seen["initiate"] += 1

    @rule(of=st.sampled_from(["newest", "oldest", "all"]))
    def write_and_hand_in(self, of: str) -> None:
        """The officer hands in what is open, which the virtual school may for every child."""
        plans = list(self.plans().filter(state__in=OPEN))
        chosen = {"newest": plans[:1], "oldest": plans[-1:], "all": plans}[of]
        for pep in chosen:
            self.write(pep)
            everything = [section.key for section in pep.form.sections]
            self.attempt(submit_pep, pep, actor=self.cast.officer, confirmed=everything)

    def write(self, pep: Pep) -> None:
        """Every answer, as if somebody had typed them."""
        there = set(pep.sections.values_list("key", flat=True))
        for key, answers in full_answers(pep.form).items():
            if key in there:
                pep.sections.filter(key=key).update(data=answers, is_carried_forward=False)
            else:
                PepSection.objects.create(
                    pep=pep, key=key, data=answers, changed_by=self.cast.officer
                )
        Pep.objects.filter(pk=pep.pk, state__in=["opened", "initiated"]).update(state="in_progress")

    @rule(is_empty=st.booleans())
    def give_back(self, is_empty: bool) -> None:
        """Where nothing was handed in, something is first: few steps would come to it by chance."""
        if not self.plans().filter(state="submitted").exists():
            self.write_and_hand_in("newest")
        self.attempt(
            return_pep,
            *self.plans().filter(state="submitted")[:1],
            actor=self.cast.head,
            reason="A measure.",
            is_empty=is_empty,
        )

    @rule()
    def assure(self) -> None:
        plans = self.plans().filter(state="submitted")
        self.attempt(assure_pep, *plans, actor=self.cast.head, ratings=ALL_GREEN, feedback="Clear.")

    @rule()
    def complete(self) -> None:
        plans = self.plans().filter(state="quality_assured")[:1]
        self.attempt(complete_pep, *plans, actor=self.cast.head)

    @rule()
    def accept(self) -> None:
        """Refused, since this authority assures every plan."""
        self.attempt(accept_pep, *self.plans().filter(state="submitted"), actor=self.cast.head)

    @rule()
    def unlock(self) -> None:
        plans = self.plans().filter(state="complete")[:1]
        self.attempt(unlock_pep, *plans, actor=self.cast.head, reason="A wrong day.")

    @rule()
    def set_aside(self) -> None:
        self.attempt(
            mark_not_required, *self.plans()[:1], actor=self.cast.head, reason="Opened in error."
        )

    @rule()
    def take_back(self) -> None:
        plans = self.plans().filter(state="not_required")
        self.attempt(take_back_pep, *plans, actor=self.cast.head, reason="A slip.")

    # What must hold.

    @invariant()
    def one_plan_of_a_term_is_begun_at_a_time(self) -> None:
        """One that was handed in and came back may wait beside it."""
        of_term = Counter(
            (p.care_period_id, p.academic_year, p.season)
            for p in self.plans().filter(state__in=OPEN - {State.RETURNED})
        )
        assert all(number == 1 for number in of_term.values()), of_term

    @invariant()
    def nothing_is_complete_that_nobody_assured(self) -> None:
        assert "accept_pep" not in self.seen
        assert not self.plans().filter(state="complete", quality_reviews=None).exists()

    @invariant()
    def a_review_that_is_due_can_be_met_today(self) -> None:
        """Either a plan is there that may be handed in today, or a person may begin one.

        Only a plan that somebody set aside may stand in the way: it can be taken back.
        """
        period = self.period()
        due = Deadline.objects.filter(
            pupil=self.cast.ada,
            kind="pep_term_review",
            is_current=True,
            met_on__isnull=True,
            closed_on__isnull=True,
        )
        if period is None or not due.exists():
            return
        deadline = due.latest("started_on")
        season = deadline.trigger_key.rsplit("-", 1)[1]
        if deadline.due_on < self.day:
            return
        of_term = self.plans().filter(care_period=period, season=season)
        if any(p.is_open and not is_too_early(p) for p in of_term):
            self.seen["due: there is a plan"] += 1
            return
        following = next_plan(Pupil.objects.get(pk=self.cast.ada.pk), self.day)
        if following.refusal is None:
            self.seen["due: one may begin"] += 1
            return
        assert any(p.state == "not_required" for p in of_term), (
            self.day,
            deadline.trigger_key,
            following,
            [(p.kind, p.season, p.state, p.submitted_on) for p in self.plans()],
        )

    @invariant()
    def the_clock_counts_each_plan_handed_in_in_its_term_and_no_other(self) -> None:
        for deadline in Deadline.objects.filter(pupil=self.cast.ada, kind="pep_term_review"):
            season = deadline.trigger_key.rsplit("-", 1)[1]
            if not deadline.trigger_key.endswith(f"2026-27-{season}") or season == "autumn":
                continue
            period = CarePeriod.objects.get(
                pupil=self.cast.ada, started_on=deadline.trigger_key.split(":")[1][:10]
            )
            first, last = self.term(season)
            handed_in = [
                pep.submitted_on
                for pep in Pep.objects.filter(care_period=period, submitted_on__isnull=False)
                if first <= pep.submitted_on <= last and pep.state != "not_required"
            ]
            expected = min(handed_in, default=None)
            if deadline.closed_on is None:
                assert deadline.met_on == expected, (deadline.trigger_key, expected)

    def term(self, season: str) -> tuple[date, date]:
        """By Oakfield's dates if it was the child's last school in the authority's term."""
        first, last = AUTHORITYS_TERMS[season]
        schools = Enrolment.objects.filter(
            pupil=self.cast.ada, kind="main", started_on__lte=min(last, self.day)
        ).exclude(ended_on__lt=first)
        last_school = schools.order_by("-started_on").first()
        is_oakfield = last_school is not None and last_school.setting_id == self.cast.oakfield.pk
        return OAKFIELDS_TERMS[season] if is_oakfield else AUTHORITYS_TERMS[season]


@pytest.mark.django_db
def test_a_year_of_plans_has_no_dead_end(cast):
    give_oakfield_its_own_terms(cast)
    CarePeriod.objects.exclude(pupil=cast.ada).update(ended_on=date(2026, 10, 1))  # only Ada
    seen: Counter = Counter()
    run_state_machine_as_test(
        type("Year", (YearOfPlans,), {"cast": cast, "seen": seen}),
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            phases=[Phase.generate],
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    done = {"initiate", "submit_pep", "return_pep", "take_back_pep", "care"}
    assert done <= set(seen), seen
