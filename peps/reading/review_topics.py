"""What a statutory review should discuss, as far as it is on record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from peps.facts.usable_plans import HANDED_IN
from peps.models import Concern, Pep, ProposedDecision
from peps.querysets.own_words import answered_in
from peps.rules.completeness import missing
from placements.attendance_words import NO_SUSPENSION, suspension_lines
from placements.suspensions_by_term import out_of
from pupils.clock_words import kind_label
from pupils.models import Enrolment
from vsh.calendars.rules import Season
from vsh.govuk.dates import due_words, long_date

if TYPE_CHECKING:
    from peps.reading.review_pack import ReviewToPrepare

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Topic:
    """Something that the review should discuss, and where it is told."""

    words: str
    url_name: str = ""
    args: tuple[str, ...] = ()


def topics_of(pupil: Any, found: "ReviewToPrepare", pep: Any, *, on: date) -> list[Topic]:
    """What the review should discuss, as far as it is on record, the gravest first.

    `pupil` carries the facts of the identity bar, `pep` the answers of its sections.
    """
    args = (pupil.ref,)
    overdue = [
        Topic(
            words=f"{kind_label(row['kind'])}: {due_words(due_on=_day(row['due_on']), on=on)}",
            url_name="pupils:deadlines",
            args=args,
        )
        for row in found.overdue
    ]
    late = [
        *_late("Target still open", found.open_targets, on),
        *_late("Action not done", found.open_actions, on),
    ]
    return [
        *_place(pupil),
        *(_concern(row) for row in found.concerns),
        *(Topic(words=_decision(r), url_name="peps:decisions", args=args) for r in found.decisions),
        *(Topic(words=words, url_name="placements:school", args=args) for words in _out(found, on)),
        *overdue,
        *(Topic(words=words, url_name="peps:targets", args=args) for words in late),
        *(_gaps(pep) if pep else []),
    ]


def _place(pupil: Any) -> list[Topic]:
    since = f" since {long_date(pupil.school_since)}" if pupil.school_since else ""
    words = ""
    if pupil.place_kind is None:
        words = "Where the child learns is not on record"
    elif pupil.place_kind == Enrolment.Kind.NO_PLACE:
        words = f"No school place{since}"
    elif not pupil.school_is_full_time:
        words = f"A part-time timetable{since}"
    return [Topic(words=words, url_name="placements:school", args=(pupil.ref,))] if words else []


def _out(found: "ReviewToPrepare", on: date) -> list[str]:
    """Suspensions and exclusions of this school year, where there are any."""
    if not found.exclusions:
        return []
    out, (year, season) = out_of(found.exclusions, on=on)
    lines = suspension_lines(out, year=year, season=Season(season), on=on)
    return [f"{label}: {words}" for label, words in lines if words != NO_SUSPENSION]


def _concern(row: Row) -> Topic:
    plan = Pep(ref=row["plan"], form_version=row["form"], variant=row["variant"])
    concern = Concern(pep=plan, ref=row["ref"], section=row["section"], state=row["state"])
    return Topic(
        words=f"Concern raised on {long_date(_day(row['raised_on']))}: {concern.about}. "
        f"{concern.get_state_display()}",
        url_name="peps:concern",
        args=(plan.ref, concern.ref),
    )


def _decision(row: Row) -> str:
    kind = ProposedDecision.Kind(row["kind"]).label
    asked = f"Decision thought about since {long_date(_day(row['asked_on']))}: {kind}"
    if not row["answer"]:
        return f"{asked}. The social worker has not answered yet"
    said = "does not agree" if row["answer"] == "no" else "wants to talk first"
    return f"{asked}. The social worker {said}"


def _late(what: str, rows: Iterable[Row], on: date) -> list[str]:
    days = [(row["what"], _day(row["by_when"])) for row in rows if row["by_when"]]
    return [f"{what} since {long_date(day)}: {words}" for words, day in days if day < on]


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _gaps(pep: Any) -> list[Topic]:
    """Sections of a plan still in writing that lack an answer which every plan needs."""
    if pep.state in HANDED_IN:
        return []
    answers = {row["key"]: row["data"] for row in pep.answers}
    lacking = missing(pep.form, answers, answered_in(pep))
    titles = dict.fromkeys(item.section.title for item in lacking)
    return [Topic(words=f"Not finished in the plan: {', '.join(titles)}")] if titles else []
