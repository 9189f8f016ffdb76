"""The deadlines of an authority's children as they stood on a day, recomputed from the facts."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date

from vsh.calendars.services import load_working_days
from vsh.organisations.models import Authority
from vsh.tables.findings import harmless

from ..models import Pupil
from ..rules.status import Status, due_soon_until, status_on
from .clock_states import clock_states, in_batches


@dataclass(frozen=True)
class DeadlineRow:
    """One line of the export; `child_id` is the authority's own number."""

    child_id: str
    kind: str
    started_on: date
    due_on: date | None
    met_on: date | None
    status: Status

    def cells(self) -> list[str]:
        """The line as text, dates in ISO form, what is not known empty; no cell is a formula."""
        return ["" if value is None else harmless(str(value)) for value in astuple(self)]


COLUMNS = ("child_id", "kind", "started_on", "due_on", "met_on", "status")


def deadlines_on(authority: Authority, *, day: date) -> Iterator[DeadlineRow]:
    """Every deadline whose clock had started by `day`, by child, kind and start.

    Facts dated later are not known: what was met or closed later was still open that day.
    """
    soon_until = due_soon_until(on=day, working_days=load_working_days())
    pupils = Pupil.objects.filter(authority=authority)
    child_ids = dict(pupils.order_by().values_list("pk", "child_id"))
    for batch in in_batches(sorted(child_ids, key=lambda pk: (child_ids[pk], pk))):
        clocks = clock_states(batch, on=day)
        for pk in batch:
            for state in sorted(
                clocks[pk].states, key=lambda s: (s.kind, s.started_on, s.trigger_key)
            ):
                yield DeadlineRow(
                    child_id=child_ids[pk],
                    kind=state.kind,
                    started_on=state.started_on,
                    due_on=state.due_on,
                    met_on=state.met_on,
                    status=status_on(
                        day,
                        due_on=state.due_on,
                        met_on=state.met_on,
                        closed_on=state.closed_on,
                        soon_until=soon_until,
                    ),
                )
