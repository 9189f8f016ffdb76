"""Invented results: three terms against targets, and what the stages before ended with."""

import random
from datetime import date

from pupils.models import AttainmentResult, Pupil
from pupils.rules.subjects import ALL_SUBJECTS, GOALS
from vsh.calendars.rules.years import academic_year

from .organisations import terms_of

_STEPS = ("Well below", "Below", "Expected", "Above")
_COURSES = ("English language", "Mathematics", "Science")
_VOCATIONAL = (
    ("Level 2", "Construction skills"),
    ("Level 2", "Hair and beauty"),
    ("Level 3", "Health and social care"),
)
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
            wanted = min(3, at + rng.choice([0, 0, 1]))
            for day in ends[-3:]:
                at = min(3, max(0, at + rng.choice([-1, 0, 0, 0, 1])))
                rows.append(
                    AttainmentResult(
                        pupil=pupil,
                        stage=_stage(year),
                        subject=subject,
                        measure="gcse" if year >= 10 else "age_related",
                        value=str(at + 2) if year >= 10 else _STEPS[at],
                        target=str(wanted + 2) if year >= 10 else _STEPS[wanted],
                        achieved_on=day,
                        recorded_on=day,
                    )
                )
        rows += _ends_of_stages(rng, pupil, year, this_year)
    for pupil in Pupil.objects.filter(nc_year__gte=12).order_by("pk"):
        rows += _after_school(pupil, pupil.nc_year or 12, this_year)
    AttainmentResult.objects.bulk_create(rows, batch_size=2000)


def _ends_of_stages(
    rng: random.Random, pupil: Pupil, year: int, this_year: int
) -> list[AttainmentResult]:
    """Profile and phonics check of the youngest, Key Stage 2 of the others."""
    found: list[tuple[str, str, str, str, str, int]] = []
    if year <= 3:
        found += [
            ("early_years", goal, "goal", rng.choice(["Expected"] * 5 + ["Emerging"]), "teacher", 0)
            for goal in GOALS
        ]
    if 2 <= year <= 5:
        found.append(("ks1", "Phonics", "phonics", str(rng.randint(14, 40)), "test", 1))
    if year >= 7:
        found += [
            ("ks2", name, "scaled_score", str(rng.randint(88, 112)), "test", 6)
            for name in ("Reading", "Mathematics")
        ]
        found.append(("ks2", "Writing", "judgement", rng.choice(["WTS", "EXS"]), "teacher", 6))
    return _validated(pupil, found, this_year - year)


def _after_school(pupil: Pupil, year: int, this_year: int) -> list[AttainmentResult]:
    """GCSEs, those taken again and A levels; drawn by the child's own number, so that nothing else
    of the demonstration depends on them."""
    rng = random.Random(f"after school {pupil.child_id}")
    found: list[tuple[str, str, str, str, str, int]] = []
    for subject in ("English language", "Mathematics"):
        grade = rng.choice([1, 2, 2, 3, 3, 4, 5])
        found.append(("ks4", subject, "gcse", str(grade), "test", 11))
        if grade < 4 and year >= 13:
            again = str(grade + rng.choice([0, 1, 2]))
            found.append(("post_16", subject, "gcse", again, "test", 12))
    if year >= 14 and rng.random() < 0.6:
        found += [
            ("post_16", subject, "a_level", rng.choice("ABCDEU"), "test", 13)
            for subject in rng.sample(["Art and design", "Biology", "History", "Sociology"], 2)
        ]
    points, average = rng.uniform(4, 34), rng.uniform(0, 3)
    found += [
        ("ks4", ALL_SUBJECTS, "attainment_8", f"{points:.1f}", "test", 11),
        ("ks4", ALL_SUBJECTS, "ebacc_aps", f"{average:.2f}", "test", 11),
    ]
    if year >= 13 and rng.random() < 0.5:
        level, subject = rng.choice(_VOCATIONAL)
        found.append(("post_16", subject, "level", level, "test", 12))
    return _validated(pupil, found, this_year - year)


def _validated(
    pupil: Pupil, found: list[tuple[str, str, str, str, str, int]], began: int
) -> list[AttainmentResult]:
    """Stage, subject, measure, value, kind and the year group at whose end it was reached."""
    return [
        AttainmentResult(
            pupil=pupil,
            stage=stage,
            subject=subject,
            measure=measure,
            kind=kind,
            value=value,
            status="validated",
            achieved_on=date(began + then + 1, 6, 30),
            recorded_on=date(began + then + 1, 9, 1),
        )
        for stage, subject, measure, value, kind, then in found
        if date(began + then + 1, 6, 30) > pupil.date_of_birth
    ]


def _stage(year: int) -> str:
    return next(
        stage for last, stage in ((2, "ks1"), (6, "ks2"), (9, "ks3"), (11, "ks4")) if year <= last
    )
