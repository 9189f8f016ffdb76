"""One row of Episodes as values, with the DfE's rules for a single row. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from vsh.tables.cells import Cells, british_date, code_of
from vsh.tables.findings import Problem
from vsh.tables.identifiers import tidy_postcode
from vsh.tables.reading import Row

from ...codes import (
    CATEGORIES_OF_NEED,
    LEGAL_STATUSES,
    NEXT_EPISODE,
    PLACEMENT_TYPES,
    PROVIDERS,
    REASONS_EPISODE_ENDED,
    REASONS_EPISODE_STARTED,
    REASONS_PLACEMENT_CHANGED,
    WITHOUT_PROVIDER,
    CodeSet,
    return_year,
)
from ...rules.ages import eighteenth_birthday
from .row import age_on, ofsted_urn, ruled

FIRST_POSSIBLE_DAY = date(1991, 10, 14)  # the Children Act 1989 came into force
PLACEMENT_ORDERS_FROM = date(2005, 12, 1)
YOUTH_JUSTICE_STATUSES = ("J1", "J2", "J3")
_start = ruled(british_date, "141")
_end = ruled(british_date, "147")


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeRow:
    """One episode; `problems` with an error refuse it, yet its dates still speak for others."""

    row: Row
    child_id: str
    started_on: date
    ended_on: date | None
    reason_started: str
    legal_status: str
    category_of_need: str
    placement_type: str
    provider: str
    ofsted_urn: str
    postcode: str
    reason_changed: str
    reason_ended: str
    warnings: tuple[Problem, ...]

    @property
    def is_followed(self) -> bool:
        """Whether it says that the next episode began on the day on which it ended."""
        return self.reason_ended == NEXT_EPISODE

    @property
    def placement(self) -> tuple[str, ...]:
        """What makes the placement the one that it is."""
        return self.placement_type, self.provider, self.ofsted_urn, self.postcode


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedEpisode:
    """A row that breaks a rule: why, and its dates as far as they can be read."""

    row: Row
    problems: tuple[Problem, ...]
    started_on: date | None
    ended_on: date | None


class _Coded(NamedTuple):
    """A column of codes, its list, and the rule that a cell outside the list breaks."""

    column: str
    known: CodeSet
    rule: str
    read: Callable[[str], str]
    is_needed: bool


_CODES = tuple(
    _Coded(column, known, rule, code_of(known.labels, what=column, code=rule), is_needed)
    for column, known, rule, is_needed in (
        ("RNE", REASONS_EPISODE_STARTED, "143", True),
        ("LS", LEGAL_STATUSES, "144", True),
        ("CIN", CATEGORIES_OF_NEED, "145", True),
        ("PLACE", PLACEMENT_TYPES, "146", True),
        ("PLACE_PROVIDER", PROVIDERS, "178", False),
        ("REASON_PLACE_CHANGE", REASONS_PLACEMENT_CHANGED, "1009", False),
        ("REC", REASONS_EPISODE_ENDED, "149", False),
    )
)


def read_episode(row: Row, *, on: date, born: date | None) -> EpisodeRow | RefusedEpisode:
    """The row's values, or why it is refused; without a date of birth, ages are not checked."""
    cells = Cells(row)
    started_on = cells.read("DECOM", _start)
    if not row["DECOM"]:
        cells.refuse("DECOM", "141", "The day on which the episode began is empty. Fill it in.")
    ended_on = cells.read("DEC", _end)
    _check_days(cells, started_on, ended_on, on=on, born=born)
    last_day = ended_on or on
    codes = {coded.column: _coded(cells, coded, started_on, last_day) for coded in _CODES}
    _check_together(cells, codes, started_on, born)
    postcode = _postcode(cells, "PL_POST")
    urn = ofsted_urn(cells)
    if cells.is_refused or started_on is None:
        return RefusedEpisode(
            row=row, problems=tuple(cells.problems), started_on=started_on, ended_on=ended_on
        )
    return EpisodeRow(
        row=row,
        child_id=row["CHILD"],
        started_on=started_on,
        ended_on=ended_on,
        reason_started=codes["RNE"],
        legal_status=codes["LS"],
        category_of_need=codes["CIN"],
        placement_type=codes["PLACE"],
        provider=codes["PLACE_PROVIDER"],
        ofsted_urn=urn,
        postcode=postcode,
        reason_changed=codes["REASON_PLACE_CHANGE"],
        reason_ended=codes["REC"],
        warnings=tuple(cells.problems),
    )


def _check_days(
    cells: Cells, started_on: date | None, ended_on: date | None, *, on: date, born: date | None
) -> None:
    if bool(cells.row["DEC"]) != bool(cells.row["REC"]):
        cells.refuse(
            "REC" if cells.row["DEC"] else "DEC",
            "148",
            "Fill DEC and REC both, or leave both blank: a current episode has neither.",
        )
    if started_on is None:
        return
    if started_on < FIRST_POSSIBLE_DAY:
        cells.refuse(
            "DECOM", "353", "No episode can start before 14 October 1991. Correct the day."
        )
    if born and started_on < born:
        cells.refuse(
            "DECOM",
            "302",
            "The episode starts before the child was born. Correct the day, or DOB in Header.",
        )
    if started_on > on:
        cells.refuse("DECOM", "354", "The episode starts in the future. Correct the day.")
    if born and started_on >= (adult_on := eighteenth_birthday(born)):
        cells.refuse(
            "DECOM",
            "352",
            f"The child turned 18 on {adult_on:%d/%m/%Y}, and care does not begin or go on then. "
            "Correct DECOM or DOB in Header, or leave the row out.",
        )
    if ended_on is None:
        return
    if ended_on > on:
        cells.refuse(
            "DEC", "385", "The episode ends in the future. Correct it, or leave DEC and REC blank."
        )
    if ended_on == started_on:
        cells.refuse("DEC", "355", "The episode lasts less than a day. Leave it out.")
    elif ended_on < started_on:
        cells.refuse("DEC", "356", "The episode ends before it starts. Correct one of the days.")


def _coded(cells: Cells, coded: _Coded, started_on: date | None, last_day: date) -> str:
    """A code of the list, in the years of the episode: a withdrawn one is refused for a later
    episode, a newer one on an older episode is only doubted (returns re-code old episodes)."""
    column, known, rule = coded.column, coded.known, coded.rule
    code = cells.read(column, coded.read)
    if code is None:
        if coded.is_needed and not cells.row[column]:
            cells.refuse(column, rule, f"{column} is empty. Fill it in.")
        return ""
    if started_on and (known.first or known.last):
        # How it ended is coded in the year of its end, all else from its first day on.
        first_day = last_day if column == "REC" else started_on
        if known.is_withdrawn_by(code, return_year(first_day)):
            cells.refuse(
                column,
                rule,
                f"{code} ended with the return of {known.last[code]}. Give a later code.",
            )
        elif known.is_not_yet_in(code, return_year(last_day)):
            cells.warn(column, rule, f"{code} came with the return of {known.first[code]}.")
    return code


def _check_together(
    cells: Cells, codes: dict[str, str], started_on: date | None, born: date | None
) -> None:
    status, place, provider = codes["LS"], codes["PLACE"], codes["PLACE_PROVIDER"]
    if provider == "PR0" and place and place != "P1":
        cells.refuse(
            "PLACE_PROVIDER",
            "550",
            "PR0 (a parent) goes only with placement P1. Correct one of them.",
        )
    if provider == "PR4" and place == "P1":
        cells.refuse(
            "PLACE_PROVIDER",
            "530",
            "PR4 (private) does not go with placement P1. Correct one of them.",
        )
    if place and "PLACE_PROVIDER" in cells.row and not cells.row["PLACE_PROVIDER"]:
        if place not in WITHOUT_PROVIDER:
            cells.refuse(
                "PLACE_PROVIDER", "526", f"Placement {place} needs a provider. Fill it in."
            )
    elif place in WITHOUT_PROVIDER and provider:
        cells.refuse(
            "PLACE_PROVIDER", "213", f"Placement {place} takes no provider. Leave it blank."
        )
    if started_on is None:
        return
    if born and status in YOUTH_JUSTICE_STATUSES and age_on(born, started_on) < 10:
        cells.refuse("LS", "358", f"{status} is for children of 10 and over. Correct LS or DECOM.")
    if status == "D1" and started_on > PLACEMENT_ORDERS_FROM:
        cells.refuse("LS", "445", "D1 (freeing order) ended in December 2005. Give another code.")
    if status == "E1" and started_on < PLACEMENT_ORDERS_FROM:
        cells.refuse(
            "LS", "446", "E1 (placement order) began in December 2005. Correct LS or DECOM."
        )


def _postcode(cells: Cells, column: str) -> str:
    cell = cells.row[column]
    tidy = tidy_postcode(cell) if cell else ""
    if tidy is None:
        cells.warn(column, "392c", f"“{cell[:12]}” is not a postcode; left out.")
    return tidy or ""
