"""Records of each child of the cast for the table of access: moves, attendance, exclusions, results
and wellbeing."""

from datetime import date

from placements.models import (
    AttendanceSummary,
    CareMove,
    Custody,
    CustodyPlan,
    Exclusion,
    ExclusionMeeting,
    ExclusionRisk,
    SchoolApplication,
    SchoolChange,
    SchoolChangeConsultation,
    SchoolOption,
    SchoolSearch,
    SentHome,
    SettingNotification,
    TimetableReview,
)
from pupils.models import (
    AttainmentResult,
    EhcRequest,
    EhcReview,
    EhcTransfer,
    Enrolment,
    PlaceHours,
    SdqScore,
    SenStatus,
    WellbeingSupport,
)
from vsh.accounts.models import User

# By which their addresses name them.
ARGUMENTS = (
    "summary",
    "place",
    "exclusion",
    "of_exclusion",
    "risk",
    "sent_home",
    "result",
    "sdq",
    "need",
    "move",
    "recorded",
    "search",
    "option",
    "application",
    "notification",
    "timetable",
    "hours",
    "custody",
    "sent",
)


def records_of_learning(name: str, place: Enrolment) -> dict[str, int]:
    """A row of each for the child of a place; the arguments of their addresses."""
    summary = AttendanceSummary.objects.create(
        enrolment=place,
        academic_year="2026-27",
        season="autumn",
        started_on=date(2026, 11, 4),
        ended_on=date(2026, 11, 4),
        sessions_possible=2,
        sessions_authorised=1,
        sessions_unauthorised=0,
        entered_on=date(2026, 11, 4),
    )
    exclusion = Exclusion.objects.create(
        enrolment=place,
        kind="suspension",
        started_on=date(2026, 11, 4),
        sessions=2,
        reasons=["DB"],
        provision=f"Canary{name} learns in the library",
        reported_on=date(2026, 11, 4),
    )
    result = AttainmentResult.objects.create(
        pupil=place.pupil,
        stage="ks3",
        subject=f"Canary{name}ish",
        measure="words",
        value="Good",
        achieved_on=date(2026, 7, 1),
        recorded_on=date(2026, 7, 1),
    )
    reporter = User.objects.get(name="Teacher")
    meeting = ExclusionMeeting.objects.create(
        exclusion=exclusion,
        body="governors",
        meets_on=date(2026, 11, 20),
        representations=f"Canary{name} must stay",
        recorded_on=date(2026, 11, 4),
    )
    risk = ExclusionRisk.objects.create(
        enrolment=place,
        worries=f"Canary{name} runs away",
        support_tried="A mentor",
        asked_for="An assessment",
        raised_by=reporter,
        raised_on=date(2026, 11, 4),
    )
    sent_home = SentHome.objects.create(
        enrolment=place,
        sent_home_on=date(2026, 11, 4),
        sessions=1,
        said_by="Head of year",
        reason=f"Canary{name} was tired",
        recorded_by=reporter,
        recorded_on=date(2026, 11, 4),
    )
    timetable = TimetableReview.objects.create(
        enrolment=place,
        reviewed_on=date(2026, 11, 4),
        decided=f"Canary{name} learns in the mornings",
        until_on=date(2026, 12, 18),
        next_review_on=date(2026, 11, 20),
        recorded_by=reporter,
    )
    hours = PlaceHours.objects.create(
        enrolment=place,
        from_on=date(2026, 11, 5),
        is_full_time=False,
        part_time_reason=f"Canary{name} comes back slowly",
        recorded_on=date(2026, 11, 4),
        recorded_by=reporter,
    )
    change = SchoolChange.objects.create(enrolment=place, recorded_by=reporter)
    SchoolChangeConsultation.objects.create(
        change=change, whom="child", consulted_on=date(2026, 11, 3), said=f"Canary{name} agrees"
    )
    return (
        _moves(name, place)
        | _custody(name, place)
        | {
            "timetable": timetable.pk,
            "hours": hours.pk,
            "summary": summary.pk,
            "place": place.pk,
            "exclusion": exclusion.pk,
            "of_exclusion": meeting.pk,
            "risk": risk.pk,
            "sent_home": sent_home.pk,
            "result": result.pk,
            "sdq": _raised_score(place).pk,
            "need": _needs(name, place),
            "notification": _told(place).pk,
        }
    )


def _custody(name: str, place: Enrolment) -> dict[str, int]:
    """A stay in custody, and the PEP that was sent there."""
    stay = Custody.objects.create(
        pupil=place.pupil,
        kind="remand",
        establishment=f"Canary{name} House",
        started_on=date(2026, 11, 2),
        recorded_by=_anybody(),
    )
    sent = CustodyPlan.objects.create(
        custody=stay,
        to="arrival",
        to_whom=f"Canary{name}'s teacher there",
        how="email",
        pep_ref="2222222222",
        plan="Termly PEP",
        sent_on=date(2026, 11, 3),
        recorded_by=_anybody(),
    )
    return {"custody": stay.pk, "sent": sent.pk}


def _told(place: Enrolment) -> SettingNotification:
    """That the designated teacher was told, in September."""
    day = date(2026, 9, 8)
    return SettingNotification.objects.create(
        enrolment=place,
        whom="designated_teacher",
        from_on=day,
        told_on=day,
        how="phone",
        told_by=_anybody(),
    )


def _needs(name: str, place: Enrolment) -> int:
    """A row of each model whose addresses call it a need, all under one number."""
    number, day = 1000 + place.pk, date(2026, 10, 1)
    told = {
        "pk": number,
        "pupil": place.pupil,
        "recorded_by": _anybody(),
        "recorded_on": day,
    }
    SenStatus.objects.create(status="K", started_on=day, maintained_by=f"Canary{name}", **told)
    EhcRequest.objects.create(  # refused: while it is open the SEND officer sees the child
        requested_on=day,
        requested_by="school",
        asked_of=f"Canary{name}",
        decided_on=day,
        is_agreed=False,
        **told,
    )
    EhcReview.objects.create(held_on=day, **told)
    EhcTransfer.objects.create(settled_on=day, named=f"Canary{name}", **told)
    WellbeingSupport.objects.create(kind="camhs", provider=f"Canary{name}", asked_on=day, **told)
    return number


def _raised_score(place: Enrolment) -> SdqScore:
    """A carer's, which asks for the school's."""
    return SdqScore.objects.create(pupil=place.pupil, completed_on=date(2026, 10, 1), score=18)


def _moves(name: str, place: Enrolment) -> dict[str, int]:
    """A recorded move, a draft, and an open search for a school."""
    told = {
        "pupil": place.pupil,
        "from_on": date(2026, 11, 2),
        "why_not_stay": f"Canary{name} lives too far away",
        "started_on": date(2026, 11, 2),
    }
    recorded = CareMove.objects.create(
        is_emergency=True,
        started_by=_anybody(),
        state="recorded",
        recorded_by=_anybody(),
        recorded_on=date(2026, 11, 2),
        **told,
    )
    draft = CareMove.objects.create(is_emergency=False, started_by=_anybody(), **told)
    why = f"Canary{name} moved home"
    search = SchoolSearch.objects.create(pupil=place.pupil, started_on=date(2026, 11, 2), why=why)
    return {"move": draft.pk, "recorded": recorded.pk} | _options(name, search, place)


def _options(name: str, search: SchoolSearch, place: Enrolment) -> dict[str, int]:
    """A school that is considered, and an application to it."""
    assert place.setting is not None
    option = SchoolOption.objects.create(
        search=search,
        setting=place.setting,
        why=f"Canary{name} knows it",
        standing="none",
        evidence=f"Canary{name} would learn there",
    )
    application = SchoolApplication.objects.create(
        option=option,
        route="in_year",
        wanted_from_on=date(2026, 11, 9),
        sent_on=date(2026, 11, 3),
        recorded_by=_anybody(),
    )
    return {"search": search.pk, "option": option.pk, "application": application.pk}


def _anybody() -> User:
    """Somebody who wrote it down."""
    return User.objects.order_by("pk")[0]
