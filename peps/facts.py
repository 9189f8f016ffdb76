"""What the roll already knows, shown beside the section that it concerns; nobody types it twice."""

from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import date, timedelta

from peps.models import Pep, PepSection
from peps.rules.sdq import sdq_band
from peps.schema import form
from pupils.care_words import LEGAL_STATUS, PLACEMENT_TYPE, in_words
from pupils.models import (
    CareEpisode,
    CarePlacement,
    Enrolment,
    Involvement,
    SdqScore,
    SenStatus,
    StatutoryReview,
)
from pupils.querysets import in_force
from pupils.words import year_group
from vsh.accounts.roles import Permission
from vsh.govuk.dates import long_date
from vsh.organisations.models import Authority

Permissions = Set[Permission]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of what is known."""

    label: str
    value: str


def facts_for(key: str, *, pep: Pep, permissions: Permissions, day: date) -> list[Fact]:
    """What the roll knows about one section of this PEP, as far as the reader may know it."""
    known = _FACTS.get(key)
    facts = known(pep, permissions, day) if known else []
    return [fact for fact in facts if fact.value]


def virtual_school_contact(authority: Authority) -> list[Fact]:
    """How to reach the Virtual School Head, which every PEP shows (statutory guidance, 2018)."""
    return [
        Fact(label="Virtual School Head", value=authority.virtual_school_head_name),
        Fact(label="Virtual School", value=authority.name),
        Fact(label="Virtual School e-mail", value=authority.virtual_school_email),
        Fact(label="Virtual School telephone", value=authority.virtual_school_phone),
    ]


def _identity(pep: Pep, permissions: Permissions, day: date) -> list[Fact]:
    pupil = pep.pupil
    return [
        Fact(label="Known as", value=pupil.name),
        Fact(label="Date of birth", value=long_date(pupil.date_of_birth)),
        Fact(label="Year group", value=year_group(pupil.nc_year)),
        Fact(label="UPN", value=pupil.upn),
        Fact(label="First language", value=pupil.first_language),
    ]


def _care(pep: Pep, permissions: Permissions, day: date) -> list[Fact]:
    """The people and, for those who may see care, the legal status and the placement."""
    people = Involvement.objects.filter(pupil=pep.pupil).current_on(day).select_related("user")
    facts = [Fact(label="Looked after since", value=long_date(pep.care_period.started_on))]
    if Permission.VIEW_CARE in permissions:
        facts += _placement(pep, permissions, day)
    return facts + [
        Fact(label=person.get_capacity_display(), value=f"{person.user.name}, {person.user.email}")
        for person in people
    ]


def _placement(pep: Pep, permissions: Permissions, day: date) -> list[Fact]:
    facts = []
    episode = CareEpisode.objects.filter(care_period=pep.care_period).current_on(day).last()
    if episode:
        words = in_words(LEGAL_STATUS, episode.legal_status)
        facts.append(Fact(label="Legal status", value=words))
    placement = CarePlacement.objects.filter(pupil=pep.pupil).current_on(day).last()
    if placement:
        lives = in_words(PLACEMENT_TYPE, placement.placement_type) or "Placement"
        facts.append(
            Fact(label="Lives in", value=f"{lives}, since {long_date(placement.started_on)}")
        )
        if Permission.VIEW_CONFIDENTIAL_ADDRESS in permissions:
            secret = " (confidential)" if placement.is_address_confidential else ""
            if placement.postcode:
                facts.append(Fact(label="Postcode", value=placement.postcode + secret))
    return facts


def _school(pep: Pep, permissions: Permissions, day: date) -> list[Fact]:
    places = Enrolment.objects.filter(pupil=pep.pupil).select_related("setting")
    history = [
        Fact(
            label=str(place.setting or place.get_kind_display()),
            value=f"{long_date(place.started_on)} to "
            f"{long_date(place.ended_on) if place.ended_on else 'now'}"
            f"{'' if place.is_full_time or place.setting is None else ', part time'}",
        )
        for place in places.order_by("-started_on")[:8]
    ]
    return virtual_school_contact(pep.pupil.authority) + history


def _sen(pep: Pep, permissions: Permissions, day: date) -> list[Fact]:
    status = SenStatus.objects.filter(in_force(day), pupil=pep.pupil).last()
    if status is None:
        return [Fact(label="On record", value="No SEN status")]
    return [
        Fact(label="On record", value=status.get_status_display()),
        Fact(label="Plan issued", value=_day(status.plan_issued_on)),
        Fact(label="Plan last reviewed", value=_day(status.plan_reviewed_on)),
    ]


def _wellbeing(pep: Pep, permissions: Permissions, day: date) -> list[Fact]:
    """The SDQ scores of the last two years with their bands."""
    scores = SdqScore.objects.filter(
        pupil=pep.pupil, score__isnull=False, completed_on__gt=day - timedelta(days=731)
    ).order_by("-completed_on")[:6]
    return [
        Fact(
            label=f"SDQ, {score.get_respondent_display().lower()}",
            value=f"{score.score} of 40, {sdq_band(score=score.score, respondent=score.respondent)}"
            f" ({long_date(score.completed_on)})",
        )
        for score in scores
        if score.score is not None
    ]


def _last_targets(pep: Pep, permissions: Permissions, day: date) -> list[Fact]:
    last = Pep.objects.before(pep).first()
    section = PepSection.objects.filter(pep=last, key="new_targets").first() if last else None
    if last is None or section is None or not section.data:
        return [Fact(label="Last targets", value="There is no earlier plan here")]
    asked = form(last.form_version).section("new_targets")
    facts = []
    for field in asked.fields if asked else ():
        if field.key.endswith("_what") and field.is_answered(section.data):
            number = field.key.removesuffix("_what")
            measure = section.data.get(f"{number}_measure", "")
            by_when = section.data.get(f"{number}_by_when", "")
            until = f" Until {_iso(by_when)}." if by_when else ""
            words = f"{section.data[field.key]} Measured by: {measure}.{until}"
            facts.append(Fact(label=field.group, value=words))
    return facts


def _reviews(pep: Pep, permissions: Permissions, day: date) -> list[Fact]:
    reviews = StatutoryReview.objects.filter(care_period=pep.care_period)
    held = reviews.filter(held_on__lte=day).order_by("held_on").last()
    planned = reviews.filter(held_on__isnull=True).first()
    return [
        Fact(label="Last review of the care plan", value=_day(held.held_on if held else None)),
        Fact(
            label="Next review of the care plan",
            value=_day(planned.planned_on if planned else None),
        ),
    ]


def _moves(pep: Pep, permissions: Permissions, day: date) -> list[Fact]:
    schools = (
        Enrolment.objects.filter(pupil=pep.pupil, kind=Enrolment.Kind.MAIN)
        .values("setting")
        .distinct()
        .count()
    )
    facts = [Fact(label="Schools on record", value=str(schools))]
    if Permission.VIEW_CARE in permissions:
        placements = CarePlacement.objects.filter(care_period=pep.care_period).count()
        facts.append(Fact(label="Placements in this time in care", value=str(placements)))
    return facts


def _day(day: date | None) -> str:
    return long_date(day) if day else ""


def _iso(text: str) -> str:
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text


_FACTS: dict[str, Callable[[Pep, Permissions, date], list[Fact]]] = {
    "about_me": _identity,
    "care_and_contacts": _care,
    "school_and_key_people": _school,
    "sen_and_ehc_plan": _sen,
    "health_and_wellbeing": _wellbeing,
    "review_of_targets": _last_targets,
    "transition_and_stability": _moves,
    "meeting": _reviews,
}
