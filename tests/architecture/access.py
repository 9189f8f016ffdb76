"""The table of access: every address, method and person, with the status that each must get.

`access_table.txt` has a line for each address, method and child, and a column for each person of
the cast. The child is `ada` (own child, own school), `ben` (moved to another school), `cam`
(another authority's, at the same school), `eve` (restricted), `fay` (no longer looked after),
`nobody` (no such child) or `-` (no child in the address).
"""

from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from peps.models import (
    Concern,
    Handover,
    Meeting,
    Pep,
    PepSection,
    PepSnapshot,
    PersonalLink,
    PlannedAction,
    ProposedDecision,
)
from peps.schema import CURRENT_VERSION
from pupils.models import Deadline, Enrolment, StatutoryReview
from reporting.annual_report.cohort import load_cohort
from reporting.annual_report.indicators import compute_all, frozen_figures
from reporting.annual_report.models import AnnualReport
from reporting.annual_report.rules import AcademicYear
from reporting.term_plans.models import PlansJob
from tests.cast import Cast
from vsh.api.models import SystemToken
from vsh.intake.models import ImportRun

from .learning_records import ARGUMENTS, records_of_learning

TABLE = Path(__file__).with_name("access_table.txt")
PEOPLE = [
    "head",
    "officer",
    "data",
    "social_worker",
    "other_social_worker",
    "team_manager",
    "iro",
    "send_officer",
    "adviser",
    "director",
    "member",
    "teacher",
    "school_staff",
    "head_teacher",
    "other_teacher",
    "south_head",
    "south_director",
    "former_officer",
    "outsider",
    "anonymous",
]
CHILDREN = ["ada", "ben", "cam", "eve", "fay", "nobody"]


@dataclass(frozen=True)
class Row:
    """One address and method for one child: who gets which status."""

    method: str
    url: str
    child: str
    expected: dict[str, int]

    def __str__(self) -> str:
        return f"{self.method} {self.url} {self.child}"


def rows() -> list[Row]:
    """The table."""
    found = []
    for line in TABLE.read_text().splitlines():
        if line.strip() and not line.startswith(("#", " ")):
            method, url, child, *statuses = line.split()
            assert len(statuses) == len(PEOPLE), line
            found.append(
                Row(method, url, child, dict(zip(PEOPLE, map(int, statuses), strict=True)))
            )
    return found


def addresses() -> dict[str, list[str]]:
    """Every named address of the product with the names of its arguments."""
    found: dict[str, list[str]] = {}

    def walk(resolver: URLResolver, prefix: str) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
                walk(entry, inner)
            elif isinstance(entry, URLPattern):
                assert entry.name, f"an address without a name: {entry.pattern}"
                found[f"{prefix}{entry.name}"] = list(entry.pattern.converters) or list(
                    entry.pattern.regex.groupindex
                )

    walk(get_resolver(), "")
    return found


def furnish(cast: Cast) -> dict[str, dict[str, Any]]:
    """A PEP for each child, a file and reports of Northshire; returns the arguments by child."""
    arguments: dict[str, dict[str, Any]] = {}
    for name in ("ada", "ben", "cam", "eve", "fay"):
        child = cast.children[name]
        pep = Pep.objects.create(
            pupil=child,
            care_period=child.care_periods.get(),
            kind="termly",
            academic_year="2026-27",
            season="autumn",
            form_version=CURRENT_VERSION,
            variant="secondary",
            state="submitted",
            opened_on=date(2026, 9, 1),
            initiated_on=date(2026, 9, 2),
            initiated_by=cast.social_worker,
            submitted_on=date(2026, 10, 1),
            submitted_by=cast.south_director,
        )
        PepSection.objects.create(
            pep=pep, key="about_me", data={"what_i_like": f"Canary{name} likes maps"}
        )
        snapshot = PepSnapshot(pep=pep, sha256="0" * 64, made_on=date(2026, 10, 1))
        snapshot.made_by = cast.officer
        snapshot.file.save("pep.pdf", ContentFile(f"%PDF Canary{name}".encode()), save=True)
        deadline = Deadline.objects.create(
            pupil=child,
            kind="pep_initiated",
            trigger_key=f"care_period:{pep.care_period.started_on}",
            owner_role="social_worker",
            started_on=pep.care_period.started_on,
            due_on=date(2026, 2, 16),
            rule_version="1",
        )
        meeting = Meeting.objects.create(
            pep=pep,
            day=date(2026, 11, 11),
            starts_at=time(15),
            ends_at=time(16),
            place=f"Canary{name}'s school",
            arranged_by=cast.officer,
            arranged_on=date(2026, 11, 2),
        )
        place = Enrolment.objects.filter(pupil=child).latest("started_on")
        handover = Handover.objects.create(
            pupil=child, enrolment=place, setting=place.setting, sent_on=date(2026, 11, 2)
        )
        review = StatutoryReview.objects.create(
            pupil=child, care_period=pep.care_period, held_on=date(2026, 3, 2), participation="PN1"
        )
        link = PersonalLink.objects.create(
            pep=pep,
            purpose="parent",
            token_hash=f"token of {name}",
            code_hash="code",
            expires_on=date(2027, 1, 1),
            created_by=cast.officer,
        )
        concern = Concern.objects.create(
            pep=pep,
            words=f"Canary{name} needs more",
            raised_on=date(2026, 11, 2),
            raised_by=cast.iro,
            raised_as="iro",
        )
        arguments[name] = {
            **records_of_learning(name, place),
            "link": link.ref,
            "pupil": child.ref,
            "other": cast.ben.ref,
            "concern": concern.ref,
            "decision": ProposedDecision.objects.create(
                pupil=child,
                kind="part_time",
                words=f"Canary{name} for mornings only",
                asked_on=date(2026, 11, 2),
                asked_by=cast.officer,
            ).ref,
            "pep": pep.ref,
            "meeting": meeting.ref,
            "handover": handover.ref,
            "enrolment": place.pk,
            "review": review.pk,
            "period": pep.care_period.pk,
            "home": child.placements.get().pk,
            "episode": pep.care_period.episodes.get().pk,
            "deadline": deadline.pk,
            "action": PlannedAction.objects.create(
                pupil=child,
                what=f"Canary{name} sees a map maker",
                owner_words="The carer",
                made_on=date(2026, 10, 1),
                by_when=date(2026, 12, 1),
            ).ref,
        }
    opaque, numbered = (
        ("pupil", "other", "pep", "link", "concern", "meeting", "handover", "action", "decision"),
        ("enrolment", "deadline", "review", "period", "episode", "home", *ARGUMENTS),
    )
    arguments["nobody"] = dict.fromkeys(opaque, "2222222222") | dict.fromkeys(numbered, 0)
    run = ImportRun.objects.create(kind="roll", authority=cast.northshire, uploaded_by=cast.data)
    draft = AnnualReport.objects.create(authority=cast.northshire, academic_year="2025-26")
    cohort = load_cohort(
        authority=cast.northshire, year=AcademicYear.named("2024-25"), on=date(2025, 8, 31)
    )
    published = AnnualReport(
        authority=cast.northshire,
        academic_year="2024-25",
        state=AnnualReport.State.PUBLISHED,
        as_at=date(2025, 8, 31),
        figures=frozen_figures(compute_all(cohort)),
        published_at=timezone.now(),
        published_by=cast.head,
    )
    published.file.save("report.pdf", ContentFile(b"%PDF"), save=True)
    job = PlansJob(authority=cast.northshire, kind="export", asked_by=cast.officer, state="done")
    job.file.save("plans.csv", ContentFile(b"reference"), save=True)
    token = SystemToken.objects.create(
        authority=cast.northshire,
        setting=cast.oakfield,
        system="Register",
        scopes=["attendance:write"],
        digest="0" * 64,
        made_by=cast.data,
        expires_on=date(2027, 1, 1),
    )
    arguments["-"] = {"job": job.ref, "run": run.ref, "report": draft.pk, "token": token.ref}
    arguments["published"] = {"report": published.pk}
    return arguments


def address(url: str, names: list[str], given: dict[str, Any]) -> str:
    """The address for a child's or thing's arguments."""
    values: dict[str, Any] = {}
    for name in names:
        if name == "ref":
            part = "pep" if url.startswith("peps:") else "pupil"
            if url.startswith(("intake:", "api-v1:")):
                part = "run"
            if url.startswith("api:") or url == "intake:cancel_all":
                part = "token"
            if url.startswith("reporting:plans_"):
                part = "job"
            if url in OF_A_CHILD or "review_pack" in url:
                part = "pupil"
            values[name] = given[part]
        elif name == "pk":
            thing = "enrolment" if url.startswith("placements:") else "deadline"
            values[name] = given["report" if "report" in given else thing]
        elif name in _AS_THEY_ARE:
            values[name] = given[name]
        elif name in {"concern_ref", "decision_ref"}:
            values[name] = given[name.removesuffix("_ref")]
        else:
            values[name] = FIXED[name]
    return reverse(url, kwargs=values)


_AS_THEY_ARE = {
    *("review", "period", "episode", "home", "link", "meeting", "handover", "action", "other"),
    *ARGUMENTS,
}
OF_A_CHILD = {
    "peps:of_pupil",
    "peps:initiate",
    "peps:concerns_of_pupil",
    "peps:decisions",
    "peps:propose_decision",
    "peps:answer_decision",
    "peps:review_pack",
    "peps:send_review_pack",
    "peps:targets",
    "peps:add_action",
    "peps:action",
}
FIXED = {
    "key": "about_me",
    "purpose": "carer",
    "reader": "carer",
    "picture": "2222222222",
    "call": 0,
    "token": "nobody-was-given-this-one",
    "number": 0,
    "step": "where",
    "day": "2026-11-04",
    "which": "numerator",
    "uidb36": "0",
    "path": "vsh.css",
    "version": "2026.1",
}
