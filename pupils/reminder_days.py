"""In which days reminders are counted: the school days of a school, else working days."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from vsh.accounts.models import Membership
from vsh.accounts.roles import SETTING_ROLES
from vsh.calendars.rules import WorkingDays
from vsh.calendars.services import load_calendar_book

from .models import CarePlacement, Deadline
from .reminder_people import settings_to_tell
from .rules.reminder_stages import SchoolDayCount, school_stage_on, stage_on


@dataclass(frozen=True, kw_only=True)
class Stages:
    """The stage that a deadline has reached for who owns it, and for officer and head."""

    owner: str
    others: str


def stages_of(
    deadlines: Collection[Deadline], *, on: date, working_days: WorkingDays
) -> dict[int, Stages]:
    """The stages of those deadlines that have reached one, by primary key.

    A school counts in its own school days and hears nothing in its holidays; officer and head
    count in working days, as everybody else does.
    """
    counts = school_day_counts(
        {d.pupil_id: d.pupil.authority.code for d in deadlines if is_a_school_s(d)},
        on=on,
        working_days=working_days,
    )
    found = {}
    for deadline in deadlines:
        assert deadline.due_on is not None
        others = stage_on(due_on=deadline.due_on, on=on, working_days=working_days)
        owner = others
        if is_a_school_s(deadline):
            count = counts[deadline.pupil_id]
            owner = school_stage_on(due_on=deadline.due_on, on=on, count=count)
        if owner or others:
            found[deadline.pk] = Stages(owner=owner, others=others)
    return found


def is_a_school_s(deadline: Deadline) -> bool:
    """Whether people of a school are to see to it, by their role or by name."""
    if deadline.owner_id is None:
        return deadline.owner_role in SETTING_ROLES
    return bool(vars(deadline).get("owner_is_at_a_school"))


def works_at_a_school(*, on: date) -> Exists:
    """Whether who owes a deadline by name works at a setting: `owner_is_at_a_school` of its row."""
    members = Membership.objects.in_force_on(on).filter(
        user=OuterRef("owner"), setting__isnull=False
    )
    return Exists(members)


def school_day_counts(
    authority_codes: dict[int, str], *, on: date, working_days: WorkingDays
) -> dict[int, SchoolDayCount]:
    """The school days of each child: those of the school, else of the area, else the authority's.

    `authority_codes` are those of the responsible authorities, by child.
    """
    if not authority_codes:
        return {}
    settings: dict[int, int] = {}
    for pupil_id, setting_id in settings_to_tell(authority_codes, on):
        settings.setdefault(pupil_id, setting_id)
    homes = CarePlacement.objects.current_on(on).filter(pupil__in=authority_codes)
    areas = dict(homes.order_by("started_on").values_list("pupil_id", "area_code"))
    book = load_calendar_book(
        authority_names={code: code for code in authority_codes.values()},
        area_codes={area for area in areas.values() if area},
        setting_ids=set(settings.values()),
    )
    return {
        pupil_id: SchoolDayCount(
            book.school_days(
                setting_id=settings.get(pupil_id),
                area_code=areas.get(pupil_id, ""),
                authority_code=code,
            ),
            working_days,
        )
        for pupil_id, code in authority_codes.items()
    }
