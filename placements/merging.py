"""What a merge of two records of one child does with moves and searches."""

from typing import Any

from pupils.merging import GivesWay, register_merge
from vsh.accounts.roles import Permission
from vsh.govuk.dates import long_date

from .models import (
    AttendanceDay,
    AttendanceSummary,
    CareMove,
    Custody,
    CustodyPlan,
    Exclusion,
    ExclusionMeeting,
    ExclusionRisk,
    MoveConsultation,
    SchoolApplication,
    SchoolChange,
    SchoolChangeConsultation,
    SchoolOption,
    SchoolSearch,
    SentHome,
    SettingNotification,
    TimetableReview,
)
from .services.custody import custody_in_words
from .services.exclusion_overlaps import exclusion_in_words

_TOLD_LATER = {
    *("notified_on", "provision", "provision_from_on"),
    *("sixth_day_provision", "sixth_day_from_on", "is_sixth_day_full_time"),
}


def register_merges() -> None:
    """What hangs on the child directly, and what goes with the school place, a move or a search."""
    care: dict[str, Any] = {"permission": Permission.VIEW_CARE}
    risk: dict[str, Any] = {"permission": Permission.READ_EXCLUSION_RISK}
    register_merge(AttendanceSummary, "sums of attendance")
    register_merge(
        AttendanceDay, "days of attendance", day_of=lambda row: row.day, learns={"am", "pm"}
    )
    register_merge(
        Exclusion,
        "suspensions and exclusions",
        in_words=exclusion_in_words,
        learns=_TOLD_LATER,
    )
    register_merge(
        ExclusionMeeting,
        "meetings about an exclusion",
        in_words=lambda row: f"{row.get_body_display()}, {long_date(row.meets_on)}",
    )
    register_merge(
        ExclusionRisk,
        "worries about exclusion",
        **risk,
        in_words=lambda row: f"raised on {long_date(row.raised_on)}",
    )
    register_merge(
        SentHome,
        "times sent home",
        **risk,
        in_words=lambda row: f"on {long_date(row.sent_home_on)}",
    )
    register_merge(
        TimetableReview,
        "reviews of a timetable",
        in_words=lambda row: f"on {long_date(row.reviewed_on)}",
    )
    # who was told of the same thing twice was told of it
    register_merge(SettingNotification, "people told at a school", gives_way=lambda row: [])
    register_merge(
        CustodyPlan,
        "plans sent to a place of custody",
        **care,
        in_words=lambda row: f"to {row.to_whom} on {long_date(row.sent_on)}",
    )
    register_merge(MoveConsultation, "people consulted about a move", **care)
    register_merge(SchoolChange, "changes of school", **care)
    register_merge(SchoolChangeConsultation, "people consulted about a school", **care)
    register_merge(SchoolOption, "schools looked at", **care)
    register_merge(SchoolApplication, "applications to a school", **care)
    register_merge(
        CareMove,
        "moves",
        **care,
        in_words=_move,
        gives_way=_as_one_more,
        way_out="Withdraw one of them, or discard the draft",
    )
    register_merge(
        SchoolSearch,
        "searches for a school",
        **care,
        in_words=_search,
        way_out="End one of the two first",
    )
    register_merge(
        Custody,
        "stays in custody",
        **care,
        in_words=custody_in_words,
        way_out="Change one of the two first, or take it off the record",
    )


def _move(move: CareMove) -> str:
    day = f" on {long_date(move.from_on)}" if move.from_on else ""
    return f"{move.get_state_display().lower()}{day}"


def _as_one_more(move: CareMove) -> GivesWay | None:
    """Two moves to one home: a home has one, the other stays beside it, by its day. Where it went
    is hidden as of one that nobody has shown, since the home no longer says."""
    others = CareMove.objects.filter(placement=move.placement_id).exclude(pk=move.pk)
    if move.placement_id is None or not others.exists():
        return None
    return [(move, {"placement_id": None, "is_address_confidential": True})]


def _search(search: SchoolSearch) -> str:
    return f"begun on {long_date(search.started_on)}"
