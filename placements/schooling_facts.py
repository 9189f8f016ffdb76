"""Loads what the clocks of settings that are told and of applications read, for many children."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, When
from django.db.models.functions import JSONObject

from pupils.models import Enrolment, Pupil, SenStatus
from pupils.rules.ehc_facts import PlanFacts
from pupils.rules.next_schools import SchoolFacts
from pupils.services.clock_facts import facts_in, main_schools, rows_as
from vsh.calendars import today

from .models import SchoolApplication, SettingNotification
from .rules.admissions import Route
from .rules.school_applications import AdmissionsOfChild, SentFacts
from .rules.setting_notified import RollFacts, RollsOfChild, ToldFacts


def load_rolls(pupil_ids: Collection[int]) -> Mapping[int, RollsOfChild]:
    """The settings of many children and what each was told, in one query."""
    found: dict[int, list[RollFacts]] = defaultdict(list)
    told = SettingNotification.objects.filter(enrolment=OuterRef("pk"))
    places = Enrolment.objects.filter(pupil__in=pupil_ids, setting__isnull=False)
    rows: Any = places.order_by("started_on", "pk").values_list(
        "pupil", "id", "setting", "setting__urn", "started_on", "ended_on", rows_as(told, ToldFacts)
    )
    for pupil_id, pk, setting_id, urn, started_on, ended_on, told_of in rows:
        school = urn or f"setting-{setting_id}"
        facts = facts_in(ToldFacts, told_of)
        found[pupil_id].append(RollFacts(pk, school, started_on, ended_on, facts))
    return {pk: RollsOfChild(tuple(found.get(pk, ()))) for pk in pupil_ids}


def load_admissions(pupil_ids: Collection[int]) -> Mapping[int, AdmissionsOfChild]:
    """Year groups, main schools, EHC plans and applications of many children, in one query, and
    the day if a year group is on record."""
    child = OuterRef("pk")
    plans = SenStatus.objects.filter(pupil=child, status=SenStatus.Status.EHC_PLAN)
    sent = SchoolApplication.objects.filter(option__search__pupil=child)
    sent = sent.exclude(route=Route.CONSULTED)
    withdrawn = When(answer=SchoolApplication.Answer.WITHDRAWN, then="answered_on")
    found = Pupil.objects.filter(pk__in=pupil_ids).values(
        "pk",
        "nc_year",
        plans=rows_as(plans, PlanFacts),
        schools=main_schools(child),
        sent=ArraySubquery(
            sent.order_by().values(
                row=JSONObject(
                    sent_on="sent_on",
                    wanted_from_on="wanted_from_on",
                    withdrawn_on=Case(withdrawn),
                )
            )
        ),
    )
    rows = list(found.order_by())
    on = today() if any(row["nc_year"] is not None for row in rows) else None
    return {
        row["pk"]: AdmissionsOfChild(
            nc_year=row["nc_year"],
            nc_year_on=on,
            schools=facts_in(SchoolFacts, row["schools"]),
            plans=facts_in(PlanFacts, row["plans"]),
            sent=facts_in(SentFacts, row["sent"]),
        )
        for row in rows
    }
