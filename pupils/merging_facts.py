"""What a merge of two records of one child does with the facts of the roll."""

from collections.abc import Iterable
from typing import Any

from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date

from .merging import GivesWay, hangs_on, register_merge, times
from .models import (
    AttainmentResult,
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Deadline,
    EhcRequest,
    EhcReview,
    EhcTransfer,
    Enrolment,
    Involvement,
    MissingEpisode,
    OwedRecalculation,
    RestrictedAccess,
    SdqScore,
    SenStatus,
    StatutoryReview,
    WellbeingSupport,
)

_BY_FILE = (
    "Correct one of the two in the council’s case system and load its file, or keep the other "
    "record instead"
)
_ON_THE_TAB = (
    "Correct one of the two on the Care tab or in the council’s case system, or keep the other "
    "record instead"
)
_OF_A_HOME = {
    *("placement_type", "provider", "ofsted_urn", "postcode", "area_code", "distance"),
    *("is_emergency", "reason_changed"),
}


def register_own_merges() -> None:
    """What hangs on the child."""
    state: dict[str, Any] = {"is_state": True}
    care: dict[str, Any] = {"permission": Permission.VIEW_CARE}
    told = care | {"way_out": _BY_FILE, "is_named": True}
    days = told | state | {"yields_to": _on_record_then}
    put_right = days | {"way_out": _ON_THE_TAB}
    needs: dict[str, Any] = {"permission": Permission.VIEW_WELLBEING}
    register_merge(Deadline, "deadlines", is_computed=True)
    register_merge(OwedRecalculation, "deadlines to work out", is_computed=True)
    register_merge(CarePeriod, "times in care", **put_right, learns={"end_reason"})
    why = {"category_of_need", "reason_started", "reason_ended"}
    register_merge(CareEpisode, "legal statuses", **put_right, in_words=_status, learns=why)
    register_merge(CarePlacement, "placements", **days, learns=_OF_A_HOME)
    register_merge(MissingEpisode, "times missing", **days)
    register_merge(Enrolment, "school places", **state, in_words=_place)
    register_merge(
        Involvement,
        "allocations",
        **state,
        in_words=_allocation,
        gives_way=_as_another,
        way_out="Allocate the same person in both records first",
    )
    register_merge(RestrictedAccess, "people named for a restricted record")
    register_merge(SenStatus, "SEN statuses", **needs, **state, in_words=_sen)
    register_merge(SdqScore, "SDQ scores", **needs, in_words=_sdq)
    register_merge(AttainmentResult, "results", in_words=_result)
    register_merge(
        StatutoryReview,
        "statutory reviews",
        **told,
        in_words=_review,
        yields_to=_same_review,
        learns={"participation", "planned_on"},
    )
    register_merge(EhcRequest, "requests for an EHC assessment", **needs)
    register_merge(EhcReview, "annual reviews of an EHC plan", **needs)
    register_merge(EhcTransfer, "next settings in an EHC plan", **needs)
    register_merge(
        WellbeingSupport, "support for mental health", permission=Permission.VIEW_SUPPORT
    )


def _status(row: CareEpisode) -> str:
    return f"{row.legal_status} {times(row)}"


def _place(row: Enrolment) -> str:
    return f"{row.setting or row.get_kind_display()} {times(row)}"


def _allocation(row: Involvement) -> str:
    return f"{row.get_capacity_display()} {times(row)}"


def _as_another(row: Involvement) -> GivesWay | None:
    """Of who was allocated once, or is so on both records, nobody can correct the days: the record
    that stays is right."""
    on = today()
    same = Involvement.objects.filter(
        pupil=row.pupil_id, user=row.user_id, capacity=row.capacity, started_on__lte=on
    )
    if row.ended_on is None:
        return [] if same.filter(ended_on=None).exists() else None
    return [] if row.ended_on < on else None


def _sen(row: SenStatus) -> str:
    return f"{row.get_status_display()} {times(row)}"


def _sdq(row: SdqScore) -> str:
    return f"{row.get_respondent_display()} on {long_date(row.completed_on)}"


def _result(row: AttainmentResult) -> str:
    return f"{row.subject} on {long_date(row.achieved_on)}"


def _review(row: StatutoryReview) -> str:
    day = row.held_on or row.planned_on
    return f"{'held' if row.held_on else 'arranged'} for {long_date(day)}" if day else ""


def _same_review(row: StatutoryReview) -> list[StatutoryReview]:
    """The one held on that day, or the one that is arranged."""
    reviews = StatutoryReview.objects.filter(pupil=row.pupil_id).exclude(pk=row.pk)
    if row.held_on is None:
        return list(reviews.filter(care_period=row.care_period_id, held_on=None))
    return list(reviews.filter(held_on=row.held_on))


def _on_record_then(row: Any) -> list[Any]:
    """What the record that stays tells of the time of this row; nothing where it leaves out a day,
    where two times in care would stand for one, or where what hangs on a home would hang on one
    that began on another day or lies elsewhere."""
    owner = "care_period_id" if isinstance(row, CareEpisode) else "pupil_id"
    others = type(row)._default_manager.filter(**{owner: getattr(row, owner)}).exclude(pk=row.pk)
    found = [one for one in others.order_by("started_on") if _overlap(one, row)]
    if not _cover(found, row) or (isinstance(row, CarePeriod) and len(found) > 1):
        return []
    if isinstance(row, CarePlacement) and not _is_one_home(row, found[0]) and hangs_on(row):
        return []
    return found


def _overlap(one: Any, other: Any) -> bool:
    return one.started_on == other.started_on or (
        (other.ended_on is None or one.started_on < other.ended_on)
        and (one.ended_on is None or other.started_on < one.ended_on)
    )


def _cover(found: Iterable[Any], row: Any) -> bool:
    reached = row.started_on
    for one in found:
        if one.started_on > reached:
            return False
        if one.ended_on is None:
            return True
        reached = max(reached, one.ended_on)
    return row.ended_on is not None and row.ended_on <= reached


def _is_one_home(one: CarePlacement, other: CarePlacement) -> bool:
    postcodes = {one.postcode, other.postcode} - {""}
    return one.started_on == other.started_on and len(postcodes) < 2
