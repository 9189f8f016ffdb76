"""What waits for the reader and is no deadline: a question before a decision, a child's call, a
plan that came with its child to their school, a concern whose turn is theirs, a child at risk of
exclusion, a governing board that must meet, one in custody whose PEP was not sent there or whose
move there is not on record, a move of home that a file alone has told, a part-time timetable to be
reviewed, a questionnaire that the school is asked for, and what is missing of their own authority.

All stand on the first page, and are read in one query.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.db.models.functions import JSONObject

from peps.contact import authorities_not_set_up
from peps.models import Concern, Handover, Pep, ProposedDecision, VoiceCall
from peps.voice.waiting import calls_waiting_for
from peps.waiting.concerns import concerns_on_home
from peps.waiting.decisions import decisions_to_answer
from placements.governors import boards_that_must_meet
from placements.models import Custody, Exclusion, ExclusionRisk
from placements.suspensions_by_term import COLUMNS
from placements.waiting import (
    boards_waiting_for,
    moves_to_custody,
    moves_to_tell,
    peps_to_send_to_custody,
    risks_waiting_for,
    timetables_waiting_for,
)
from pupils.models import CarePeriod, CarePlacement, Enrolment, Pupil, SdqScore
from pupils.waiting import sdq_waiting_for
from vsh.accounts.models import User
from vsh.organisations.models import EducationSetting

_OF_AUTHORITY = {name: name for name in ("code", "name", "lacks_contact", "lacks_lead")}
_OF_BOARD = {name: name for name in ("id", "misses_exam", "told")} | {
    name: path for name, path in COLUMNS.items() if name != "sessions"
}
_OF_BOARD |= {"sessions": "sessions", "school": "enrolment__setting__name"}
BOARDS_TO_LOOK_AT = 4  # of so many times as are shown, since not each of them must meet
_OF_CHILD = ("ref", "known_as", "legal_first_name", "legal_last_name", "child_id", "nc_year")


@dataclass(frozen=True, kw_only=True)
class WaitingForYou:
    """Decisions to answer, calls to take up, plans to accept and concerns to go on with, of
    children whom the reader sees; what is missing (`lacks_contact`, `lacks_lead`) of the
    authorities that are `not_set_up`."""

    decisions: list[ProposedDecision]
    calls: list[VoiceCall]
    handovers: list[Handover]
    concerns: list[Concern]
    risks: list[ExclusionRisk]
    boards: list[Exclusion]
    custody: list[Custody]
    custody_moves: list[CarePeriod]
    moves_to_tell: list[CarePlacement]
    timetables: list[Enrolment]
    sdq: list[SdqScore]
    not_set_up: list[dict[str, Any]]


def waiting_for_you(user: User, *, on: date, most: int) -> WaitingForYou:
    """The first of each."""
    decisions = decisions_to_answer(user, on=on)[:most]
    calls = calls_waiting_for(user)[:most]
    handovers = Handover.objects.to_be_accepted_by(user)[:most]
    concerns = concerns_on_home(user, on=on)[:most]
    risks = risks_waiting_for(user, on=on)[:most]
    boards = boards_waiting_for(user, on=on)[: most * BOARDS_TO_LOOK_AT]
    custody = peps_to_send_to_custody(user, on=on)[:most]
    to_custody = moves_to_custody(user, on=on)[:most]
    homes = moves_to_tell(user, on=on)[:most]
    timetables = timetables_waiting_for(user, on=on)[:most]
    sdq = sdq_waiting_for(user, on=on)[:most]
    of_decision = {name: name for name in ("ref", "kind", "asked_on")}
    of_call = {name: name for name in ("id", "kind", "called_on", "at", "escalated_on")}
    of_sdq = {name: name for name in ("id", "completed_on", "wants_school", "wants_child")}
    of_risk = {name: name for name in ("id", "raised_on")}
    of_concern = {name: name for name in ("ref", "state", "raised_on")} | {"pep": "pep__ref"}
    found = User.objects.filter(pk=user.pk).values_list(
        _rows(decisions, "pupil__", of_decision | {"asked_by": "asked_by__name"}),
        _rows(calls, "pep__pupil__", of_call | {"pep": "pep__ref"}),
        _rows(handovers, "pupil__", {"ref": "ref", "sent_on": "sent_on"}),
        _rows(concerns, "pep__pupil__", of_concern),
        _rows(risks, "enrolment__pupil__", of_risk | {"school": "enrolment__setting__name"}),
        _rows(boards, "enrolment__pupil__", _OF_BOARD),
        _rows(custody, "pupil__", {"id": "id", "started_on": "started_on"}),
        _rows(to_custody, "pupil__", {"since": "since", "stay_since": "stay_since"}),
        _rows(homes, "pupil__", {"id": "id", "started_on": "started_on"}),
        _rows(timetables, "pupil__", {"id": "id", "review_on": "part_time_review_on"}),
        _rows(sdq, "pupil__", of_sdq),
        ArraySubquery(authorities_not_set_up(user).values(row=JSONObject(**_OF_AUTHORITY))),
    )
    asked, called, sent, raised, at_risk, excluded, held, *others = found.get()
    detained, moved, part_time, scored, not_set_up = others
    return WaitingForYou(
        decisions=[_decision(row) for row in asked or ()],
        calls=[_call(row) for row in called or ()],
        handovers=[_handover(row) for row in sent or ()],
        concerns=[_concern(row) for row in raised or ()],
        risks=[_risk(row) for row in at_risk or ()],
        boards=boards_that_must_meet([_exclusion(row) for row in excluded or ()])[:most],
        custody=[_custody(row) for row in held or ()],
        custody_moves=[_detained(row) for row in detained or ()],
        moves_to_tell=[_home(row) for row in moved or ()],
        timetables=[_timetable(row) for row in part_time or ()],
        sdq=[_score(row) for row in scored or ()],
        not_set_up=not_set_up or [],
    )


def _rows(rows: "QuerySet[Any]", child: str, columns: dict[str, str]) -> ArraySubquery:
    of_child = {f"of_child_{name}": f"{child}{name}" for name in _OF_CHILD}
    return ArraySubquery(rows.values(row=JSONObject(**columns | of_child)))


def _pupil(row: dict[str, Any]) -> Pupil:
    return Pupil(**{name: row[f"of_child_{name}"] for name in _OF_CHILD})


def _decision(row: dict[str, Any]) -> ProposedDecision:
    return ProposedDecision(
        ref=row["ref"],
        kind=row["kind"],
        asked_on=date.fromisoformat(row["asked_on"]),
        asked_by=User(name=row["asked_by"]),
        pupil=_pupil(row),
    )


def _call(row: dict[str, Any]) -> VoiceCall:
    passed_on = row["escalated_on"]
    return VoiceCall(
        pk=row["id"],
        kind=row["kind"],
        called_on=date.fromisoformat(row["called_on"]),
        at=datetime.fromisoformat(row["at"]),
        escalated_on=date.fromisoformat(passed_on) if passed_on else None,
        pep=Pep(ref=row["pep"], pupil=_pupil(row)),
    )


def _handover(row: dict[str, Any]) -> Handover:
    sent_on = date.fromisoformat(row["sent_on"])
    return Handover(ref=row["ref"], sent_on=sent_on, pupil=_pupil(row))


def _concern(row: dict[str, Any]) -> Concern:
    return Concern(
        ref=row["ref"],
        state=row["state"],
        raised_on=date.fromisoformat(row["raised_on"]),
        pep=Pep(ref=row["pep"], pupil=_pupil(row)),
    )


def _risk(row: dict[str, Any]) -> ExclusionRisk:
    place = Enrolment(pupil=_pupil(row), setting=EducationSetting(name=row["school"]))
    return ExclusionRisk(
        pk=row["id"], raised_on=date.fromisoformat(row["raised_on"]), enrolment=place
    )


def _exclusion(row: dict[str, Any]) -> Any:
    days = {name: date.fromisoformat(row[name]) for name in ("started_on",)}
    columns = {name: row[name] for name in ("id", "kind", "sessions", "misses_exam")}
    setting = EducationSetting(pk=row["setting"], name=row["school"], la_code=row["area"] or "")
    place = Enrolment(pupil=_pupil(row), setting=setting)
    found = Exclusion(**columns, **days, enrolment=place)
    found.columns = row | {"provision_from_on": None}  # type: ignore[attr-defined]
    found.told = [(date.fromisoformat(day), sessions) for day, sessions in row["told"]]  # type: ignore[attr-defined]
    return found


def _custody(row: dict[str, Any]) -> Custody:
    began_on = date.fromisoformat(row["started_on"])
    return Custody(pk=row["id"], started_on=began_on, pupil=_pupil(row))


def _detained(row: dict[str, Any]) -> CarePeriod:
    period = CarePeriod(pupil=_pupil(row))
    period.since = date.fromisoformat(row["since"])  # type: ignore[attr-defined]
    period.stay_since = row["stay_since"]  # type: ignore[attr-defined]
    return period


def _home(row: dict[str, Any]) -> CarePlacement:
    began_on = date.fromisoformat(row["started_on"])
    return CarePlacement(pk=row["id"], started_on=began_on, pupil=_pupil(row))


def _timetable(row: dict[str, Any]) -> Enrolment:
    place = Enrolment(pk=row["id"], pupil=_pupil(row))
    review_on = row["review_on"]
    place.part_time_review_on = date.fromisoformat(review_on) if review_on else None  # type: ignore[attr-defined]
    return place


def _score(row: dict[str, Any]) -> SdqScore:
    score = SdqScore(
        pk=row["id"], completed_on=date.fromisoformat(row["completed_on"]), pupil=_pupil(row)
    )
    score.wants_school = row["wants_school"]  # type: ignore[attr-defined]
    score.wants_child = row["wants_child"]  # type: ignore[attr-defined]
    return score
