"""What invented plans say of targets and actions, where a phrase does not do."""

import random
import re
from collections.abc import Mapping
from datetime import date, timedelta

from peps.schema import Field
from vsh.accounts.models import User

_IN_A_SERIES = re.compile(r"_(\d+)_")
LAST = 3  # targets and actions of a plan
OUTCOMES = (["goes_on", "met", "partly", "not_met", "dropped"], [45, 30, 12, 8, 5])
AREAS = {2: "learning", 3: "attendance"}
CARER = "The carer"


def owner_words(*, worker: User, teacher: User | None, officer: User | None) -> dict[str, User]:
    """The people of a plan's actions by the words that it has for them."""
    people = {f"{worker.name}, social worker": worker}
    if teacher:
        people[f"{teacher.name}, designated teacher"] = teacher
    if officer:
        people[f"{officer.name}, Virtual School officer"] = officer
    return people


def answer_of_targets(
    field: Field, *, day: date, people: Mapping[str, User], still_open: int, rng: random.Random
) -> str | None:
    """The answer, empty where a group is not begun; none where a phrase says it.

    The more targets are still open, the fewer new ones.
    """
    found = _IN_A_SERIES.search(field.key)
    number = int(found.group(1)) if found else 0
    part = field.key.rpartition("_")[2]
    if field.reviews:
        return rng.choices(*OUTCOMES)[0] if part == "outcome" else None
    most = LAST if field.key.startswith("action") else max(1, LAST - still_open // 2)
    if number > most:
        return ""
    if part == "area":
        return AREAS[number]
    if field.kind == "person":
        return _owner(number, list(people), rng)
    if field.key.startswith("action") and part == "who":
        return ""
    if field.key.startswith("action") and field.kind == "date":
        return (day + timedelta(days=rng.randint(18, 55))).isoformat()
    return None


def _owner(number: int, people: list[str], rng: random.Random) -> str:
    """The school's action first, then the social worker's, then the officer's."""
    order = sorted(people, key=lambda words: "social worker" in words)
    return {1: order[0], 2: order[-1]}.get(number) or order[min(1, len(order) - 1)]
