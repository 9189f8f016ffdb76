"""Who told a fact, read from the history: a person, or a file and the day on which it came."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils import timezone

from vsh.accounts.models import User
from vsh.govuk.dates import long_date
from vsh.intake.models import ImportRun
from vsh.intake.registry import importer_of, importers

Context = Mapping[str, Any]  # what stands in the history beside a change
NOBODY = "The system, or whoever set it up"


class Tellers:
    """The people and the files that some changes name, and other `people`: two queries."""

    def __init__(self, contexts: Iterable[Context | None], *, people: Collection[int] = ()) -> None:
        told = [context for context in contexts if context]
        users = {context["user"] for context in told if context.get("user")} | set(people)
        files = {context["import"] for context in told if context.get("import")}
        self._users = dict(User.objects.filter(pk__in=users).values_list("pk", "name"))
        self._files = {run.ref: run for run in ImportRun.objects.filter(ref__in=files)}

    def name(self, user_id: int | None) -> str:
        """The person's name, where one is on record."""
        return self._users.get(user_id or 0, "")

    def source(self, context: Context) -> str:
        """The file and the day on which it came, or the person and their reason."""
        person = self.name(context.get("user"))
        if file := context.get("import"):
            by = f", confirmed by {person}" if person else ""
            return f"{self._file(str(file))}{by}"
        if person:
            reason = context.get("reason") or context.get("because")
            return f"{person}: {reason}" if reason else person
        return NOBODY

    def _file(self, name: str) -> str:
        run = self._files.get(name)
        if run is not None:
            day = timezone.localtime(run.uploaded_at).date()
            return f"{importer_of(run.kind).title}, received on {long_date(day)}"
        titles = {one.kind: one.title for one in importers()}
        return f"{titles.get(name, 'File')}, loaded by command"


def told_by(row: Any) -> str:
    """A sentence: who told the row first and when, and who changed it last; three queries."""
    kept = type(row).pgh_event_model.objects.filter(pgh_obj=row.pk)
    events: list[Any] = list(kept.order_by("pgh_id"))
    if not events:
        return "Nobody knows who told it."
    tellers = Tellers(event.pgh_context for event in events)
    first, *_, last = [*events[:1], *events]
    words = f"Told by {_in_sentence(first, tellers)}"
    return (
        f"{words}, last changed by {_in_sentence(last, tellers)}."
        if len(events) > 1
        else f"{words}."
    )


def _in_sentence(event: Any, tellers: Tellers) -> str:
    context = event.pgh_context or {}
    source = tellers.source({**context, "reason": "", "because": ""})
    source = source if source != NOBODY else NOBODY[0].lower() + NOBODY[1:]
    return f"{source}, on {long_date(timezone.localtime(event.pgh_created_at).date())}"
