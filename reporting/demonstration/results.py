"""Invented results of three terms: reading, writing, mathematics, or courses."""

import random
from datetime import date

from pupils.models import AttainmentResult, Pupil
from vsh.calendars.rules.years import academic_year

from .organisations import terms_of

_STEPS = ("Well below", "Below", "Expected", "Above")
_COURSES = ("English language", "Mathematics", "Science")
_CORE = ("Reading", "Writing", "Mathematics")


def write_results(*, rng: random.Random, on: date) -> None:
    """A result a subject at the end of each of the last three terms, for most children."""
    this_year = int(academic_year(on)[:4])
    ends = [last for year in (this_year - 1, this_year) for _, last in terms_of(year) if last < on]
    rows: list[AttainmentResult] = []
    for pupil in Pupil.objects.filter(nc_year__gte=1, nc_year__lte=11).order_by("pk"):
        year = pupil.nc_year or 1
        if rng.random() < 0.1:
            continue
        for subject in _COURSES if year >= 10 else _CORE:
            at = rng.choice([1, 1, 2, 2, 2, 3])
            for day in ends[-3:]:
                at = min(3, max(0, at + rng.choice([-1, 0, 0, 0, 1])))
                rows.append(
                    AttainmentResult(
                        pupil=pupil,
                        stage=_stage(year),
                        subject=subject,
                        measure="gcse" if year >= 10 else "age_related",
                        value=str(at + 2) if year >= 10 else _STEPS[at],
                        achieved_on=day,
                        recorded_on=day,
                    )
                )
    AttainmentResult.objects.bulk_create(rows, batch_size=2000)


def _stage(year: int) -> str:
    return next(
        stage for last, stage in ((2, "ks1"), (6, "ks2"), (9, "ks3"), (11, "ks4")) if year <= last
    )
