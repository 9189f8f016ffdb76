"""An upgrade takes the day on which a child came on record from the history."""

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from pupils.models import Pupil
from pupils.reminders import sweep
from tests.cast import TODAY, Cast
from tests.pupils.test_reminders import add_deadline

PupilEvent = apps.get_model("pupils", "PupilEvent")
NAME = "0005_on_record_since_from_history"
UPGRADED_ON = date(2026, 11, 3)


def upgrade() -> None:
    migration = import_module(f"pupils.migrations.{NAME}").Migration(NAME, "pupils")
    state = MigrationLoader(connection).project_state(migration.dependencies[0])
    with connection.schema_editor() as editor:
        migration.apply(state, editor)


def add_event(pupil: Pupil, at: datetime) -> None:
    """A line of the history from before; lines are only ever added."""
    fields = ", ".join(field.column for field in Pupil._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO pupils_pupilevent (pgh_obj_id, pgh_created_at, pgh_label, {fields}) "
            f"SELECT id, %s, 'insert', {fields} FROM pupils_pupil WHERE id = %s",
            [at, pupil.pk],
        )


@pytest.fixture
def ada(cast: Cast) -> Pupil:
    Pupil.objects.update(on_record_since=UPGRADED_ON)
    return Pupil.objects.get(pk=cast.ada.pk)


@pytest.mark.parametrize(
    ("at", "since"),
    [
        (datetime(2026, 2, 2, 23, 30, tzinfo=UTC), date(2026, 2, 2)),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1)),  # past midnight in London
    ],
)
def test_the_day_is_that_of_the_earliest_line_in_london(ada: Pupil, at, since) -> None:
    add_event(ada, at)
    add_event(ada, datetime(2026, 9, 1, 12, tzinfo=UTC))
    upgrade()
    ada.refresh_from_db()
    assert (ada.on_record_since, ada.version) == (since, 1)


def test_a_day_before_the_history_stays(ada: Pupil) -> None:
    earlier = date(2025, 9, 1)
    Pupil.objects.filter(pk=ada.pk).update(on_record_since=earlier)
    add_event(ada, datetime(2026, 2, 2, 12, tzinfo=UTC))
    upgrade()
    ada.refresh_from_db()
    assert ada.on_record_since == earlier


def test_the_history_says_that_it_was_the_upgrade_and_only_of_whom_it_changed(ada: Pupil) -> None:
    add_event(ada, datetime(2026, 2, 2, 12, tzinfo=UTC))
    lines = PupilEvent.objects.count()
    upgrade()
    (event,) = PupilEvent.objects.order_by("pgh_id")[lines:]
    assert (event.pgh_obj_id, event.pgh_label) == (ada.pk, "update")
    assert event.on_record_since == date(2026, 2, 2)
    assert event.pgh_context["migration"] == f"pupils.{NAME}"
    upgrade()
    assert PupilEvent.objects.count() == lines + 1


def test_after_an_upgrade_one_is_reminded_of_what_ran_out_before_it(ada: Pupil) -> None:
    add_event(ada, datetime(2026, 2, 2, 12, tzinfo=UTC))
    add_deadline(ada, due_on=date(2026, 10, 30), on_record_since=UPGRADED_ON)
    assert sweep(TODAY) == 0
    upgrade()
    assert sweep(TODAY) > 0
