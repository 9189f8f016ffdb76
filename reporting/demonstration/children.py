"""Invents the children of one authority and writes them in bulk."""

import random
from datetime import date, timedelta
from typing import Any

from django.db import models

from pupils.models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Enrolment,
    Involvement,
    MissingEpisode,
    Pupil,
    SdqScore,
    SenStatus,
    StatutoryReview,
)
from pupils.names import search_form
from pupils.rules.ages import eighteenth_birthday
from vsh.accounts.roles import Role
from vsh.organisations.models import EducationSetting

from .care import CareHistory, enter_care, invent_birth, invent_care, invent_missing
from .learning import PlaceAtSchool, invent_schooling, year_group
from .names import BOYS, FAMILY, GIRLS, UNACCOMPANIED
from .organisations import Place
from .people import Staff

_ETHNICITIES = {"WBRI": 70, "WOTH": 4, "MWBC": 4, "MOTH": 4, "BAFR": 5, "BCRB": 2, "APKN": 3}
_ETHNICITIES |= {"AOTH": 3, "OOTH": 3, "NOBT": 2}
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_REF = "23456789abcdefghjkmnpqrstuvwxyz"
_BATCH = 500
# At Oakfield, where teacher@ is: children of socialworker@, of whom the first came into care last
# week; and every eighth of Southmoor's, so that the teacher has both authorities in one list.
FEATURED = (0, 14, 28)


class Intake:
    """Children of one authority, gathered in memory and written in batches."""

    def __init__(
        self,
        *,
        place: Place,
        neighbour: Place | None,
        beyond: Place,
        staff: Staff,
        rng: random.Random,
        on: date,
    ) -> None:
        self.place, self.neighbour, self.beyond, self.staff = place, neighbour, beyond, staff
        self.rng, self.on = rng, on

    def admit(self, count: int) -> None:
        """Invent `count` children and write them."""
        for first in range(0, count, _BATCH):
            self._admit_batch(range(first, min(first + _BATCH, count)))

    def _admit_batch(self, numbers: range) -> None:
        rows: dict[type[models.Model], list[Any]] = {
            model: []
            for model in (
                Pupil,
                CarePeriod,
                CareEpisode,
                CarePlacement,
                Enrolment,
                Involvement,
                SenStatus,
                SdqScore,
                StatutoryReview,
                MissingEpisode,
            )
        }
        for number in numbers:
            self._invent_child(number, rows)
        for model, made in rows.items():
            model._default_manager.bulk_create(made, batch_size=2000)

    def _invent_child(self, number: int, rows: dict[type[models.Model], list[Any]]) -> None:
        rng = self.rng
        is_featured = number in FEATURED if self.neighbour is None else number % 8 == 0
        is_uasc = rng.random() < 0.08 and not is_featured
        born_on = invent_birth(rng, on=self.on, is_uasc=is_uasc)
        if is_featured:
            born_on = date(self.on.year - 13, 1 + number % 5, 9)
        care = invent_care(rng, born_on=born_on, on=self.on, place=self.place, is_uasc=is_uasc)
        while is_featured and care[-1].ended_on:
            care = invent_care(rng, born_on=born_on, on=self.on, place=self.place, is_uasc=False)
        if is_featured and number == 0 and self.neighbour is None:
            care = [enter_care(entered_on=self.on - timedelta(days=8))]
        schools = self.place
        if self.neighbour is not None and rng.random() < 0.35:
            schools = self.neighbour
        if care[-1].stays[-1].area_code == self.beyond.authority.code:
            schools = self.beyond  # who lives beyond the border learns there
        learning = invent_schooling(rng, born_on=born_on, care=care, on=self.on, place=schools)
        if is_featured:
            learning = _always_at((self.neighbour or self.place).secondary[0], born_on)
        pupil = self._pupil(number, born_on=born_on, is_uasc=is_uasc, since=care[0].started_on)
        rows[Pupil].append(pupil)
        for period in care:
            self._write_period(pupil, period, rows)
        rows[Enrolment] += [_enrolment(pupil, place) for place in learning]
        rows[Involvement] += self._people(pupil, number, care)
        self._needs(pupil, born_on, care, rows)
        rows[MissingEpisode] += [
            MissingEpisode(pupil=pupil, kind=kind, started_on=first, ended_on=last)
            for kind, first, last in invent_missing(
                pupil.child_id, care[-1], born_on=born_on, on=self.on
            )
        ]

    def _pupil(self, number: int, *, born_on: date, is_uasc: bool, since: date) -> Pupil:
        rng, code = self.rng, self.place.authority.code
        sex = "M" if is_uasc or rng.random() < 0.54 else "F"
        first = rng.choice(BOYS if sex == "M" else GIRLS)
        last = rng.choice(FAMILY)
        language = "English"
        if is_uasc:
            first, last = rng.choice(UNACCOMPANIED["first"]), rng.choice(UNACCOMPANIED["last"])
            language = rng.choice(UNACCOMPANIED["language"])
        known_as = first[:3] if len(first) > 5 and rng.random() < 0.08 else ""
        year = year_group(born_on=born_on, on=self.on)
        return Pupil(
            ref="".join(rng.choice(_REF) for _ in range(10)),
            authority=self.place.authority,
            child_id=f"{code}{100000 + number}",
            upn=_upn(code, number) if year >= 0 and not (is_uasc and rng.random() < 0.4) else "",
            legal_first_name=first,
            legal_last_name=last,
            known_as=known_as,
            search_name=search_form(known_as, first, last),
            date_of_birth=born_on,
            sex=sex,
            ethnicity="AOTH" if is_uasc else self._draw(_ETHNICITIES),
            first_language=language,
            is_uasc=is_uasc,
            uasc_until=eighteenth_birthday(born_on) if is_uasc else None,
            nc_year=year if -2 <= year <= 14 else None,
            is_restricted=number in (7, 150),
            on_record_since=since,
        )

    def _draw(self, weights: dict[str, int]) -> str:
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def _write_period(
        self, pupil: Pupil, history: CareHistory, rows: dict[type[models.Model], list[Any]]
    ) -> None:
        period = CarePeriod(
            pupil=pupil,
            started_on=history.started_on,
            ended_on=history.ended_on,
            end_reason=history.end_reason,
        )
        rows[CarePeriod].append(period)
        for first, last, status in history.statuses:
            rows[CareEpisode].append(
                CareEpisode(
                    care_period=period,
                    started_on=first,
                    ended_on=last,
                    legal_status=status,
                    category_of_need=history.need,
                    reason_started="S" if first == history.started_on else "L",
                    reason_ended=(history.end_reason if last == history.ended_on else "X1")
                    if last
                    else "",
                )
            )
        confidential = self.rng.random() < 0.1
        for stay in history.stays:
            rows[CarePlacement].append(
                CarePlacement(
                    pupil=pupil,
                    care_period=period,
                    started_on=stay.started_on,
                    ended_on=stay.ended_on,
                    placement_type=stay.placement_type,
                    provider="PR0" if stay.placement_type == "P1" else "PR1",
                    postcode=stay.postcode,
                    area_code=stay.area_code,
                    is_emergency=stay.is_emergency,
                    is_address_confidential=confidential,
                )
            )
        rows[StatutoryReview] += [
            StatutoryReview(pupil=pupil, care_period=period, planned_on=day, held_on=day)
            for day in history.reviews_held
        ]
        if history.next_review_on:
            rows[StatutoryReview].append(
                StatutoryReview(pupil=pupil, care_period=period, planned_on=history.next_review_on)
            )

    def _people(self, pupil: Pupil, number: int, care: list[CareHistory]) -> list[Involvement]:
        started, ended = care[-1].started_on, care[-1].ended_on
        teams = {
            "social_worker": Role.SOCIAL_WORKER,
            "team_manager": Role.TEAM_MANAGER,
            "iro": Role.IRO,
            "virtual_school_officer": Role.VIRTUAL_SCHOOL_OFFICER,
        }
        if pupil.nc_year is not None and pupil.nc_year >= 12:
            teams["personal_adviser"] = Role.PERSONAL_ADVISER
        return [
            Involvement(
                pupil=pupil,
                user=colleagues[number % len(colleagues)],
                capacity=capacity,
                started_on=started,
                ended_on=ended - timedelta(days=1) if ended else None,
            )
            for capacity, role in teams.items()
            if (colleagues := self.staff.of(role))
        ]

    def _needs(
        self,
        pupil: Pupil,
        born_on: date,
        care: list[CareHistory],
        rows: dict[type[models.Model], list[Any]],
    ) -> None:
        rng = self.rng
        if pupil.nc_year is not None and pupil.nc_year >= 0:
            status = rng.choices("EKN", [31, 27, 42])[0]
            since = max(date(born_on.year + 5, 9, 1), self.on - timedelta(days=900))
            if since < self.on:
                rows[SenStatus].append(
                    SenStatus(
                        pupil=pupil,
                        status=status,
                        started_on=since,
                        plan_issued_on=since if status == "E" else None,
                    )
                )
        day = care[-1].started_on + timedelta(days=380)
        while day < (care[-1].ended_on or self.on):
            if 4 <= (day - born_on).days / 365.25 < 17:
                score = min(40, max(0, round(rng.gauss(14.5, 6.5))))
                done_on = day - timedelta(days=30)
                rows[SdqScore].append(SdqScore(pupil=pupil, completed_on=done_on, score=score))
            day += timedelta(days=365 + rng.randint(-20, 50))


def _always_at(setting: EducationSetting, born_on: date) -> list[PlaceAtSchool]:
    """One place since the start of Year 7."""
    started_on = date(born_on.year + 11 + ((born_on.month, born_on.day) > (8, 31)), 9, 1)
    return [PlaceAtSchool(kind="main", setting=setting, started_on=started_on)]


def _enrolment(pupil: Pupil, place: PlaceAtSchool) -> Enrolment:
    return Enrolment(
        pupil=pupil,
        setting=place.setting,
        kind=place.kind,
        started_on=place.started_on,
        ended_on=place.ended_on,
        is_full_time=place.is_full_time,
        hours_a_week=None if place.is_full_time else 12,
        part_time_reason="" if place.is_full_time else "Reintegration after time out of school",
        ended_by_placement=place.ended_by_placement,
        reason_ended=place.reason_ended,
    )


def _upn(code: str, number: int) -> str:
    """A UPN whose check letter is right: authority, establishment 4001, year 16, a serial."""
    digits = f"{code}{4001 + number // 1000:04}16{number % 1000:03}"
    total = sum(int(digit) * place for place, digit in enumerate(digits, start=2))
    return _UPN_LETTERS[total % 23] + digits
