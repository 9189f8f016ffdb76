"""A PEP in whatever state a test begins with, written by the services themselves."""

from collections.abc import Callable

import pytest

from peps.models import Pep
from peps.rubric import CURRENT_RUBRIC, rubric
from peps.services import (
    assure_pep,
    complete_pep,
    initiate_pep,
    save_section,
    submit_pep,
)
from tests.cast import Cast
from tests.peps.answers import full_answers

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
        for key, answers in full_answers(pep.form).items():
            said = {
                name: f"{words}{anew}" if words.endswith(".") else words
                for name, words in answers.items()
            }
            if key not in without:
                save_section(
                    actor=cast.officer, pep=pep, key=key, answers=said, version=kept.get(key, 0)
                )
        pep.refresh_from_db()

    return write


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
