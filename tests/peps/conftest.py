"""A PEP in whatever state a test begins with, moved by the services themselves."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from peps.facts.learners import PLANNED_CHANGES
from peps.models import Pep, PepSection, PepSectionSeen
from peps.rubric import CURRENT_RUBRIC, rubric
from peps.services import (
    assure_pep,
    complete_pep,
    initiate_pep,
    save_section,
    submit_pep,
)
from tests.browser import open_browser
from tests.cast import Cast
from tests.peps.answers import full_answers
from vsh.accounts.models import User

ALL_GREEN = {mark.key: "green" for mark in rubric(CURRENT_RUBRIC).marks}


@pytest.fixture
def ada_pep(cast: Cast) -> Pep:
    """Ada's first PEP, initiated by her social worker."""
    return initiate_pep(actor=cast.social_worker, pupil=cast.ada)


@pytest.fixture
def write_all(cast: Cast) -> Callable[..., None]:
    """Writes every section, the officer holding the pen; a later plan says other words, unless
    it is to be a copy."""

    def write(pep: Pep, *, without: tuple[str, ...] = (), is_copy: bool = False) -> None:
        kept = dict(pep.sections.values_list("key", "version"))
        is_later = not is_copy and Pep.objects.before(pep).exists()
        anew = f" Said in {pep.season}." if is_later else ""
        said = {
            key: {
                name: f"{words}{anew}" if words.endswith(".") else words
                for name, words in answers.items()
            }
            for key, answers in full_answers(pep.form).items()
            if key not in without
        }
        decisive = {next(iter(said)), PLANNED_CHANGES} & set(said)  # for its state and its form
        for key in decisive:
            save_section(
                actor=cast.officer, pep=pep, key=key, answers=said[key], version=kept.get(key, 0)
            )
        write_at_once(cast.officer, pep, {key: said[key] for key in said if key not in decisive})
        pep.refresh_from_db()

    return write


def write_at_once(actor: User, pep: Pep, said: dict[str, dict[str, str]]) -> None:
    """These sections as `save_section` writes them, in few statements."""
    kept = {row.key: row for row in pep.sections.filter(key__in=said)}
    rows = [kept.get(key) or PepSection(pep=pep, key=key, version=0) for key in said]
    changed = [row for row in rows if not row.pk or {**row.data, **said[row.key]} != row.data]
    for row in changed:
        row.data = {**row.data, **said[row.key]}
        row.version += 1
        row.changed_by, row.changed_at, row.is_carried_forward = actor, timezone.now(), False
    written = ["data", "version", "changed_by", "changed_at", "is_carried_forward"]
    PepSection.objects.bulk_update([row for row in changed if row.pk], written)
    PepSection.objects.bulk_create([row for row in changed if not row.pk])
    PepSectionSeen.objects.bulk_create(
        [PepSectionSeen(section=row, user=actor, version=row.version) for row in changed],
        update_conflicts=True,
        unique_fields=["section", "user"],
        update_fields=["version"],
    )


@pytest.fixture
def submitted_pep(cast: Cast, ada_pep: Pep, write_all: Callable[..., None]) -> Pep:
    """Ada's PEP, submitted by the designated teacher."""
    write_all(ada_pep)
    return submit_pep(actor=cast.teacher, pep=ada_pep)


@pytest.fixture
def assured_pep(cast: Cast, submitted_pep: Pep) -> Pep:
    """Ada's PEP, assured by the officer."""
    assure_pep(actor=cast.officer, pep=submitted_pep, ratings=ALL_GREEN, feedback="Clear targets.")
    submitted_pep.refresh_from_db()
    return submitted_pep


@pytest.fixture
def complete(cast: Cast, assured_pep: Pep) -> Pep:
    """Ada's PEP, complete and locked."""
    return complete_pep(actor=cast.officer, pep=assured_pep)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's own loop runs in this thread
    with open_browser() as opened:
        yield opened
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
