"""Who waits for a child's row is asked what they may do once they have it, not before."""

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from peps.models import Pep
from peps.rules.states import Refusal
from peps.schema import Circumstance
from peps.services import PepRefused, initiate_pep, save_section
from peps.services.decisions import answer_decision, propose_decision
from peps.services.meetings import arrange_meeting
from peps.services.recipients import record_recipients
from pupils.models import Involvement
from pupils.services.locking import lock_pupil, lock_visible_pupil
from tests.cast import TODAY, Cast, assemble_cast
from tests.peps.services.arranged import CARER, WHEN
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)


def outcome_after_a_wait(
    cast: Cast, work: Callable[[], object], *, meanwhile: Callable[[], object]
) -> object:
    """What the work returned or raised that waited for Ada's row while the holder did something."""
    outcome: list[object] = []

    def run() -> None:
        try:
            with transaction.atomic():
                outcome.append(work())
        except Exception as refusal:  # noqa: BLE001  (the outcome is what the test is about)
            outcome.append(refusal)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        lock_pupil(cast.ada)
        thread.start()
        while not somebody_waits():
            thread.join(0.02)
            assert thread.is_alive(), f"it did not wait: {outcome}"
        meanwhile()
    thread.join()
    return outcome[0]


def somebody_waits() -> bool:
    """Whether another connection waits for what this one holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
            " AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def test_what_a_person_may_do_is_asked_once_they_hold_the_row() -> None:
    cast = assemble_cast()
    mine = Involvement.objects.get(pupil=cast.ada, user=cast.social_worker)
    Membership.objects.create(
        user=cast.social_worker, role=Role.IRO, authority=cast.northshire, starts_on=TODAY
    )
    Involvement.objects.filter(pupil=cast.ada, capacity="iro").delete()
    pep = Pep.objects.get(pk=initiate_pep(actor=cast.social_worker, pupil=cast.ada).pk)
    question = propose_decision(
        actor=cast.officer, pupil=cast.ada, kind="part_time", words="Mornings only."
    )

    def worker() -> User:
        return User.objects.get(pk=cast.social_worker.pk)

    works = {
        "answer": lambda: answer_decision(actor=worker(), decision=question, answer="agree"),
        "meeting": lambda: arrange_meeting(
            actor=worker(), pep=pep, arrangement=WHEN, asked=[CARER]
        ),
        "copies": lambda: record_recipients(actor=worker(), pep=pep, decisions=[]),
        "initiate": lambda: initiate_pep(actor=worker(), pupil=cast.ada),
        "lock": lambda: lock_visible_pupil(cast.ada, actor=worker()),
    }

    def reviews_the_plan_now() -> None:
        Involvement.objects.filter(pk=mine.pk).update(capacity="iro")

    def has_left() -> None:
        Involvement.objects.filter(pk=mine.pk).update(ended_on="2026-11-03")

    for name, work in works.items():
        for meanwhile in (reviews_the_plan_now, has_left):
            if name == "lock" and meanwhile is reviews_the_plan_now:
                continue  # they see the child as before
            mine.save()
            found = outcome_after_a_wait(cast, work, meanwhile=meanwhile)
            is_refused = isinstance(found, PermissionDenied)  # which a page says, with 403
            assert is_refused, (name, meanwhile.__name__, found)


@pytest.mark.parametrize(
    ("key", "change"),
    [("about_me", {"variant": "interim"}), ("ehc_plan", {"circumstances": []})],
)
def test_no_answer_is_left_out_where_the_form_changed_while_its_save_waited(key, change) -> None:
    cast = assemble_cast()
    pep = initiate_pep(actor=cast.social_worker, pupil=cast.ada)
    Pep.objects.filter(pk=pep.pk).update(circumstances=list(Circumstance))
    page = Pep.objects.get(pk=pep.pk)

    def work() -> object:
        words = {"what_i_like": "Maps"} if key == "about_me" else {"outcomes": "Reads aloud."}
        return save_section(actor=cast.officer, pep=page, key=key, answers=words, version=0)

    change_of_form = Pep.objects.filter(pk=pep.pk)
    found = outcome_after_a_wait(cast, work, meanwhile=lambda: change_of_form.update(**change))
    assert isinstance(found, PepRefused)
    assert found.refusal is Refusal.ANOTHER_FORM
