"""The children of whom there are facts, most facts first, and how each was looked at."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from pupils.models import Pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission

from .models import EarlyWarningFact, EarlyWarningLook
from .rules import FINDINGS, Finding, Kind

_OF_CHILD = EarlyWarningFact.objects.filter(pupil=OuterRef("pk"))


def children_with_facts(user: User) -> Any:
    """Children whose facts `user` may read, with the `number` of facts and the `last_look`."""
    looks = EarlyWarningLook.objects.filter(pupil=OuterRef("pk")).order_by("-looked_on", "-id")
    numbers = _OF_CHILD.order_by().values("pupil").values(number=Count("pk"))
    readable = Pupil.objects.visible_to(user, Permission.READ_EARLY_WARNING)
    return readable.filter(Exists(_OF_CHILD)).annotate(
        number=Coalesce(Subquery(numbers), 0), last_look=Subquery(looks.values("pk")[:1])
    )


def with_fact(pupils: Any, kind: str) -> Any:
    """Those of whom there is a fact of this kind."""
    return pupils.filter(Exists(_OF_CHILD.filter(kind=kind)))


def never_looked_at(pupils: Any) -> Any:
    """Those at whom nobody has looked."""
    return pupils.filter(last_look__isnull=True)


def to_look_at_again(pupils: Any, *, on: date) -> Any:
    """Those whose day to look again has come, or of whom there is a kind of fact that was not
    there at the last look."""
    last = EarlyWarningLook.objects.filter(pk=OuterRef("last_look"))
    seen = EarlyWarningLook.objects.filter(
        pk=OuterRef(OuterRef("last_look")), kinds__contains=[OuterRef("kind")]
    )
    is_new = Exists(_OF_CHILD.exclude(Exists(seen)))
    return pupils.filter(
        Q(Exists(last.filter(look_again_on__lte=on))) | Q(is_new), last_look__isnull=False
    )


def facts_of_children(pupil_ids: Collection[int]) -> dict[int, list[EarlyWarningFact]]:
    """Their facts of the morning, in order."""
    found: dict[int, list[EarlyWarningFact]] = defaultdict(list)
    for fact in EarlyWarningFact.objects.filter(pupil__in=pupil_ids).order_by("pk"):
        found[fact.pupil_id].append(fact)
    return found


def last_looks(pupil_ids: Collection[int]) -> dict[int, EarlyWarningLook]:
    """The last look at each of these children."""
    looks = EarlyWarningLook.objects.filter(pupil__in=pupil_ids).select_related("looked_by")
    newest = looks.order_by("pupil_id", "-looked_on", "-id").distinct("pupil_id")
    return {look.pupil_id: look for look in newest}


def findings_with_numbers(user: User) -> tuple[list[tuple[Kind, Finding, int]], date | None]:
    """What is looked for, of how many children each is the case, and as of which morning."""
    readable = Pupil.objects.visible_to(user, Permission.READ_EARLY_WARNING).order_by()
    rows = EarlyWarningFact.objects.filter(pupil__in=readable).order_by().values("kind")
    counted = {
        row["kind"]: (row["number"], row["newest"])
        for row in rows.annotate(number=Count("pk"), newest=Max("found_on"))
    }
    numbers = [(kind, FINDINGS[kind], counted.get(kind, (0, None))[0]) for kind in Kind]
    return numbers, max((newest for _, newest in counted.values()), default=None)
