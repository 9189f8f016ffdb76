"""Makes the clocks of school places and of education meanwhile known to the engine."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any

from django.db.models import Case, F, Min, Q, When

from pupils.clocks import Clock, register_clock
from pupils.models import Enrolment
from pupils.reminder_subjects import register_day
from vsh.accounts.roles import Permission

from .models import CareMove, Custody, CustodyPlan, Exclusion, ExclusionMeeting, SchoolApplication
from .rules import (
    admissions,
    directions,
    move_told,
    provision,
    release_plan,
    school_applications,
    setting_notified,
)
from .rules import school_places as rules
from .rules.directions import ApplicationFacts, ApplicationsOfChild
from .rules.held import StayFacts
from .rules.move_told import MoveFacts, MovesOfChild
from .rules.provision import ExclusionFacts, ExclusionsOfChild
from .rules.release_plan import CustodiesOfChild, CustodyFacts
from .schooling_facts import load_admissions, load_rolls


def load_exclusions(pupil_ids: Collection[int]) -> Mapping[int, ExclusionsOfChild]:
    """The suspensions and permanent exclusions of many children, and their stays in custody; two
    queries."""
    found: dict[int, list[ExclusionFacts]] = defaultdict(list)
    rows: Any = Exclusion.objects.filter(enrolment__pupil__in=pupil_ids).order_by(
        "started_on", "pk"
    )
    reinstated = Q(meetings__outcome=ExclusionMeeting.Outcome.REINSTATED)
    full_time = Case(When(is_sixth_day_full_time=True, then=F("sixth_day_from_on")))
    told = rows.annotate(
        back_on=Min("meetings__meets_on", filter=reinstated), full_time_from_on=full_time
    )
    named = told.values_list(
        "enrolment__pupil",
        "id",
        "kind",
        "started_on",
        "sessions",
        "enrolment__setting",
        "enrolment__setting__la_code",
        "full_time_from_on",
        "cancelled_on",
        "back_on",
        "sessions_missed",
    )
    for pupil_id, *facts in named:
        found[pupil_id].append(ExclusionFacts(*facts))
    stays: dict[int, list[StayFacts]] = defaultdict(list)
    held = Custody.objects.filter(pupil__in=pupil_ids).order_by("started_on", "pk")
    for pupil_id, started_on, ended_on in held.values_list("pupil", "started_on", "ended_on"):
        stays[pupil_id].append(StayFacts(started_on, ended_on))
    return {
        pk: ExclusionsOfChild(tuple(found.get(pk, ())), tuple(stays.get(pk, ())))
        for pk in pupil_ids
    }


def load_applications(pupil_ids: Collection[int]) -> Mapping[int, ApplicationsOfChild]:
    """The applications for school places of many children, in one query."""
    found: dict[int, list[ApplicationFacts]] = defaultdict(list)
    rows = SchoolApplication.objects.filter(option__search__pupil__in=pupil_ids)
    named: Any = rows.order_by("sent_on", "pk").values_list(
        "option__search__pupil",
        "option__setting",
        "option__setting__urn",
        "route",
        "sent_on",
        "answer",
        "answered_on",
        "direction_considered_on",
        "wanted_from_on",
        "option__search__ended_on",
    )
    for pupil_id, setting_id, urn, *facts in named:
        found[pupil_id].append(ApplicationFacts(urn or f"setting-{setting_id}", *facts))
    return {pk: ApplicationsOfChild(tuple(found.get(pk, ()))) for pk in pupil_ids}


def load_moves(pupil_ids: Collection[int]) -> Mapping[int, MovesOfChild]:
    """The recorded moves of many children, in one query."""
    found: dict[int, list[MoveFacts]] = defaultdict(list)
    rows = CareMove.objects.filter(pupil__in=pupil_ids, state=CareMove.State.RECORDED)
    names = ("pupil", "from_on", "is_emergency", "recorded_on", "owes", "told_on")
    told: Any = rows.order_by("from_on", "pk").values_list(*names)
    for pupil_id, from_on, is_emergency, recorded_on, owes, told_on in told:
        if owes or told_on:  # what was recorded before it was kept what a move owes
            move = MoveFacts(from_on, is_emergency, recorded_on, tuple(owes), told_on)
            found[pupil_id].append(move)
    return {pk: MovesOfChild(tuple(found.get(pk, ()))) for pk in pupil_ids}


def load_custodies(pupil_ids: Collection[int]) -> Mapping[int, CustodiesOfChild]:
    """The times in custody of many children, in one query."""
    found: dict[int, list[CustodyFacts]] = defaultdict(list)
    after_release = Q(plans__to=CustodyPlan.To.AFTER_RELEASE)
    rows = Custody.objects.filter(pupil__in=pupil_ids).order_by("started_on", "pk")
    sent = rows.annotate(plan_sent_on=Min("plans__sent_on", filter=after_release))
    names = [field.name for field in fields(CustodyFacts)]
    for pupil_id, *facts in sent.values_list("pupil", *names):
        found[pupil_id].append(CustodyFacts(*facts))
    return {pk: CustodiesOfChild(tuple(found.get(pk, ()))) for pk in pupil_ids}


def register_clocks() -> None:
    """Make the clocks of places, of what a setting is told and of education meanwhile known."""
    register_clock(
        Clock(
            kind=rules.KIND,
            rule=rules.school_places,
            load=load_exclusions,
            words="A new education placement is arranged at the same time as a planned care "
            "placement, and within 20 school days of an emergency one, which counts up to the 18th "
            "birthday. A child of compulsory school age who is without full-time education for any "
            "other reason has a place within 20 school days of the first day without.",
            source="Promoting the education of looked-after children (statutory guidance, 2018), "
            "“Securing appropriate education”",
            unit="school day",
            statutory=rules.SCHOOL_DAYS,
            words_permission=Permission.VIEW_CARE,
        )
    )
    register_day(Enrolment, "started_on", ("enrolment",))
    register_clock(
        Clock(
            kind=setting_notified.KIND,
            rule=setting_notified.settings_notified,
            load=load_rolls,
            words="Head teacher and designated teacher are told within 5 working days that a "
            "looked-after child is on their roll: when a child there enters care, when a child in "
            "care comes there, and when the child has another home; of a planned placement before "
            "it.",
            source="Care Planning, Placement and Case Review (England) Regulations 2010 (SI "
            "2010/959) reg. 13; Promoting the education of looked-after children (statutory "
            "guidance, 2018), “The role of the VSH for looked-after children”",
            unit="working day",
            statutory=setting_notified.WORKING_DAYS,
            permission=Permission.VIEW_CARE,
            words_permission=Permission.VIEW_CARE,
            looks_back=True,
        )
    )
    register_clock(
        Clock(
            kind=school_applications.KIND,
            rule=school_applications.applications,
            load=load_admissions,
            words="A place in the next school is applied for by the national closing date: 31 "
            "October for secondary, 15 January for primary schools. For a child who enters care "
            "after it, at once. With an EHC plan the school is named in the plan instead.",
            source="Promoting the education of looked-after children (statutory guidance, 2018), "
            "“School admissions”",
            unit="day",
            words_permission=Permission.VIEW_CARE,
            looks_back=True,
        )
    )
    register_day(Exclusion, "started_on", (provision.SUSPENSION, provision.PERMANENT))
    register_clock(
        Clock(
            kind=provision.KIND,
            rule=provision.provisions,
            load=load_exclusions,
            areas=provision.areas,
            words="From the sixth school day of a suspension the school, of a permanent exclusion "
            "the authority, provides full-time education; suspensions by one school that follow "
            "one another count as one. For a looked-after child it is expected from the first day.",
            source="Suspension and permanent exclusion (guidance, Department for Education, 2024)",
            unit="school day",
            statutory=provision.SIXTH_DAY,
        )
    )
    register_clock(
        Clock(
            kind=directions.KIND,
            rule=directions.directions,
            load=load_applications,
            words="After a refusal, or where a school does not answer in-year, the use of the "
            "power of direction is considered without delay.",
            source="Promoting the education of looked-after children (statutory guidance, 2018), "
            "“School admissions”; the number of days is convention",
            unit="school day",
            most=20,
            is_local=True,
            is_on_by_default=True,
            usual=admissions.SCHOOL_DAYS_OF_SILENCE,
            permission=Permission.VIEW_CARE,
            words_permission=Permission.VIEW_CARE,
        )
    )
    register_day(CareMove, "from_on", ("move",))
    register_clock(
        Clock(
            kind=move_told.KIND,
            rule=move_told.moves_told,
            load=load_moves,
            words="What a move of home needs is on record: who was consulted or why not, the "
            "child’s wishes, the PEP, what is arranged for education, and that the Virtual School "
            "of another area knows. Before a planned move; 5 working days from an emergency.",
            source="Care Planning, Placement and Case Review (England) Regulations 2010 (SI "
            "2010/959) reg. 10 and 13; Promoting the education of looked-after children "
            "(statutory guidance, 2018), “The social worker’s role in supporting "
            "the PEP”; that the days of reg. 13 hold for the rest is convention",
            unit="working day",
            permission=Permission.VIEW_CARE,
            words_permission=Permission.VIEW_CARE,
        )
    )
    register_day(Custody, "started_on", ("custody",))
    register_clock(
        Clock(
            kind=release_plan.KIND,
            rule=release_plan.release_plans,
            load=load_custodies,
            words="Before a child is released from custody there is a plan for education after "
            "release, and the PEP is sent to those who have the child then, in time for a place: "
            "20 working days before, or as many as the authority has set.",
            source="Promoting the education of looked-after children (statutory guidance, 2018), "
            "Annex 2; the number of days is convention",
            unit="working day",
            most=60,
            is_local=True,
            is_on_by_default=True,
            usual=release_plan.WORKING_DAYS,
            permission=Permission.VIEW_CARE,
            words_permission=Permission.VIEW_CARE,
        )
    )
