"""What systems send, beside what people upload: in order, as long as the token is open, and
somebody is told of what waits or has failed."""

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db.models import Count
from django.urls import reverse

from vsh.accounts.models import Membership
from vsh.accounts.roles import Permission, Role, permissions_of
from vsh.api.models import SystemToken
from vsh.calendars import today
from vsh.notices.services import Message, queue_notices

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
_WORDS = {
    State.READY: ("{kind} waits: {system}", _WAITS),
    State.FAILED: ("{kind} not loaded: {system}", _FAILED),
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
    wait for a person or have failed: once a day for each system and each of the two."""
    runs = ImportRun.objects.filter(pk__in=run_ids, sent_by__isnull=False, state__in=_WORDS)
    for run in runs.select_related("sent_by"):
        token = run.sent_by
        assert token is not None
        subject, words = _WORDS[State(run.state)]
        _tell(
            token,
            about=f"delivery:{token.ref}:{today()}",
            stage=run.state,
            subject=subject.format(kind=importer_of(run.kind).title, system=token.system),
            words=words.format(system=token.system),
            link=reverse("intake:run", kwargs={"ref": run.ref}),
        )


def tell_of_ended(tokens: Iterable[SystemToken]) -> None:
    """Tell who may load the authority's data of systems whose token ended with its maker's role."""
    for token in tokens:
        _tell(
            token,
            about=f"token:{token.ref}",
            stage="ended",
            subject=f"A system sends nothing any more: {token.system}",
            words=f"The token of {token.system} has ended, as {token.made_by}, who made it, loads "
            "no data here any more. Make a new one if the system shall go on.",
            link=reverse("api:systems"),
        )


def _tell(
    token: SystemToken, *, about: str, stage: str, subject: str, words: str, link: str
) -> None:
    queue_notices(
        Message(
            about=about,
            stage=stage,
            recipient_id=person,
            subject=subject,
            body=f"{words}\n\n{settings.SITE_URL.rstrip('/')}{link}\n",
        )
        for person in _importers(token.authority_id)
    )


def _importers(authority_id: int) -> set[int]:
    roles = [role for role in Role if Permission.IMPORT_DATA in permissions_of({role})]
    people = Membership.objects.in_force_today().filter(
        authority=authority_id, role__in=roles, user__is_active=True
    )
    return set(people.values_list("user", flat=True))
