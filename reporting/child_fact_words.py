"""The facts of a child's record in words, and who told each: a person, or a file and its day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pupils.care_words import LEGAL_STATUS, PLACEMENT_TYPE, in_words
from pupils.codes import ETHNICITIES
from pupils.models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Enrolment,
    Involvement,
    Pupil,
    SenStatus,
)
from pupils.rules.ages import eighteenth_birthday
from pupils.who_told import Tellers
from pupils.words import language, role_label, year_group
from vsh.govuk.dates import long_date
from vsh.organisations.models import EducationSetting

from .child_history import IDENTITY, Change, Fact, identity, main_place_of, of_day

PEOPLE = ("social_worker", "team_manager", "iro", "virtual_school_officer")
_SEX = dict(Pupil.Sex.choices)
_SEN = dict(SenStatus.Status.choices)
_PLACES = dict(Enrolment.Kind.choices)
NOTHING = "Not recorded"


@dataclass(frozen=True, kw_only=True)
class Said:
    """One fact in words: what stands on record, and the change that brought it."""

    label: str
    value: str
    told: Change | None = None


def said_of_merge(change: Change) -> list[Said]:
    """A record that was merged into the child's: its number, who merged it, and what went then or
    gave way, with who had told of that."""
    gave_way = change.context.get("gave_way", ())
    return [
        Said(label="Merged record", value=str(change.values["child_id"]), told=change),
        *(Said(label="Gave way then", value=row, told=change) for row in gave_way),
    ]


class Words:
    """Names of the people, schools and files that some changes speak of: three queries."""

    def __init__(self, changes: Iterable[Change], *, authority_code: str) -> None:
        changes = list(changes)
        people = _some(change.values.get("user_id") for change in changes)
        settings = _some(change.values.get("setting_id") for change in changes)
        self._area = authority_code
        self._tellers = Tellers((change.context for change in changes), people=people)
        self._settings = dict(
            EducationSetting.objects.filter(pk__in=settings).values_list("pk", "name")
        )

    # --- who told it ----------------------------------------------------------------------------
    def source_of(self, change: Change) -> str:
        """Who brought a value: the file and the day on which it came, or the person."""
        return self._tellers.source(change.context)

    # --- what it says ---------------------------------------------------------------------------
    def identity(self, facts: list[Fact]) -> list[Said]:
        """Names and numbers."""
        of_child = identity(facts)
        if of_child is None:
            return []
        found = []
        for name in IDENTITY:
            value = self._of_identity(name, of_child.values.get(name))
            if name in ("former_upn", "uasc_until") and value == NOTHING:
                continue
            field: Any = Pupil._meta.get_field(name)
            label = str(field.verbose_name)
            said = Said(label=label[0].upper() + label[1:], value=value, told=of_child.told[name])
            found.append(said)
        return found

    def _of_identity(self, name: str, value: object) -> str:
        if name == "nc_year":
            return year_group(value if isinstance(value, int) else None)
        if name == "is_uasc":
            return "Yes" if value else "No"
        if value in (None, ""):
            return NOTHING
        text = str(value)
        if name in ("date_of_birth", "uasc_until"):
            return long_date(date.fromisoformat(text))
        if name == "first_language":
            return language(text)
        if name == "ethnicity":
            return ETHNICITIES.label(text)
        return _SEX.get(text, text) if name == "sex" else text

    def situation(self, facts: list[Fact], day: date) -> list[Said]:
        """Care, home, school, SEN status and workers of `day`; care ends with the 18th birthday,
        whoever tells of it."""
        in_care = [] if _is_adult(facts, day) else facts
        care = of_day(in_care, CarePeriod, day)
        episode = of_day(in_care, CareEpisode, day)
        home = of_day(in_care, CarePlacement, day)
        school = main_place_of(facts, day)
        sen = of_day(facts, SenStatus, day)
        found = [
            _said("Looked after since", care, "started_on", self._since(care), "Not looked after"),
            _said("Legal status", episode, "legal_status", self._status(episode)),
            _said("Home", home, "placement_type", self._home(home)),
            _said("Home since", home, "started_on", self._since(home)),
            _said("Where the home is", home, "area_code", self._where(home)),
            _said("School", school, "setting_id", self._school(school), "Not known"),
            _said("School since", school, "started_on", self._since(school)),
            _said("SEN status", sen, "status", _SEN.get(sen.values["status"], "") if sen else ""),
        ]
        for capacity in PEOPLE:
            person = of_day(facts, Involvement, day, capacity=capacity)
            name = self._tellers.name(person.values["user_id"]) if person else ""
            found.append(_said(role_label(capacity), person, "user_id", name, "Nobody on record"))
        return found

    @staticmethod
    def _since(fact: Fact | None) -> str:
        return long_date(date.fromisoformat(fact.values["started_on"])) if fact else ""

    @staticmethod
    def _status(episode: Fact | None) -> str:
        return in_words(LEGAL_STATUS, episode.values["legal_status"]) if episode else ""

    @staticmethod
    def _home(home: Fact | None) -> str:
        return in_words(PLACEMENT_TYPE, home.values["placement_type"]) if home else ""

    def _where(self, home: Fact | None) -> str:
        if home is None or not home.values["area_code"]:
            return ""
        is_inside = home.values["area_code"] == self._area
        return "In authority" if is_inside else "Out of authority"

    def _school(self, place: Fact | None) -> str:
        if place is None:
            return ""
        setting = self._settings.get(place.values["setting_id"])
        return setting or _PLACES[place.values["kind"]]


def _some(values: Iterable[Any]) -> set[Any]:
    return {value for value in values if value is not None}


def _is_adult(facts: Iterable[Fact], day: date) -> bool:
    of_child = identity(facts)
    born = of_child and of_child.values.get("date_of_birth")
    return bool(born) and eighteenth_birthday(date.fromisoformat(str(born))) <= day


def _said(label: str, fact: Fact | None, name: str, value: str, nothing: str = NOTHING) -> Said:
    return Said(label=label, value=value or nothing, told=fact.told.get(name) if fact else None)
