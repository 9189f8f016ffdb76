"""Which PEP a reviewing officer is given before a review, and in which words."""

from datetime import date

import pytest

from peps.models import Pep
from pupils.models import Pupil, StatutoryReview
from reporting.coming_reviews import coming_reviews, readiness
from tests.cast import TODAY


@pytest.mark.parametrize(
    ("state", "is_newest", "words"),
    [
        (None, True, "No PEP"),
        ("opened", True, "Not submitted yet"),
        ("in_progress", True, "Not submitted yet"),
        ("returned", True, "Returned"),
        ("submitted", True, "Ready to read"),
        ("complete", True, "Ready to read"),
        ("complete", False, "An earlier PEP"),
    ],
)
def test_readiness_in_words(state, is_newest, words):
    assert readiness(state, is_newest=is_newest)[0] == words


@pytest.mark.django_db
@pytest.mark.parametrize(("born", "is_listed"), [((2008, 11, 5), True), ((2008, 11, 4), False)])
def test_nobody_is_reviewed_from_the_18th_birthday_on(cast, born, is_listed):
    period = cast.ada.care_periods.get()
    Pupil.objects.filter(pk=cast.ada.pk).update(date_of_birth=date(*born))
    StatutoryReview.objects.create(pupil=cast.ada, care_period=period, planned_on=date(2026, 11, 3))
    assert coming_reviews(cast.iro, on=TODAY).exists() is is_listed


@pytest.mark.django_db
def test_the_last_pep_handed_in_is_given_and_said_to_be_an_earlier_one(cast):
    period = cast.ada.care_periods.get()
    StatutoryReview.objects.create(
        pupil=cast.ada, care_period=period, planned_on=date(2026, 11, 20)
    )
    common = {"pupil": cast.ada, "care_period": period, "kind": "termly", "form_version": "2026.1"}
    handed_in = Pep.objects.create(
        academic_year="2025-26",
        season="summer",
        state="complete",
        opened_on=date(2026, 4, 13),
        submitted_on=date(2026, 6, 25),
        **common,
    )
    being_written = Pep.objects.create(
        academic_year="2026-27", season="autumn", opened_on=date(2026, 9, 1), **common
    )
    (review,) = coming_reviews(cast.iro, on=date(2026, 11, 4))
    assert (review.pep_ref, review.newest_ref) == (handed_in.ref, being_written.ref)
    assert (review.pep_season, review.pep_year) == ("summer", "2025-26")
