"""Invented questionnaires of schools and children beside those of the carers."""

import random
from datetime import date, timedelta

from pupils.models import Enrolment, SdqScore
from pupils.rules.sdq import CARER, CHILD, TEACHER, raised_from
from vsh.calendars.rules import age_on


def write_wellbeing(*, rng: random.Random, on: date) -> None:
    """To most raised scores the school has added its own, and to some the child theirs.

    One child of each school has a score of a fortnight ago to which it has added nothing yet.
    """
    rows: list[SdqScore] = []
    raised = SdqScore.objects.filter(respondent=CARER, score__gte=raised_from(CARER))
    for score in raised.select_related("pupil").order_by("pk"):
        for respondent, share in ((TEACHER, 0.7), (CHILD, 0.4)):
            day = score.completed_on + timedelta(days=rng.randint(5, 40))
            near = min(40, max(0, (score.score or 0) + rng.randint(-6, 3)))
            if rng.random() < share and day <= on:
                rows.append(
                    SdqScore(pupil=score.pupil, completed_on=day, respondent=respondent, score=near)
                )
    SdqScore.objects.bulk_create([*rows, *_raised_lately(on)], batch_size=2000)


def _raised_lately(on: date) -> list[SdqScore]:
    """The first child at each school who has been in care for a year."""
    lately = on - timedelta(days=14)
    places = (
        Enrolment.objects.current_on(on)
        .main()
        .filter(
            setting__isnull=False,
            pupil__care_periods__started_on__lte=on - timedelta(days=366),
            pupil__care_periods__ended_on__isnull=True,
        )
    )
    first: dict[int, SdqScore] = {}
    for place in places.select_related("pupil").order_by("setting_id", "pupil_id"):
        known = SdqScore.objects.filter(pupil=place.pupil, completed_on__gte=lately)
        of_age = 5 <= age_on(place.pupil.date_of_birth, on) <= 16
        if place.setting_id and place.setting_id not in first and of_age and not known.exists():
            first[place.setting_id] = SdqScore(pupil=place.pupil, completed_on=lately, score=18)
    return list(first.values())
