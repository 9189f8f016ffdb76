"""Invented Personal Education Plans: each term since last September, some excellent, some late."""

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F

from peps.facts.earlier_words import WRITTEN_DOWN
from peps.facts.learners import learners_of
from peps.facts.reported import reported_of
from peps.models import Pep, PepSection, PepStatusChange, QualityRating, QualityReview
from peps.rubric import CURRENT_RUBRIC, rubric
from peps.rules.variants import circumstances_of, variant_of
from peps.schema import CURRENT_VERSION, Field, Owner, Section
from peps.services.opening import carry_forward
from pupils.models import CarePeriod, Pupil
from vsh.accounts.models import User
from vsh.calendars.current_day import LONDON

from .agreed import answer_of_targets, owner_words
from .organisations import school_day_from, working_day_from
from .plan_facts import (
    PlanTerm,
    begun_terms,
    nominal_term_of,
    officers_of,
    schools_of,
    social_workers_of,
    teachers_of,
)
from .records import Records
from .stage_words import BY_VARIANT, COMMENTS
from .words import FALLBACK, FEEDBACK, PHRASES

_REF = "23456789abcdefghjkmnpqrstuvwxyz"
_BATCH = 400
State = Pep.State


def write_plans(*, rng: random.Random, on: date) -> None:
    """PEPs of every child of PEP age, in batches of care periods."""
    periods = CarePeriod.objects.select_related("pupil").order_by("pk")
    ids = list(periods.values_list("pk", flat=True))
    for first in range(0, len(ids), _BATCH):
        _Batch(rng=rng, on=on, periods=list(periods.filter(pk__in=ids[first : first + _BATCH])))


class _Batch:
    """Plans of some care periods, written together."""

    def __init__(self, *, rng: random.Random, on: date, periods: list[CarePeriod]) -> None:
        self.rng, self.on = rng, on
        self.terms = begun_terms(on)
        self.workers = social_workers_of(periods)
        self.teachers = teachers_of(periods)
        self.officers = officers_of(periods)
        self.schools = schools_of(periods)
        self.learners = learners_of([period.pupil_id for period in periods], on)
        self.reported = reported_of([period.pupil_id for period in periods])
        self.records = Records(rng=rng, on=on)
        self.spoke: set[int] = set()  # children whose last plan says what should be different
        self.peps: list[Pep] = []
        self.of_period: defaultdict[int, list[Pep]] = defaultdict(list)
        self.sections: list[PepSection] = []
        self.changes: list[PepStatusChange] = []
        self.reviews: list[QualityReview] = []
        self.ratings: list[QualityRating] = []
        for period in periods:
            self._plans_of(period)
        made: list[list[Any]] = [self.peps, self.sections, self.changes, self.reviews, self.ratings]
        for rows in (*made, *self.records.written()):
            if rows:
                type(rows[0])._default_manager.bulk_create(rows, batch_size=2000)
        finished = PepSection.objects.filter(pep__in=self.peps, completed_at__isnull=False)
        finished.update(changed_at=F("completed_at"))  # not the moment of the seeding
        begun = {section.pep.pk for section in self.sections}
        for pep in self.peps:
            if pep.is_open and pep.pk not in begun:
                carry_forward(pep)  # as it does when the service opens one

    def _plans_of(self, period: CarePeriod) -> None:
        pupil = period.pupil
        if pupil.nc_year is None or pupil.nc_year < -1:
            return
        ended = period.ended_on or self.on
        if (self.on - period.started_on).days < 9:
            return  # nobody has initiated a PEP for those who came last week
        if (period.started_on - pupil.date_of_birth).days > 3 * 365:
            self._plan(
                period, kind=Pep.Kind.INITIAL, term=nominal_term_of(period.started_on), ended=ended
            )
        for term in self.terms:
            if period.started_on < term.first <= min(ended, self.on):
                self._plan(period, kind=Pep.Kind.TERMLY, term=term, ended=ended)

    def _plan(self, period: CarePeriod, *, kind: str, term: PlanTerm, ended: date) -> None:
        rng = self.rng
        opened = max(term.first, period.started_on)
        began_after = _skewed(rng, usual=(1, 10), late=(14, 25), share=0.06)
        initiated = working_day_from(opened + timedelta(days=began_after))
        if term == self.terms[-1] and rng.random() < 0.12:
            initiated = date.max
        if kind == Pep.Kind.INITIAL:
            submitted = period.started_on + timedelta(
                days=_skewed(rng, usual=(12, 25), late=(30, 60), share=0.12)
            )
        else:
            latest = max(8, (term.last - opened).days - 3)
            submitted = opened + timedelta(days=rng.randint(latest // 2, latest))
            if rng.random() < 0.07:
                submitted = date.max
        pep = Pep(
            ref="".join(rng.choice(_REF) for _ in range(10)),
            pupil=period.pupil,
            care_period=period,
            kind=kind,
            academic_year=term.year,
            season=term.season,
            form_version=CURRENT_VERSION,
            **self._shape(period.pupil, opened, term),
            state=State.OPENED,
            opened_on=opened,
        )
        self._lapse(pep, lambda other: other.state == State.OPENED, opened)
        self.peps.append(pep)
        self.of_period[period.pk].append(pep)
        self.spoke.discard(period.pupil_id)
        self.records.begin(pep)
        self._change(pep, State.OPENED, opened, None)
        worker = self.workers.get(period.pupil_id)
        if initiated < min(ended, self.on) and worker:
            pep.state, pep.initiated_on, pep.initiated_by = State.INITIATED, initiated, worker
            self._change(pep, State.INITIATED, initiated, worker)
            if submitted < date.max:
                submitted = school_day_from(max(submitted, initiated + timedelta(days=6)))
            self._fill(pep, submitted)
            if initiated + timedelta(days=4) < self.on:
                pep.state = State.IN_PROGRESS
                begun = working_day_from(initiated + timedelta(days=4))
                self._change(pep, State.IN_PROGRESS, min(begun, self.on), worker)
            if submitted <= min(ended, self.on):
                self._hand_in(pep, submitted, worker)

    def _lapse(self, by: Pep, is_over: Callable[[Pep], bool], on: date) -> None:
        """What it takes the place of, as the services do."""
        reason = f"Superseded by the PEP of the {by.term_name.lower()}."
        term = (by.academic_year, by.season)
        for pep in self.of_period[by.care_period_id]:
            if (pep.academic_year, pep.season) < term and is_over(pep):
                change = PepStatusChange(pep=pep, from_state=pep.state, on=on, reason=reason)
                pep.state = change.to_state = State.NOT_REQUIRED
                self.changes.append(change)

    def _shape(self, pupil: Pupil, day: date, term: PlanTerm) -> dict[str, Any]:
        """The form of a plan that begins on the day: the child's age then, the place of today."""
        has_earlier_plan = any(pep.pupil_id == pupil.pk for pep in self.peps)
        child = replace(
            self.learners[pupil.pk],
            on=day,
            nc_year=None,
            has_earlier_plan=has_earlier_plan,
            child_spoke_before=pupil.pk in self.spoke,
        )
        child = self.reported.told(child, pupil_id=pupil.pk, year=term.year, season=term.season)
        return {
            "variant": variant_of(child).value,
            "circumstances": sorted(circumstances_of(child)),
        }

    def _hand_in(self, pep: Pep, submitted: date, worker: User) -> None:
        author = self.teachers.get(pep.pupil_id, worker)
        self._lapse(pep, lambda other: other.is_open and not other.submitted_on, submitted)
        pep.state, pep.submitted_on, pep.submitted_by = State.SUBMITTED, submitted, author
        self._change(pep, State.SUBMITTED, submitted, author)
        answers = {row.key: row.data for row in self.sections if row.pep is pep}
        self.records.hand_in(pep, answers, self._owners(pep))
        judged = working_day_from(submitted + timedelta(days=self.rng.randint(3, 14)))
        officer = self.officers.get(pep.pupil_id)
        if judged > self.on or officer is None:
            return
        outcome = self.rng.choices(["green", "amber", "red"], [58, 32, 10])[0]
        days_ago = (self.on - judged).days
        self._judge(pep, outcome, judged, officer)
        if outcome == "red":
            pep.state = State.RETURNED
            self._change(pep, State.QUALITY_ASSURED, judged, officer)
            self._change(pep, State.RETURNED, judged, officer, reason=FEEDBACK["red"])
            if days_ago < (60 if pep.academic_year == self.terms[-1].year else 21):
                return
            again = school_day_from(judged + timedelta(days=9))  # what was red then was put right
            self._change(pep, State.SUBMITTED, again, author)
            judged = working_day_from(again + timedelta(days=5))
            self._judge(pep, "amber", judged, officer)
        pep.state = State.QUALITY_ASSURED
        self._change(pep, State.QUALITY_ASSURED, judged, officer)
        completed = working_day_from(judged + timedelta(days=7))
        if completed < self.on:
            pep.state, pep.completed_on = State.COMPLETE, completed
            self._change(pep, State.COMPLETE, pep.completed_on, officer)

    def _judge(self, pep: Pep, outcome: str, on: date, officer: User) -> None:
        review = QualityReview(
            pep=pep,
            rubric_version=CURRENT_RUBRIC,
            outcome=outcome,
            feedback=FEEDBACK[outcome],
            reviewed_on=on,
            reviewed_by=officer,
            setting_id=self.schools.get(pep.pupil_id),
        )
        self.reviews.append(review)
        for number, mark in enumerate(rubric(CURRENT_RUBRIC).marks):
            rating = outcome if number < 3 else self.rng.choice(["green", outcome])
            comment = "" if rating == "green" else COMMENTS[mark.key]
            self.ratings.append(
                QualityRating(review=review, criterion=mark.key, rating=rating, comment=comment)
            )

    def _fill(self, pep: Pep, submitted: date) -> None:
        """Answers: all when handed in or soon to be, else the first sections."""
        is_done = submitted <= self.on
        sections = pep.form.sections
        written = sections if is_done else sections[: self.rng.randint(2, len(sections) - 3)]
        day = pep.initiated_on or pep.opened_on
        finished = datetime.combine(max(day, submitted) if is_done else day, time(15, 30), LONDON)
        for section in written:
            answers = {f.key: self._answer(pep, section.key, f, day) for f in section.fields}
            if answers.get(WRITTEN_DOWN[1]) and section.key == WRITTEN_DOWN[0]:
                self.spoke.add(pep.pupil_id)
            is_finished = is_done or section is not written[-1]
            author = self._author(pep, section)
            self.sections.append(
                PepSection(
                    pep=pep,
                    key=section.key,
                    data={key: text for key, text in answers.items() if text},
                    changed_by=author,
                    completed_at=finished if is_finished else None,
                    completed_by=author if is_finished else None,
                )
            )

    def _author(self, pep: Pep, section: Section) -> User:
        """Who writes the section: the school, the social worker, whoever of them there is."""
        worker = self.workers[pep.pupil_id]
        is_care = section.owners[0] is Owner.CARE
        return worker if is_care else self.teachers.get(pep.pupil_id, worker)

    def _owners(self, pep: Pep) -> dict[str, User]:
        """Who does what is agreed, by the words that a plan has for them."""
        worker = self.workers[pep.pupil_id]
        teacher = self.teachers.get(pep.pupil_id)
        officer = self.officers.get(pep.pupil_id)
        return owner_words(worker=worker, teacher=teacher, officer=officer)

    def _answer(self, pep: Pep, section: str, field: Field, day: date) -> str:
        if section in {"review_of_targets", "new_targets", "actions"}:
            people, still_open = self._owners(pep), len(self.records.open[pep.pupil_id])
            said = answer_of_targets(
                field, day=day, people=people, still_open=still_open, rng=self.rng
            )
            if said is not None:
                return said
        if field.kind == "choice":
            if field.key == "is_change_planned":
                return "no"
            if field.key == "what_changes":
                return ""
            if field.key == "attends" and pep.variant == "early_years":
                return "nursery"
            chosen = self.rng.choice(field.choices[:2])[0]
            return field.choices[0][0] if field.key == "attends" else chosen
        if field.kind == "date":
            if field.key == "held_on":
                return day.isoformat()
            return working_day_from(day + timedelta(days=self.rng.randint(60, 110))).isoformat()
        place = f"{section}.{field.key}"
        phrases = BY_VARIANT.get(pep.variant, {}).get(place) or PHRASES.get(place)
        if phrases and section == "new_targets":  # another one each term, with its own measure
            before = sum(other.pupil_id == pep.pupil_id for other in self.peps)
            return phrases[before % len(phrases)]
        if phrases:
            return self.rng.choice(phrases)
        return FALLBACK[field.kind] if field.needed else ""

    def _change(self, pep: Pep, to: str, on: date, by: User | None, *, reason: str = "") -> None:
        previous = next((c.to_state for c in reversed(self.changes) if c.pep is pep), "")
        self.changes.append(
            PepStatusChange(pep=pep, from_state=previous, to_state=to, on=on, by=by, reason=reason)
        )


def _skewed(
    rng: random.Random, *, usual: tuple[int, int], late: tuple[int, int], share: float
) -> int:
    return rng.randint(*(late if rng.random() < share else usual))
