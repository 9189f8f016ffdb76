"""What a merge of two records of one child does with the facts of the roll."""

from datetime import timedelta
from typing import Any

from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date

from .merging import GivesWay, register_merge, times
from .merging_care import register_care_merges
from .merging_places import beside_no_place, is_twice_at, place_in_words
from .models import (
    AttainmentResult,
    Deadline,
    EhcRequest,
    EhcReview,
    EhcTransfer,
    Enrolment,
    FailedRecalculation,
    Involvement,
    OwedRecalculation,
    PlaceHours,
    RestrictedAccess,
    SdqScore,
    SenStatus,
    WellbeingSupport,
)

DAY = timedelta(days=1)
_TOLD_OF_A_PLACE = {
    *("accepted_on", "hours_a_week", "part_time_reason", "evidence", "exceptional_reason"),
    *("reason_ended", "ended_by_placement"),
}


def register_own_merges() -> None:
    """What hangs on the child."""
    state: dict[str, Any] = {"is_state": True}
    needs: dict[str, Any] = {"permission": Permission.VIEW_WELLBEING}
    register_merge(Deadline, "deadlines", is_computed=True)
    register_merge(OwedRecalculation, "deadlines to work out", is_computed=True)
    register_merge(FailedRecalculation, "deadlines not worked out", is_computed=True)
    register_care_merges()
    register_merge(
        Enrolment,
        "school places",
        **state,
        in_words=place_in_words,
        learns=_TOLD_OF_A_PLACE,
        is_named=True,
        gives_way=beside_no_place,
        contradicts=is_twice_at,
    )
    register_merge(
        PlaceHours,
        "hours of a school place",
        in_words=lambda row: f"from {long_date(row.from_on)}",
    )
    register_merge(
        Involvement,
        "allocations",
        **state,
        in_words=_allocation,
        yields_to=_allocated_there,
        is_named=True,
        gives_way=_as_another,
    )
    register_merge(RestrictedAccess, "people named for a restricted record")
    register_merge(SenStatus, "SEN statuses", **needs, **state, in_words=_sen)
    register_merge(SdqScore, "SDQ scores", **needs, in_words=_sdq)
    register_merge(AttainmentResult, "results", in_words=_result, learns={"target"})
    register_merge(
        EhcRequest,
        "requests for an EHC assessment",
        **needs,
        in_words=lambda row: f"of {long_date(row.requested_on)}",
    )
    register_merge(
        EhcReview,
        "annual reviews of an EHC plan",
        **needs,
        in_words=lambda row: f"held on {long_date(row.held_on)}",
    )
    register_merge(
        EhcTransfer,
        "next settings in an EHC plan",
        **needs,
        in_words=lambda row: f"{row.named}, {long_date(row.settled_on)}",
    )
    register_merge(
        WellbeingSupport,
        "support for mental health",
        permission=Permission.VIEW_SUPPORT,
        in_words=lambda row: f"{row.provider}, asked for on {long_date(row.asked_on)}",
    )


def _allocation(row: Involvement) -> str:
    return f"{row.user.name}, {row.get_capacity_display()} {times(row)}"


def _beside(row: Involvement) -> Any:
    return Involvement.objects.filter(pupil=row.pupil_id, capacity=row.capacity).exclude(pk=row.pk)


def _allocated_there(row: Involvement) -> list[Involvement]:
    """Who is allocated now on the record that stays is right beside another who is so."""
    if row.ended_on is not None and row.ended_on < today():
        return []
    there = _beside(row).filter(ended_on=None)
    return list(there if row.ended_on else there.exclude(user=row.user_id))


def _as_another(row: Involvement) -> GivesWay | None:
    """Of who was allocated once, or is so on both records, nobody can correct the days: the record
    that stays is right. Who is allocated on the other alone is so from the day after. The same
    person goes without a word."""
    on = today()
    if row.ended_on is not None and row.ended_on < on:
        return _goes(row)
    if _beside(row).filter(ended_on=None).exists():
        return _goes(row)
    from_on = max(ended for ended in _beside(row).values_list("ended_on", flat=True)) + DAY
    is_lost = row.ended_on is not None and row.ended_on < from_on
    return _goes(row) if is_lost else [(row, {"started_on": from_on})]


def _goes(row: Involvement) -> GivesWay:
    is_told_there = _beside(row).filter(user=row.user_id).exists()
    return [] if is_told_there else [(row, None)]


def _sen(row: SenStatus) -> str:
    return f"{row.get_status_display()} {times(row)}"


def _sdq(row: SdqScore) -> str:
    return f"{row.get_respondent_display()} on {long_date(row.completed_on)}"


def _result(row: AttainmentResult) -> str:
    return f"{row.subject} on {long_date(row.achieved_on)}"
