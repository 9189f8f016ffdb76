"""What a plan said when it was finished: kept when it is opened again, and read by those with a
copy until it is complete anew. Nothing of what is written since is in it, nor what a child has
made private since."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from peps.models import FinishedVersion, Pep, PepSection, SentAnswer, VoicePicture
from peps.reading.known import Row, known_about
from peps.reading.letter import circumstances_to_read
from peps.reading.reader import Fact
from peps.reading.reviewed import targets_reviewed
from peps.schema import Answers, Section, form

KNOWN = ("words_said", "targets_reviewed")  # what else is written anew with the plan
DRAWINGS = "drawings"


@dataclass(frozen=True, kw_only=True)
class Finished:
    """The plan as it stood on the day on which it was finished."""

    on: date
    answers: Mapping[str, Answers]
    sections: Mapping[str, Section]
    known: Mapping[str, list[dict[str, Any]]]
    about: Mapping[int, Sequence[Fact]]
    drawings: Sequence[str]  # references


def said_when_finished(pep: Pep) -> dict[str, Any]:
    """What is kept of a complete plan: the answers, the words by link, and what of its targets."""
    rows = list(PepSection.objects.filter(pep=pep))
    known = known_about(pep, day=pep.completed_on or pep.opened_on, topics=(*KNOWN, DRAWINGS))
    about = targets_reviewed(pep) if pep.reviewed else {}
    return {
        "answers": {row.key: row.data for row in rows if row.set_aside_on is None},
        "variant": pep.variant,
        "circumstances": sorted(circumstances_to_read(pep, rows)),
        "reviewed": list(pep.reviewed),
        "drawings": [row["ref"] for row in known.drawings],
        "known": {topic: getattr(known, topic) or [] for topic in KNOWN},
        "about": {str(place): [asdict(fact) for fact in facts] for place, facts in about.items()},
    }


def last_finished(pep: Pep) -> Finished | None:
    """The version that was finished last, of a plan that is being put right; else nothing."""
    if pep.state in (Pep.State.COMPLETE, Pep.State.NOT_REQUIRED):
        return None
    versions = FinishedVersion.objects.filter(pep=pep)
    kept: Any = versions.annotate(sent_by_now=_sent_by_now()).first()
    if kept is None:
        return None
    said = kept.said
    then = form(pep.form_version, said["variant"], said["circumstances"], said["reviewed"])
    about = {place: [Fact(**fact) for fact in facts] for place, facts in said["about"].items()}
    words = _still_open(said["known"]["words_said"], kept.sent_by_now)
    return Finished(
        on=kept.finished_on,
        answers=said["answers"],
        sections={section.key: section for section in then.sections},
        known=said["known"] | {"words_said": words},
        about={int(place): facts for place, facts in about.items()},
        drawings=_drawings(kept),
    )


def holds_what_is_private_now(pep: Pep) -> bool:
    """Whether the PDF of the last completion shows all its readers what the child has closed to all
    but a few since the plan was opened again, or a drawing that they have taken away."""
    if pep.state == Pep.State.COMPLETE:
        return False
    versions = FinishedVersion.objects.filter(pep=pep)
    open_now = VoicePicture.objects.sent().open_to_all().filter(voice__pep=OuterRef("pep"))
    kept: Any = versions.annotate(
        sent_by_now=_sent_by_now(), drawings_now=ArraySubquery(open_now.values("ref"))
    ).first()
    if kept is None:
        return False
    words = kept.said["known"]["words_said"]
    is_closed = len(_still_open(words, kept.sent_by_now)) < len(words)
    return is_closed or not set(kept.said.get(DRAWINGS, ())) <= set(kept.drawings_now)


def _drawings(kept: FinishedVersion) -> Sequence[str]:
    """Those of its day; versions from before they were kept have those that were added by then."""
    if DRAWINGS in kept.said:
        return list(kept.said[DRAWINGS])
    added = VoicePicture.objects.filter(
        voice__pep=kept.pep_id, added_at__date__lte=kept.finished_on
    )
    return list(added.values_list("ref", flat=True))


_COLUMNS: Any = {
    "purpose": "voice__purpose",
    "whose": "voice__whose",
    **{name: name for name in ("key", "is_private", "choices", "text")},
}


def _sent_by_now() -> ArraySubquery:
    answers = SentAnswer.objects.filter(voice__pep=OuterRef("pep"))
    return ArraySubquery(answers.values(row=JSONObject(**_COLUMNS)))


def _still_open(words: Sequence[Row], sent: Sequence[Row]) -> list[Row]:
    """Without the answers that are private by now, unless the same is said for all to read."""
    private = {_question(row) for row in sent if row["is_private"]}
    for_all = [_answer(row) for row in sent if not row["is_private"]]
    return [row for row in words if _question(row) not in private or _answer(row) in for_all]


def _question(row: Row) -> tuple[str, ...]:
    return (row["purpose"], row["whose"], row["key"])


def _answer(row: Row) -> tuple[Any, ...]:
    return (*_question(row), row["choices"], row["text"])
