"""What stands beside a section: for whom, and nothing for who may not know it."""

from datetime import date, timedelta

import pytest

from peps.models import Pep
from peps.reading.facts import facts_for
from peps.reading.known import known_about
from peps.reading.reader import Reader
from peps.reading.reviewed import targets_reviewed
from peps.services import adapt_open_plans, open_termly_peps, save_section
from placements.models import AttendanceSummary, Exclusion
from pupils.models import (
    AttainmentResult,
    EhcReview,
    Enrolment,
    SdqScore,
    SenStatus,
    StatutoryReview,
)
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


def test_a_school_that_begins_later_is_none_of_those_so_far(cast, ada_pep):
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 12, 18))
    Enrolment.objects.create(pupil=cast.ada, setting=cast.elm, started_on=date(2027, 1, 4))
    places = facts(ada_pep, "school_and_key_people")
    assert places["Oakfield School"] == "1 September 2025 to 18 December 2026"
    assert places["Elm Grove School"] == "from 4 January 2027"
    so_far = facts(ada_pep, "transition_and_stability")["Schools so far, as recorded"]
    assert so_far == "Oakfield School"


def test_sen_sdq_and_reviews(cast, ada_pep):
    SenStatus.objects.create(
        pupil=cast.ada, status="E", started_on=date(2025, 1, 1), plan_issued_on=date(2025, 1, 1)
    )
    SdqScore.objects.create(pupil=cast.ada, completed_on=date(2026, 6, 1), score=17)
    for beyond in (date(2023, 6, 1), TODAY + timedelta(days=1)):
        SdqScore.objects.create(pupil=cast.ada, completed_on=beyond, score=3)
    period = cast.ada.care_periods.get()
    StatutoryReview.objects.create(
        pupil=cast.ada, care_period=period, held_on=date(2026, 6, 3), planned_on=date(2026, 6, 3)
    )
    StatutoryReview.objects.create(
        pupil=cast.ada, care_period=period, planned_on=date(2026, 11, 20)
    )
    for day in (date(2025, 12, 1), date(2026, 11, 2)):
        EhcReview.objects.create(
            pupil=cast.ada, held_on=day, recorded_by=cast.officer, recorded_on=day
        )
    assert facts(ada_pep, "sen_and_ehc_plan") == {
        "SEN status": "Education, health and care plan",
        "Plan issued": "1 January 2025",
        "Plan last reviewed": "2 November 2026",
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
    first = {fact.label: fact.value for fact in targets_reviewed(pep)[1]}
    assert first["Target"] == "Words about target 1 what."
    assert first["Measured by"] == "Words about target 1 measure."
    assert first["By when"] == "20 November 2026"
    assert facts(pep, "review_of_targets") == {}, "each stands with the questions about it"


def summary(cast, **other) -> AttendanceSummary:
    facts = {
        "enrolment": cast.ada.enrolments.get(),
        "academic_year": "2026-27",
        "season": "autumn",
        "started_on": date(2026, 9, 2),
        "ended_on": date(2026, 10, 23),
        "sessions_possible": 70,
        "sessions_authorised": 5,
        "sessions_unauthorised": 2,
        "entered_on": date(2026, 10, 23),
    }
    return AttendanceSummary.objects.create(**facts | other)


def test_attendance_against_last_term_and_england_with_suspensions(cast, ada_pep):
    assert facts(ada_pep, "attendance_and_behaviour") == {
        "Attendance, autumn term 2026-27": "Nothing on record",
        "Last term, summer term 2025-26": "Nothing on record",
        "England, looked-after children": "91.0% in the year 2024-25",
        "England, all pupils": "93.2% in the year 2024-25",
        "Suspensions this year": "None on record",
        "Suspensions last term": "None on record",
        "Suspended, England, looked-after children": "14.55% at least once in the year 2023-24",
        "Suspended, England, all pupils": "4.04% at least once in the year 2023-24",
    }
    for variant in ("early_years", "post_16_at_work", "post_16_in_neither", "custody"):
        Pep.objects.filter(pk=ada_pep.pk).update(variant=variant)
        told = facts(ada_pep, "attendance_and_behaviour")
        assert [label for label in told if "England" in label] == [], variant
    Pep.objects.filter(pk=ada_pep.pk).update(variant="secondary")
    summary(cast)
    summary(
        cast,
        academic_year="2025-26",
        season="summer",
        started_on=date(2026, 4, 13),
        ended_on=date(2026, 7, 17),
        sessions_possible=100,
        sessions_authorised=4,
        sessions_unauthorised=0,
    )
    for day, sessions in ((date(2026, 9, 14), 3), (date(2026, 6, 1), 8)):
        Exclusion.objects.create(
            enrolment=cast.ada.enrolments.get(),
            kind="suspension",
            started_on=day,
            sessions=sessions,
            reasons=["DB"],
            reported_on=day,
        )
    known = facts(ada_pep, "attendance_and_behaviour", Role.DESIGNATED_TEACHER)
    assert known["Attendance, autumn term 2026-27"] == (
        "90.0% up to 23 October 2026: of 70 sessions 5 missed with authority, 2 without"
    )
    assert known["Missed so far"] == "Persistent absence"
    assert known["Persistently absent, England, looked-after children"] == (
        "20.3% of pupils in the year 2024-25"
    )
    assert known["Education from day one"] == "None on record for 1 of 1"
    assert known["Last term, summer term 2025-26"].endswith("; 6.0 points lower now")
    assert known["Suspensions this year"] == "1 suspension of 1.5 school days. This term: 1"
    assert known["Suspensions last term"] == "1 suspension of 4 school days"
    england = known["Suspended, England, looked-after children"]
    assert england == "14.55% at least once in the year 2023-24"


def test_the_newest_result_of_each_subject_with_its_trend(cast, ada_pep):
    assert facts(ada_pep, "attainment_and_progress") == {"Results": "None on record"}
    for day, value in ((date(2026, 3, 20), "Below"), (date(2026, 7, 17), "Expected")):
        AttainmentResult.objects.create(
            pupil=cast.ada,
            stage="ks3",
            subject="Reading",
            measure="age_related",
            value=value,
            achieved_on=day,
            recorded_on=day,
        )
    assert facts(ada_pep, "attainment_and_progress") == {
        "Reading": "Expected (17 July 2026), up since the one before"
    }


def test_an_sdq_score_is_set_against_the_same_persons_before(cast, ada_pep):
    for day, score, who in (
        (date(2025, 6, 1), 20, "carer"),
        (date(2026, 1, 1), 9, "teacher"),
        (date(2026, 6, 1), 17, "carer"),
    ):
        SdqScore.objects.create(pupil=cast.ada, completed_on=day, score=score, respondent=who)
    known = facts(ada_pep, "health_and_wellbeing")
    assert known["SDQ, teacher"].endswith("(1 January 2026)")
    pep = Pep.objects.as_on(TODAY).get(pk=ada_pep.pk)
    rows = [
        fact.value
        for fact in facts_for(
            "health_and_wellbeing",
            Reader(
                pep=pep,
                known=known_about(pep, day=TODAY),
                permissions=ROLE_PERMISSIONS[Role.VIRTUAL_SCHOOL_OFFICER],
                day=TODAY,
            ),
        )
    ]
    assert rows[0] == "17 of 40, cause for concern (1 June 2026); 3 points fewer than before"


def test_what_the_register_knows_is_not_asked_and_what_it_lacks_is(cast, ada_pep):
    def asked() -> set[str]:
        adapt_open_plans()
        pep = Pep.objects.get(pk=ada_pep.pk)
        return {field.key for field in pep.form.section("attendance_and_behaviour").fields}

    assert {"attendance_record", "suspensions"} <= asked()
    assert "behind_attendance" not in asked()
    of_last_term = summary(cast, academic_year="2025-26", season="summer")
    assert "attendance_record" in asked()
    of_last_term.delete()
    row = summary(cast)
    assert "attendance_record" not in asked()
    assert "behind_attendance" in asked()
    row.delete()
    assert "attendance_record" in asked()
    save_section(
        actor=cast.teacher,
        pep=ada_pep,
        key="attendance_and_behaviour",
        answers={"attendance_record": "92%, two colds."},
        version=0,
    )
    summary(cast)
    assert "attendance_record" in asked()  # nobody loses a word
