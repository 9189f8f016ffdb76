"""The button beside a PEP that is due says what is there: a plan, or none yet."""

import pytest
from django.urls import reverse

from peps.services import initiate_pep
from pupils.models import Deadline
from tests.cast import Cast
from tests.reporting.page_requests import MOST_QUERIES, add_deadline, queries_of, signed_in

pytestmark = pytest.mark.django_db
HOME = "reporting:home"
KINDS = ("pep_initiated", "pep_available", "pep_term_review")


def steps(cast: Cast, who: str) -> dict[str, tuple[str, str]]:
    rows = signed_in(cast, who).get(reverse(HOME), {"whose": "all"}).context["rows"]
    return {row["deadline"].kind: (row["step_label"], row["step_url"]) for row in rows}


@pytest.fixture(autouse=True)
def due(cast: Cast) -> None:
    for kind in KINDS:
        add_deadline(cast.ada, kind=kind)


def test_without_a_plan_the_social_worker_begins_the_first_one(cast: Cast) -> None:
    begin = ("Begin the first PEP", reverse("peps:initiate", kwargs={"ref": cast.ada.ref}))
    assert set(steps(cast, "social_worker").values()) == {begin}


def test_without_a_plan_the_teacher_sees_what_is_due(cast: Cast) -> None:
    see = ("See what is due", reverse("pupils:deadlines", kwargs={"ref": cast.ada.ref}))
    assert set(steps(cast, "teacher").values()) == {see}


def test_with_a_plan_both_go_there(cast: Cast) -> None:
    initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    Deadline.objects.filter(pupil=cast.ada).delete()
    add_deadline(cast.ada)
    peps = ("Go to the PEP", reverse("peps:of_pupil", kwargs={"ref": cast.ada.ref}))
    for who in ("social_worker", "teacher"):
        assert steps(cast, who)["pep_term_review"] == peps


def test_it_is_read_once_for_all_rows(cast: Cast) -> None:
    assert queries_of(signed_in(cast, "social_worker"), reverse(HOME)) <= MOST_QUERIES
