"""Runs a clock of the PEP on facts stated shortly."""

from datetime import date

from peps.rules.clock_facts import PepFacts, PlansOfChild, Submission
from tests.clock_world import by_key, child, known

ON = date(2027, 3, 31)


def run(
    rule, *periods, plans=None, on=ON, born=date(2014, 5, 10), enrolments=(), limits=None, **world
):
    facts = child(*periods, born=born, enrolments=enrolments).as_known_on(on)
    own = PlansOfChild({pk: tuple(peps) for pk, peps in (plans or {}).items()}).as_known_on(on)
    return by_key(rule(facts, own, known(on, limits=limits, **world)))


def submitted(*days, voided_on=None):
    return PepFacts(submissions=tuple(Submission(day, voided_on) for day in days))
