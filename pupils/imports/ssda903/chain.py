"""A child's episodes in their order: the DfE's rules between rows, and the runs that make up care.

Pure: dates and codes alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from vsh.tables.findings import Level, Problem
from vsh.tables.reading import Row

from .episode import EpisodeRow, RefusedEpisode

STARTED = "S"
SAME_PLACEMENT = "L"
_TOO_EARLY = "The episode starts before the one before has ended. Correct one of the days."


@dataclass
class CareRun:
    """A time of being looked after: episodes each of which goes on where the former ended.

    `ended_on` is None while care goes on, also where only the refused next row would say how.
    `standing` are the rows of which the legal status on record stands, since a person put it right:
    they tell the home alone.
    """

    episodes: list[EpisodeRow] = field(default_factory=list)
    ended_on: date | None = None
    end_reason: str = ""
    standing: frozenset[int] = frozenset()  # ids of rows

    @property
    def started_on(self) -> date:
        """The first day."""
        return self.episodes[0].started_on

    @property
    def is_entry(self) -> bool:
        """Whether the run begins with the child's becoming looked after (RNE S)."""
        return self.episodes[0].reason_started == STARTED

    def placements(self) -> list[list[EpisodeRow]]:
        """The episodes by placement: one whose legal status alone changed is the same placement."""
        groups: list[list[EpisodeRow]] = []
        for episode in self.episodes:
            last = groups[-1][-1] if groups else None
            if (
                last is not None
                and episode.reason_started == SAME_PLACEMENT
                and last.ended_on == episode.started_on
                and last.placement == episode.placement
            ):
                groups[-1].append(episode)
            else:
                groups.append([episode])
        return groups


def check_chain(
    sound: Sequence[EpisodeRow], refused: Sequence[RefusedEpisode]
) -> tuple[list[EpisodeRow], list[tuple[Row, Problem]], list[tuple[Row, Problem]]]:
    """The episodes that stand beside each other, the others with the rule, and warnings.

    A row refused for itself still has its place in the order: it neither leaves a gap before the
    next nor makes the one before end in the void.
    """
    dated: list[EpisodeRow | RefusedEpisode] = sorted(
        [*sound, *(one for one in refused if one.started_on is not None)],
        key=lambda one: one.started_on or date.min,
    )
    starts = [one.started_on for one in dated]
    broken: dict[int, Problem] = {}
    doubts: list[tuple[Row, Problem]] = []
    if dated and isinstance(dated[0], EpisodeRow) and dated[0].reason_started != STARTED:
        doubt = _problem(
            "RNE",
            "357",
            "The first episode does not start with S. Check whether earlier ones are missing.",
            Level.WARNING,
        )
        doubts.append((dated[0].row, doubt))
    for former, later in pairwise(dated):
        if isinstance(former, EpisodeRow) and former.ended_on is None:
            broken[id(former)] = _problem(
                "DEC",
                "142",
                "A later episode has started, but this one has not ended. Fill in DEC and REC.",
            )
        if isinstance(later, EpisodeRow) and (problem := _against_former(former, later)):
            broken[id(later)] = problem
    for episode in sound:
        if episode.is_followed and episode.ended_on not in starts:
            broken.setdefault(
                id(episode),
                _problem(
                    "REC",
                    "388",
                    "X1 says that the next episode began the same day, but there is none. "
                    "Add it, or correct REC.",
                ),
            )
    standing: list[EpisodeRow] = []
    for episode in sorted(sound, key=lambda one: one.started_on):
        if id(episode) not in broken and standing:
            last_day = standing[-1].ended_on
            if last_day is None or episode.started_on < last_day:
                broken[id(episode)] = _problem("DECOM", "501", _TOO_EARLY)
        if id(episode) not in broken:
            standing.append(episode)
    faults = [(one.row, broken[id(one)]) for one in sound if id(one) in broken]
    return standing, faults, doubts


def _against_former(former: EpisodeRow | RefusedEpisode, later: EpisodeRow) -> Problem | None:
    """Rules 431 to 433 and 501 between a row and the one before it."""
    if former.ended_on is None:
        return None  # rule 142 is about the former, or its end cannot be read
    if later.started_on < former.ended_on:
        if isinstance(former, RefusedEpisode):
            return None  # the refused one's dates may be what is wrong
        return _problem("DECOM", "501", _TOO_EARLY)
    follows = later.started_on == former.ended_on
    if isinstance(former, RefusedEpisode):
        return None
    if later.reason_started == STARTED and follows:
        return _problem(
            "RNE",
            "431",
            "S says that care started, but the episode before ended the same day. Correct RNE, or "
            "the days.",
        )
    if later.reason_started != STARTED and not former.is_followed:
        return _problem(
            "RNE", "432", "Care had ended with the episode before. Give S, or X1 there."
        )
    if later.reason_started != STARTED and not follows:
        return _problem(
            "RNE",
            "433",
            "RNE says that the episode goes on from the one before, but it starts another day. "
            "Correct RNE or the days.",
        )
    return None


def runs_of(standing: Sequence[EpisodeRow]) -> list[CareRun]:
    """The times of being looked after.

    A run goes on while the episode before says X1 and the next does not say S; so it bridges a
    refused row between them. After X1 without a sound next episode care goes on.
    """
    runs: list[CareRun] = []
    for episode in standing:
        last = runs[-1].episodes[-1] if runs else None
        if last is not None and last.is_followed and episode.reason_started != STARTED:
            runs[-1].episodes.append(episode)
        else:
            runs.append(CareRun([episode]))
    for number, run in enumerate(runs):
        last = run.episodes[-1]
        is_last_run = number == len(runs) - 1
        if last.is_followed and not is_last_run:
            # The refused row between would say when; the end that is known stands for it.
            run.ended_on = last.ended_on
        elif not last.is_followed:
            run.ended_on, run.end_reason = last.ended_on, last.reason_ended
    return runs


def _problem(column: str, code: str, message: str, level: Level = Level.ERROR) -> Problem:
    return Problem(column=column, code=code, message=message, level=level)
