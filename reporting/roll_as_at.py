"""Who was looked after on a past day, and where each lived and learnt, by what is on record now.

What was wrong then and was put right since is told as it was put right; what stood on record
before is in the history of each row.
"""

from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When

from pupils.facts import care_facts, people_facts, school_facts, sen_facts
from pupils.models import CareEpisode, CarePeriod, CarePlacement, Pupil
from vsh.accounts.models import User
from vsh.accounts.roles import Permission


def roll_on(day: date, user: User) -> "QuerySet[Pupil]":
    """The children looked after on `day` whose facts of care `user` may read today, by name."""
    readable: Any = Pupil.objects.visible_to(user, Permission.VIEW_CARE)
    found: QuerySet[Pupil] = readable.looked_after_on(day).order_by("search_name", "pk")
    return found


def _last_in_care_on() -> Case:
    """The day on which care ended last; nothing while it goes on."""
    periods = CarePeriod.objects.filter(pupil=OuterRef("pk"))
    ended = periods.order_by("-ended_on").values("ended_on")[:1]
    return Case(When(~Exists(periods.filter(ended_on__isnull=True)), then=Subquery(ended)))


def with_facts_of(day: date, ids: list[int]) -> "list[Pupil]":
    """The children of one page with what was the case on `day`."""
    of_child = {"care_period__pupil": OuterRef("pk")}
    episode = CareEpisode.objects.current_on(day).filter(**of_child).order_by("-started_on")
    home = CarePlacement.objects.current_on(day).filter(pupil=OuterRef("pk"))
    rows = (
        Pupil.objects.filter(pk__in=ids)
        .select_related("authority")
        .annotate(
            authority_code=F("authority__code"),
            legal_status=Subquery(episode.values("legal_status")[:1]),
            placement_type=Subquery(home.order_by("-started_on").values("placement_type")[:1]),
            last_in_care_on=_last_in_care_on(),
            **school_facts(day),
            **care_facts(day),
            **sen_facts(day),
            **people_facts(day, "social_worker", "virtual_school_officer"),
        )
        .order_by()
    )
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in ids if pk in found]
