"""A one-off bank holiday moves what is due in working days."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pupils.models import CarePeriod, Deadline
from pupils.services.deadlines import recalculate_deadlines_for
from tests.cast import Cast
from vsh.calendars.models import OneOffHoliday


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("add_holiday", *arguments, stdout=out)
    return out.getvalue()


def test_a_deadline_in_working_days_moves(cast: Cast, django_capture_on_commit_callbacks) -> None:
    CarePeriod.objects.filter(pupil=cast.ada).update(started_on=date(2026, 11, 2))
    recalculate_deadlines_for([cast.ada.pk])
    deadline = Deadline.objects.filter(pupil=cast.ada, kind="pep_initiated")
    before = deadline.get().due_on
    assert before is not None
    with django_capture_on_commit_callbacks(execute=True):
        assert "Deadlines follow" in run("2026-11-09", "Day of thanks")
    assert deadline.get().due_on > before
    with django_capture_on_commit_callbacks(execute=True):
        run("2026-11-09", "--remove")
    assert deadline.get().due_on == before


@pytest.mark.parametrize("arguments", [("2026-11-09",), ("2026-11-09", "--remove")])
def test_refusals(cast: Cast, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*arguments)
    assert not OneOffHoliday.objects.exists()
