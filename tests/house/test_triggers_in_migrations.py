"""Triggers in migrations: each is in the database, none has a model rendered anew."""

import pgtrigger
import pytest
from django.db import connection
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from vsh.organisations.models import Authority


@pytest.mark.django_db
def test_every_trigger_of_a_model_is_in_the_database() -> None:
    wanted = {
        (model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal"
        )
        assert wanted == set(cursor.fetchall())


def test_a_trigger_changes_the_state_and_renders_nothing() -> None:
    state = ProjectState()
    state.add_model(ModelState.from_model(Authority))
    rendered = state.apps.get_model("organisations", "authority")
    trigger = pgtrigger.Trigger(
        name="quiet", when=pgtrigger.Before, operation=pgtrigger.Insert, func="RETURN NEW;"
    )
    AddTrigger("authority", trigger).state_forwards("organisations", state)
    options = state.models["organisations", "authority"].options
    assert trigger in options["triggers"]
    RemoveTrigger("authority", "quiet").state_forwards("organisations", state)
    assert trigger not in options["triggers"]
    assert state.apps.get_model("organisations", "authority") is rendered
    state.reload_model("organisations", "authority")
    assert state.apps.get_model("organisations", "authority") is not rendered
