"""What systems send, beside what people upload: in order, as long as the token is open, and
somebody is told of what waits or has failed."""

from collections.abc import Collection

from django.db.models import Count
from django.urls import reverse

from vsh.api.models import SystemToken
from vsh.api.telling import tell_importers
from vsh.calendars import today

from .clearing import CONFIRMED_WITHIN
from .engine import ImportBusyError
from .models import ImportRun
from .registry import importer_of

QUEUE = "deliveries"
State = ImportRun.State
_WAITS = (
    "{system} sent something in which rows are refused. Nothing of it is loaded until somebody "
    f"has looked at it, within {CONFIRMED_WITHIN.days} days."
)
_FAILED = (
    "{system} sent something that could not be loaded, by a fault on our side. The system is told "
    "to send it again."
)
_CANCELLED = (
    "{system} sent something that was taken but not yet loaded when its token ended. Nothing of it "
    "is loaded. If it is wanted, make a new token and let the system send it again with that."
)
_WORDS = {
    State.READY: ("waits: {system}", _WAITS),
    State.FAILED: ("not loaded: {system}", _FAILED),
    State.CANCELLED: ("not loaded: {system}", _CANCELLED),
}


def wait_for_earlier(run: ImportRun) -> None:
    """The later word stands only where the earlier one is on record before it."""
    if run.sent_by_id is None:
        return
    earlier = ImportRun.objects.filter(sent_by=run.sent_by_id, pk__lt=run.pk).at_work()
    if earlier.exists():
        raise ImportBusyError


def is_open(token: SystemToken) -> bool:
    """Whether what it sent may still be loaded by itself."""
    return SystemToken.objects.open_on(today()).filter(pk=token.pk).exists()


def count_waiting(token_ids: Collection[int]) -> dict[int, int]:
    """How many deliveries of each of these tokens wait for a person."""
    waiting = ImportRun.objects.filter(sent_by__in=token_ids, state=State.READY).order_by()
    return dict(waiting.values_list("sent_by").annotate(Count("pk")))


def tell_of(run_ids: Collection[int]) -> None:
    """Tell who may load the authority's data, who made the token among them, of deliveries that
    wait for a person, have failed or were given up with the token: once a day for each system and
    each of the three."""
    runs = ImportRun.objects.filter(pk__in=run_ids, sent_by__isnull=False, state__in=_WORDS)
    for run in runs.select_related("sent_by"):
        token = run.sent_by
        assert token is not None
        subject, words = _WORDS[State(run.state)]
        tell_importers(
            token,
            about=f"delivery:{token.ref}:{today()}",
            stage=run.state,
            subject=f"{importer_of(run.kind).title} {subject}",
            words=words.format(system=token.system),
            link=reverse("intake:run", kwargs={"ref": run.ref}),
        )
