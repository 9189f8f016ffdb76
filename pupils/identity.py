"""What the identity bar says about a child, to whom."""

from datetime import date
from typing import Any

from django.urls import reverse

from vsh.accounts.roles import Permission
from vsh.calendars.rules import age_on
from vsh.govuk.dates import due_words, long_date

from .clock_words import kind_label
from .models import Enrolment, Pupil
from .tabs import first_tab_url
from .words import year_group


def identity_bar(pupil: Pupil, *, permissions: frozenset[Permission], day: date) -> dict[str, Any]:
    """The bar of `layouts/pupil.html`; `pupil` carries the facts of `pupils.facts`.

    Who may not open the record, such as a school office for attendance, is told the year alone.
    """
    if Permission.VIEW_PUPIL not in permissions:
        year = {"label": "Year", "value": year_group(pupil.nc_year)}
        bar: dict[str, Any] = {"name": pupil.name, "reference": pupil.ref, "url": "", "badges": []}
        return bar | {"facts": [year], "actions": []}
    return {
        "name": pupil.name,
        "reference": pupil.ref,
        "url": first_tab_url(ref=pupil.ref, permissions=permissions),
        "badges": _badges(pupil, day),
        "facts": [fact for fact in _facts(pupil, permissions, day) if fact["value"]],
        "actions": [],
    }


def school_line(pupil: Pupil) -> str:
    """Where the child learns, in words: the setting's name, or plainly that there is none."""
    kind = pupil.place_kind  # type: ignore[attr-defined]
    if kind is None:
        return "Not known"
    if kind == Enrolment.Kind.NO_PLACE:
        return "No school place"
    return pupil.school_name or Enrolment.Kind(kind).label  # type: ignore[attr-defined]


def timetable_line(pupil: Any) -> str:
    """Where the child learns, and how long each week where that is less than full time."""
    where = school_line(pupil)
    if pupil.place_kind in (None, Enrolment.Kind.NO_PLACE) or pupil.school_is_full_time:
        return where
    hours = "" if pupil.school_hours is None else f", {float(pupil.school_hours):g} hours a week"
    return f"{where}, part time{hours}"


def placement_line(pupil: Pupil) -> str:
    """Whether the child lives inside the authority that looks after them."""
    area = pupil.placement_area  # type: ignore[attr-defined]
    if not area:
        return "area not known"
    inside = area == pupil.authority_code  # type: ignore[attr-defined]
    return "in authority" if inside else "out of authority"


def _badges(pupil: Pupil, day: date) -> list[dict[str, str]]:
    badges = []
    if pupil.is_restricted:
        badges.append({"text": "Restricted", "colour": "purple"})
    if pupil.is_unaccompanied_on(day):
        badges.append({"text": "Unaccompanied asylum-seeking child", "colour": "blue"})
    if pupil.sen_status == "E":  # type: ignore[attr-defined]
        badges.append({"text": "EHC plan", "colour": "turquoise"})
    elif pupil.sen_status == "K":  # type: ignore[attr-defined]
        badges.append({"text": "SEN support", "colour": "turquoise"})
    return badges


def _facts(pupil: Any, permissions: frozenset[Permission], day: date) -> list[dict[str, str]]:
    age = age_on(pupil.date_of_birth, day)
    facts = [
        {"label": "Age and year", "value": f"{age}, {year_group(pupil.nc_year)}"},
        {"label": "School", "value": _since(timetable_line(pupil), pupil.school_since)},
    ]
    if Permission.VIEW_CARE in permissions and pupil.placement_since:
        words = _since(placement_line(pupil).capitalize(), pupil.placement_since)
        facts.append({"label": "Placement", "value": words})
    facts += [
        {"label": "Authority", "value": pupil.authority.name},
        {"label": "Social worker", "value": pupil.social_worker_name or "Not allocated"},
        {"label": "IRO", "value": pupil.iro_name or "Not allocated"},
        {"label": "Officer", "value": pupil.virtual_school_officer_name or "Not allocated"},
    ]
    if pupil.next_due_on:
        facts.append(
            {
                "label": "Next deadline",
                "value": f"{kind_label(pupil.next_due_kind)}: "
                f"{due_words(due_on=pupil.next_due_on, on=day)}",
                "url": reverse("pupils:deadlines", kwargs={"ref": pupil.ref}),
            }
        )
    return facts


def _since(words: str, day: date | None) -> str:
    return f"{words}, since {long_date(day)}" if day else words
