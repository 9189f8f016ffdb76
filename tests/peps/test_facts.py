"""What stands beside a section: for whom, and nothing for who may not know it."""

from datetime import date

import pytest

from peps.facts import Reader, facts_for
from peps.known import known_about
from peps.models import Pep
from peps.services import open_termly_peps
from pupils.models import Enrolment, SdqScore, SenStatus, StatutoryReview
from tests.cast import TODAY
from vsh.accounts.roles import ROLE_PERMISSIONS, Role


def facts(pep: Pep, key: str, role: Role = Role.VIRTUAL_SCHOOL_OFFICER) -> dict[str, str]:
    pep = Pep.objects.as_on(TODAY).get(pk=pep.pk)
    known = known_about(pep, day=TODAY)
    reader = Reader(pep=pep, known=known, permissions=ROLE_PERMISSIONS[role], day=TODAY)
    return {fact.label: fact.value for fact in facts_for(key, reader)}


def test_the_virtual_school_head_is_always_named(ada_pep):
    known = facts(ada_pep, "school_and_key_people", Role.DESIGNATED_TEACHER)
    assert known["Virtual School Head"] == "Helen Head"
    assert known["Virtual School e-mail"] == "virtual.school@northshire.example"
    assert known["Virtual School telephone"] == "01999 100200"
    assert known["Oakfield School"] == "1 September 2025 to now"


@pytest.mark.parametrize(
    ("role", "knows"),
    [
        (Role.SOCIAL_WORKER, True),
        (Role.IRO, True),
        (Role.DESIGNATED_TEACHER, False),
        (Role.HEAD_TEACHER, False),
        (Role.SEND_OFFICER, False),
    ],
)
def test_care_is_for_those_who_may_see_it(ada_pep, role, knows):
    known = facts(ada_pep, "care_and_contacts", role)
    assert known["Social worker"].startswith("Social Worker")
    for label in ("Legal status", "Lives in", "Postcode"):
        assert (label in known) is knows
    assert (
        "Placements in this time in care" in facts(ada_pep, "transition_and_stability", role)
    ) is knows


def test_a_confidential_postcode_says_so(ada_pep):
    assert facts(ada_pep, "care_and_contacts")["Postcode"] == "NS1 1AA (confidential)"


def test_sen_sdq_and_reviews(cast, ada_pep):
    SenStatus.objects.create(
        pupil=cast.ada, status="E", started_on=date(2025, 1, 1), plan_issued_on=date(2025, 1, 1)
    )
    SdqScore.objects.create(pupil=cast.ada, completed_on=date(2026, 6, 1), score=17)
    SdqScore.objects.create(pupil=cast.ada, completed_on=date(2023, 6, 1), score=3)
    period = cast.ada.care_periods.get()
    StatutoryReview.objects.create(
        pupil=cast.ada, care_period=period, held_on=date(2026, 6, 3), planned_on=date(2026, 6, 3)
    )
    StatutoryReview.objects.create(
        pupil=cast.ada, care_period=period, planned_on=date(2026, 11, 20)
    )
    assert facts(ada_pep, "sen_and_ehc_plan") == {
        "SEN status": "Education, health and care plan",
        "Plan issued": "1 January 2025",
    }
    assert facts(ada_pep, "health_and_wellbeing") == {
        "SDQ, carer": "17 of 40, cause for concern (1 June 2026)"
    }
    assert facts(ada_pep, "meeting") == {
        "Last review of the care plan": "3 June 2026",
        "Next review of the care plan": "20 November 2026",
    }


@pytest.mark.parametrize(
    ("recorded", "words"),
    [
        ("ENG", "English"),
        ("enb", "Not known but believed to be English"),
        ("OTH", "Other than English"),
        ("Tigrinya", "Tigrinya"),
        ("XYZ", "XYZ"),
    ],
)
def test_the_first_language_is_said_in_words(cast, ada_pep, recorded, words):
    type(cast.ada).objects.filter(pk=cast.ada.pk).update(first_language=recorded)
    assert facts(ada_pep, "about_me")["First language"] == words


def test_no_line_repeats_its_heading(ada_pep):
    assert facts(ada_pep, "sen_and_ehc_plan") == {"SEN status": "None on record"}
    moves = facts(ada_pep, "transition_and_stability")
    assert moves["Schools so far, as recorded"] == "Oakfield School"


def test_a_child_without_a_school_place(cast, ada_pep):
    Enrolment.objects.filter(pupil=cast.ada).delete()
    Enrolment.objects.create(pupil=cast.ada, kind="no_place", started_on=TODAY)
    known = facts(ada_pep, "school_and_key_people")
    assert known["No school place"] == "4 November 2026 to now"


def test_last_targets_stand_beside_their_review(cast, complete):
    assert facts(complete, "review_of_targets")["Last targets"] == "There is no earlier plan here"
    open_termly_peps(date(2027, 1, 5))
    pep = Pep.objects.get(pupil=cast.ada, season="spring")
    assert facts(pep, "review_of_targets")["Target 1"] == (
        "Words about target 1 what. Measured by: Words about target 1 measure. "
        "Until 20 November 2026."
    )
