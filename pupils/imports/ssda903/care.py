"""A child's care as the return tells it, laid beside what is on record.

A period, episode or placement is the same when it starts on the same day; its other values are
then those of the return, except that an older return never reopens what has ended since, and that
what a person recorded of a placement stands. What overlaps something else on record is refused and
named.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from vsh.organisations.areas import AreasOfRegister
from vsh.tables.findings import Level, Problem
from vsh.tables.job import Outcome

from ...copying import new_row
from ...models import CareEpisode, CarePeriod, CarePlacement
from ..changes import Changes
from ..homes import is_hidden_on, set_postcode
from ..record import ChildRecord
from ..reviews_held import arranged_review
from .chain import CareRun
from .episode import EpisodeRow
from .homes_put_right import stands

_WORDS = {
    "placement_type": "type",
    "provider": "provider",
    "postcode": "postcode",
    "ofsted_urn": "Ofsted number",
    "reason_changed": "reason for the change",
}
_CLOSED = Problem(
    column="DEC",
    code="closed_with_care",
    message="A legal status, a home or a review arranged was still open after the end of care that "
    "is on record: it ended with it.",
    level=Level.INFO,
)


class _Dated(Protocol):
    started_on: date
    ended_on: date | None


def plan_run(record: ChildRecord, run: CareRun, changes: Changes, areas: AreasOfRegister) -> None:
    """One time of being looked after, its episodes and placements; each row is settled."""
    period, problem = _period_of(record, run)
    if problem is not None:
        for episode in run.episodes:
            changes.refuse(episode.row, problem)
        return
    before = _size(changes)
    if period is None:
        period = new_row(CarePeriod, pupil=record.pupil, started_on=run.started_on)
        record.periods.append(changes.create(period))
        record.periods.sort(key=lambda one: one.started_on)
    if run.ended_on is not None:
        changes.set(period, ended_on=run.ended_on, end_reason=run.end_reason)
    of_period = ended = _outcome(before, changes)
    for group in run.placements():
        accepted: list[tuple[EpisodeRow, Outcome]] = []
        is_home_right = stands(record, group, changes)
        for episode in group:
            first = accepted[0][0] if accepted else episode
            is_told = id(episode.row) not in run.standing
            if problem := _conflict(
                record, period, episode, first, is_told=is_told, is_home_told=not is_home_right
            ):
                changes.refuse(episode.row, problem)
                continue
            before = _size(changes)
            if is_told:
                _plan_episode(record, period, episode, changes)
            accepted.append((episode, _outcome(before, changes)))
        if accepted:
            before = _size(changes)
            if not is_home_right:
                _plan_placement(record, period, [one for one, _ in accepted], changes, areas)
            _settle(accepted, changes, also={of_period, _outcome(before, changes)})
            of_period = Outcome.SAME
    before = _size(changes)
    _close_what_is_open(record, period, changes)
    closed = changes.count - before[1]
    if closed and ended is Outcome.SAME:
        changes.beside_rows += closed
        changes.note(run.episodes[-1].row, _CLOSED)


def _settle(
    accepted: list[tuple[EpisodeRow, Outcome]], changes: Changes, *, also: set[Outcome]
) -> None:
    """Each row by what became of its episode; the first `also` by its placement and its period."""
    for number, (episode, outcome) in enumerate(accepted):
        if number == 0 and outcome is Outcome.SAME:
            outcome = next(one for one in Outcome if one in also)  # noqa: PLW2901  (new first)
        changes.settle(episode.row, outcome)
        for warning in episode.warnings:
            changes.note(episode.row, warning)


def _close_what_is_open(record: ChildRecord, period: CarePeriod, changes: Changes) -> None:
    """When care has ended, no episode, placement or appointment of it is left open."""
    if period.ended_on is None:
        return
    facts: list[CareEpisode | CarePlacement] = [
        *record.episodes_of(period),
        *record.placements_of(period),
    ]
    for fact in facts:
        if fact.ended_on is None and fact.started_on < period.ended_on:
            changes.set(fact, ended_on=period.ended_on)
    if (arranged := arranged_review(record, period)) is not None:
        changes.delete(arranged)
        record.reviews.remove(arranged)


def _period_of(record: ChildRecord, run: CareRun) -> tuple[CarePeriod | None, Problem | None]:
    """The period on record to which the run belongs, if any, or why it contradicts the record."""
    end = run.ended_on
    for period in record.periods:
        is_same_start = period.started_on == run.started_on
        if not is_same_start and not _overlap(period, run.started_on, end):
            continue
        goes_on = not run.is_entry and period.started_on < run.started_on
        if not is_same_start and not goes_on:
            return None, _problem(
                "DECOM",
                "overlap",
                f"On record the child is looked after from {period.started_on:%d/%m/%Y} to "
                f"{_words(period.ended_on)}: the two overlap. Correct one of them.",
            )
        others = [one for one in record.periods if one is not period]
        if any(_overlap(one, period.started_on, end or period.ended_on) for one in others):
            continue
        if end and period.ended_on and end != period.ended_on:
            return None, _problem(
                "DEC",
                "conflicting_end",
                f"On record this time of being looked after ended on "
                f"{period.ended_on:%d/%m/%Y}, in the return on {end:%d/%m/%Y}. "
                "Correct one of them.",
            )
        if end and any(one.started_on == end for one in record.episodes_of(period)):
            return None, _problem(
                "DEC",
                "conflicting_end",
                f"On record care went on from {end:%d/%m/%Y}, in the return it ended on that day. "
                "Correct one of them.",
            )
        return period, None
    return None, None


def _conflict(
    record: ChildRecord,
    period: CarePeriod,
    episode: EpisodeRow,
    first: EpisodeRow,
    *,
    is_told: bool,
    is_home_told: bool,
) -> Problem | None:
    """Something on record that overlaps the row without starting with it, or an end before it; of
    legal statuses and homes only where the row's is told."""
    if period.ended_on is not None and episode.started_on >= period.ended_on:
        return _problem(
            "DECOM",
            "outside_care",
            f"On record this time of being looked after ended on {period.ended_on:%d/%m/%Y}. "
            "Correct one of them.",
        )
    meant = _episode_meant(record, period, episode)
    for other in record.episodes_of(period) if is_told else ():
        is_own = other is meant or other.started_on == episode.started_on
        if not is_own and _overlaps_later(other, episode):
            return _problem(
                "DECOM",
                "overlap",
                f"An episode is on record from {other.started_on:%d/%m/%Y} to "
                f"{_words(other.ended_on)}: the two overlap. Correct one of them.",
            )
    for placement in record.placements if is_home_told else ():
        is_own = placement.started_on in (episode.started_on, first.started_on)
        if not is_own and _overlaps_later(placement, episode):
            return _problem(
                "DECOM",
                "overlap",
                f"A placement is on record from {placement.started_on:%d/%m/%Y} to "
                f"{_words(placement.ended_on)}: the two overlap. Correct one of them.",
            )
    return None


def _episode_meant(record: ChildRecord, period: CarePeriod, row: EpisodeRow) -> CareEpisode | None:
    """The episode of the same first day; else one that the roll dated by the day of its loading.

    The roll does not say since when a legal status holds, so its episode starts too late and has
    no reason; the return knows both.
    """
    episodes = record.episodes_of(period)
    same = next((one for one in episodes if one.started_on == row.started_on), None)
    return same or next(
        (
            one
            for one in episodes
            if not one.reason_started
            and one.legal_status == row.legal_status
            and one.started_on > row.started_on
            and _overlap(one, row.started_on, row.ended_on)
        ),
        None,
    )


def _overlaps_later(fact: _Dated, episode: EpisodeRow) -> bool:
    """Whether they overlap; an open fact that started before may be ended by the row's start."""
    if episode.ended_on is None and fact.started_on > episode.started_on:
        return False  # the record knows how the episode that was open at the year's end went on
    return _overlap(fact, episode.started_on, episode.ended_on)


def _plan_episode(
    record: ChildRecord, period: CarePeriod, row: EpisodeRow, changes: Changes
) -> None:
    found = _episode_meant(record, period, row)
    values = {
        "legal_status": row.legal_status,
        "category_of_need": row.category_of_need,
        "reason_started": row.reason_started,
    }
    if found is None:
        found = new_row(CareEpisode, care_period=period, started_on=row.started_on)
        record.episodes.append(changes.create(found))
        record.episodes.sort(key=lambda one: one.started_on)
    changes.set(found, started_on=row.started_on, **values)
    if row.ended_on is not None:
        changes.set(found, ended_on=row.ended_on, reason_ended=row.reason_ended)
    elif found.pk is None:
        changes.set(found, ended_on=_next_start(found, record.episodes_of(period), period))


def _plan_placement(
    record: ChildRecord,
    period: CarePeriod,
    group: list[EpisodeRow],
    changes: Changes,
    areas: AreasOfRegister,
) -> None:
    """The placement of one or more episodes under which it stayed the same."""
    first, last = group[0], group[-1]
    found = next((one for one in record.placements if one.started_on == first.started_on), None)
    if found is None:
        found = new_row(
            CarePlacement,
            pupil=record.pupil,
            care_period=period,
            started_on=first.started_on,
            is_address_confidential=is_hidden_on(record, first.started_on),
        )
        record.placements.append(changes.create(found))
        record.placements.sort(key=lambda one: one.started_on)
    is_told = found.pk in record.told.homes
    values = {
        "placement_type": last.placement_type,
        "provider": last.provider,
        "postcode": last.postcode or found.postcode,
    }
    others = {"ofsted_urn": last.ofsted_urn, "reason_changed": last.reason_changed}
    if is_told:
        by_person = {name for home, name in record.told.of_homes if home == found.pk}
        said = values | {name: value for name, value in others.items() if name in by_person}
        values = _left_open(found, said, last, changes)
        others = {name: value for name, value in others.items() if name not in by_person}
    postcode = values.pop("postcode", found.postcode)
    changes.set(found, **others, **values)
    if last.postcode or not found.area_code:
        set_postcode(found, postcode, changes, areas, is_told=is_told)
    if last.ended_on is not None:
        changes.set(found, ended_on=last.ended_on)
    elif found.pk is None:
        changes.set(found, ended_on=_next_start(found, record.placements, period))


def _left_open(
    home: CarePlacement, said: dict[str, str], row: EpisodeRow, changes: Changes
) -> dict[str, str]:
    """What the return says beyond what a person recorded of this home, which stands."""
    told = {name: value for name, value in said.items() if getattr(home, name)}
    differing = [name for name, value in told.items() if value not in ("", getattr(home, name))]
    if differing:
        changes.warn(
            row.row,
            "PLACE",
            "told_by_person",
            f"A person recorded this placement with another {_named(differing)}: what they said "
            "stands. Put it right in the case system, or correct the move here.",
        )
    return {name: value for name, value in said.items() if name not in told}


def _named(names: list[str]) -> str:
    words = [_WORDS[name] for name in names]
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _next_start(fact: _Dated, facts: Sequence[_Dated], period: CarePeriod) -> date | None:
    """Where an open row of an older return ends: where the record goes on."""
    later = [one.started_on for one in facts if one.started_on > fact.started_on]
    return min(later, default=period.ended_on)


def _overlap(fact: _Dated, started_on: date, ended_on: date | None) -> bool:
    return (fact.ended_on is None or started_on < fact.ended_on) and (
        ended_on is None or fact.started_on < ended_on
    )


def _size(changes: Changes) -> tuple[int, int]:
    return len(changes.created), changes.count


def _outcome(before: tuple[int, int], changes: Changes) -> Outcome:
    created, count = _size(changes)
    if created > before[0]:
        return Outcome.NEW
    return Outcome.CHANGED if count > before[1] else Outcome.SAME


def _words(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "now"


def _problem(column: str, code: str, message: str) -> Problem:
    return Problem(column=column, code=code, message=message)
