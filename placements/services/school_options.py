"""The schools that a search considers: added, put right, applied for, answered.

Source: statutory guidance (2018), "Securing appropriate education" and "School admissions".
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from placements.models import SchoolApplication, SchoolOption, SchoolSearch
from placements.rules import admissions
from pupils.child_permissions import require_for
from pupils.models import Pupil, SenStatus
from pupils.querysets import in_force
from pupils.rules.ages import year_group_on
from pupils.rules.inspections import Inspected
from pupils.school_evidence import PupilAndSetting, WhyThisSchool
from pupils.services.enrolments import facts_changed
from pupils.services.inspections import standing_of
from pupils.services.locking import StaleRecordError, lock_visible_pupil
from pupils.services.school_suits import has_ehc_plan, unsuited
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.organisations.models import EducationSetting, InspectionOutcome


@dataclass(frozen=True, kw_only=True)
class Considered:
    """What is known of a school that is considered."""

    why: str
    distance_miles: Decimal | None = None
    admissions: str = ""
    is_boarding: bool = False
    evidence: str = ""
    exceptional_reason: str = ""
    childs_view: str = ""
    carers_view: str = ""
    parents_view: str = ""
    vsh_consulted_on: date | None = None
    vsh_view: str = ""
    visited_on: date | None = None
    not_suitable: str = ""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What a school answered, and whether a direction was considered; the application's days where
    they were entered wrongly."""

    sent_on: date | None = None
    wanted_from_on: date | None = None
    answer: str = ""
    answered_on: date | None = None
    answer_words: str = ""
    direction_considered_on: date | None = None
    direction: str = ""


def year_group_of(pupil: Pupil, day: date) -> int:
    """The year group for which a place is wanted from a day, as the child's school counts it."""
    return year_group_on(
        admissions.entry_on(day),
        date_of_birth=pupil.date_of_birth,
        nc_year=pupil.nc_year,
        known_on=today(),
    )


def route_to(
    setting: EducationSetting, *, year_group: int, wanted_from_on: date, sent_on: date
) -> admissions.Route:
    """In the normal round or in-year."""
    return admissions.route(
        wanted_from_on=wanted_from_on,
        sent_on=sent_on,
        is_year_of_entry=admissions.is_year_of_entry(
            year_group=year_group, phase=setting.phase, low_age=setting.low_age
        ),
    )


@transaction.atomic
def add_option(
    *, actor: User, search: SchoolSearch, setting: EducationSetting, said: Considered
) -> SchoolOption:
    """Consider a school."""
    _locked(actor, search)
    option = SchoolOption(search=search, setting=setting)
    _write(option, said)
    return option


@transaction.atomic
def change_option(
    *, actor: User, option: SchoolOption, version: int, said: Considered
) -> SchoolOption:
    """Add or put right what is known of it."""
    option = _locked_option(actor, option, version)
    if said.not_suitable and option.applications.filter(answer="").exists():
        raise ValidationError(
            {"not_suitable": "An application waits for its answer: withdraw it first."}
        )
    option.version += 1
    _write(option, said)
    return option


@transaction.atomic
def apply_for(
    *, actor: User, option: SchoolOption, version: int, wanted_from_on: date, sent_on: date
) -> SchoolApplication:
    """Record an application that was sent: evidence first where the school is below good; not for
    a child with an EHC plan."""
    return _ask(
        actor, option, version, SchoolApplication(wanted_from_on=wanted_from_on, sent_on=sent_on)
    )


@transaction.atomic
def consult_school(
    *, actor: User, option: SchoolOption, version: int, wanted_from_on: date, sent_on: date
) -> SchoolApplication:
    """Record that the SEND team consults a school with a view to naming it in the EHC plan."""
    consultation = SchoolApplication(
        wanted_from_on=wanted_from_on, sent_on=sent_on, route=admissions.Route.CONSULTED.value
    )
    return _ask(actor, option, version, consultation)


def _ask(
    actor: User, option: SchoolOption, version: int, row: SchoolApplication
) -> SchoolApplication:
    row.option, row.recorded_by = _locked_option(actor, option, version), actor
    _may_be_applied_for(row.option)
    _set_route(row, asks_plan=True)
    row.full_clean()
    row.save()
    facts_changed(row.option.search.pupil)
    return row


@transaction.atomic
def answer_application(
    *, actor: User, application: SchoolApplication, version: int, said: Answered
) -> SchoolApplication:
    """Record what the school answered or that a direction was considered, or put days right."""
    search = application.option.search
    pupil = lock_visible_pupil(search.pupil, actor=actor)
    require_for(actor, Permission.SEARCH_SCHOOL, pupil)
    rows = SchoolApplication.objects.select_related("option__search", "option__setting")
    row: SchoolApplication = rows.get(pk=application.pk)
    if row.version != version:
        raise StaleRecordError(application_in_words(row))
    row.option.search.pupil = pupil
    was_sent_on, row.sent_on = row.sent_on, said.sent_on or row.sent_on
    row.wanted_from_on = said.wanted_from_on or row.wanted_from_on
    _set_route(row, asks_plan=row.sent_on != was_sent_on)
    for name in ("answered_on", "direction_considered_on"):
        day = getattr(said, name)
        if day is not None and day > today():
            raise ValidationError({name: "This day is in the future"})
        if day is not None and day < row.sent_on:
            sent = long_date(row.sent_on)
            raise ValidationError({name: f"The application was sent later, on {sent}"})
    _refuse_a_direction_before_the_refusal(said)
    for name, value in asdict(said).items():
        if name not in ("sent_on", "wanted_from_on"):
            setattr(row, name, value)
    row.version += 1
    row.full_clean()
    row.save()
    facts_changed(pupil)
    return row


def _refuse_a_direction_before_the_refusal(said: Answered) -> None:
    """What was considered while the school was silent does not answer a refusal that came later."""
    answered_on, considered_on = said.answered_on, said.direction_considered_on
    if said.answer != SchoolApplication.Answer.REFUSED or not (answered_on and considered_on):
        return
    if considered_on < answered_on:
        refused = long_date(answered_on)
        raise ValidationError(
            {
                "direction_considered_on": f"The place was refused later, on {refused}. Enter the "
                "day on which a direction was considered after the refusal"
            }
        )


def said_of_school(pupil: Pupil, setting: EducationSetting | None) -> WhyThisSchool:
    """What searches have on record for this school."""
    if setting is None:
        return WhyThisSchool()
    key = (pupil.pk, setting.pk)
    return said_of_schools({key}).get(key, WhyThisSchool())


def said_of_schools(
    asked: Collection[PupilAndSetting],
) -> dict[PupilAndSetting, WhyThisSchool]:
    """The evidence and the exceptional reason that searches have on record, of each the latest, by
    the ids of child and school; one query."""
    options = SchoolOption.objects.filter(
        search__pupil__in={pupil for pupil, _ in asked}, setting__in={one for _, one in asked}
    ).order_by("pk")
    said: dict[PupilAndSetting, WhyThisSchool] = {}
    for pupil, setting, evidence, reason in options.values_list(
        "search__pupil", "setting", "evidence", "exceptional_reason"
    ):
        before = said.get((pupil, setting), WhyThisSchool())
        said[pupil, setting] = WhyThisSchool(
            evidence=evidence or before.evidence,
            exceptional_reason=reason or before.exceptional_reason,
        )
    return {key: why for key, why in said.items() if key in asked}


def option_in_words(option: SchoolOption) -> str:
    """An option as a refusal names it."""
    view = f", the child: {option.childs_view}" if option.childs_view else ""
    return f"{option.setting}, {option.why}{view}"


def application_in_words(row: SchoolApplication) -> str:
    """An application as a refusal names it."""
    answer = row.get_answer_display() if row.answer else "no answer yet"
    return f"sent on {long_date(row.sent_on)}, {answer}"


def _locked(actor: User, search: SchoolSearch) -> SchoolSearch:
    pupil = lock_visible_pupil(search.pupil, actor=actor)
    require_for(actor, Permission.SEARCH_SCHOOL, pupil)
    found: SchoolSearch | None = SchoolSearch.objects.filter(pk=search.pk).first()
    if found is None or found.ended_on is not None:
        raise ValidationError("This search has ended. Nothing is added to it.")
    found.pupil = pupil
    return found


def _locked_option(actor: User, option: SchoolOption, version: int) -> SchoolOption:
    search = _locked(actor, option.search)
    found: SchoolOption = SchoolOption.objects.select_related("setting").get(pk=option.pk)
    if found.version != version:
        raise StaleRecordError(option_in_words(found))
    found.search = search
    return found


def _set_route(row: SchoolApplication, *, asks_plan: bool) -> None:
    """In which round it is, once its days can be; of a consultation that it is one."""
    if row.sent_on > today():
        raise ValidationError({"sent_on": "The day on which it was sent is in the future"})
    if row.wanted_from_on < row.sent_on:
        raise ValidationError({"wanted_from_on": "The place is wanted from a day before that"})
    is_consultation = row.route == admissions.Route.CONSULTED
    if asks_plan:
        plans = row.option.search.pupil.sen_statuses.filter(in_force(row.sent_on))
        has_plan = plans.filter(status=SenStatus.Status.EHC_PLAN).exists()
        wrong = admissions.wrong_route(is_consultation=is_consultation, has_ehc_plan=has_plan)
        if wrong:
            raise ValidationError({"sent_on": wrong})
    if is_consultation:
        return
    route = route_to(
        row.option.setting,
        year_group=year_group_of(row.option.search.pupil, row.wanted_from_on),
        wanted_from_on=row.wanted_from_on,
        sent_on=row.sent_on,
    )
    row.route = route.value


def wanted_on(search: SchoolSearch) -> date:
    """The day from which it needs a place, at the earliest today."""
    return max(search.needed_from_on or today(), today())


def _inspected(option: SchoolOption) -> Inspected:
    rows = InspectionOutcome.objects.filter(setting=option.setting)
    return standing_of(rows, on=today())


def _write(option: SchoolOption, said: Considered) -> None:
    for name, value in asdict(said).items():
        setattr(option, name, value)
    if said.visited_on is not None and said.visited_on > today():
        raise ValidationError({"visited_on": "The day of the visit is in the future"})
    if said.vsh_consulted_on is not None and said.vsh_consulted_on > today():
        raise ValidationError({"vsh_consulted_on": "This day is in the future"})
    if said.vsh_view and said.vsh_consulted_on is None:
        raise ValidationError({"vsh_consulted_on": "Enter the day on which they were consulted"})
    found = _inspected(option)
    if found.needs_exceptional_reason and not (said.exceptional_reason or said.not_suitable):
        raise ValidationError({"exceptional_reason": f"{found.words}. {found.caution}"})
    option.standing = found.standing.value
    option.full_clean()
    option.save()


def _may_be_applied_for(option: SchoolOption) -> None:
    """Nothing is sent to a school that was judged unsuitable, or without what its inspections ask
    for; asked of the inspections on record today."""
    if option.not_suitable:
        raise ValidationError(f"On record this school is not suitable: {option.not_suitable}")
    found = _inspected(option)
    if found.needs_exceptional_reason and not option.exceptional_reason:
        raise ValidationError(f"{found.words}. {found.caution} Add the reason to the option first.")
    if found.needs_evidence and not option.evidence:
        raise ValidationError(f"{found.words}. {found.caution} Add the evidence to the option.")
    pupil = option.search.pupil
    unsuits = unsuited(
        pupil, option.setting, wanted_on(option.search), has_ehc_plan=has_ehc_plan(pupil, today())
    )
    if unsuits and not option.evidence:
        raise ValidationError(
            f"{unsuits}. Add why the child would be taught there to the option’s evidence first."
        )
