"""Access is taken away: a role in one place, or a whole account with its sessions."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.cast import TODAY, Cast
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Permission, Role
from vsh.accounts.services import end_role


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def history_of(pk: int) -> list[tuple[str, date | None]]:
    events = Membership.pgh_event_model.objects.filter(pgh_obj_id=pk).order_by("pk")
    return list(events.values_list("pgh_label", "ends_on"))


def test_a_role_ends_at_once_and_the_history_keeps_it(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.head)
    assert client.get(reverse("reporting:roll")).status_code == 200
    membership = cast.head.memberships.get()
    end = ("end_role", cast.head.email, "--role", "virtual_school_head")
    assert "has ended" in run(*end, "--authority", "999")
    assert client.get(reverse("reporting:roll")).status_code == 403
    assert history_of(membership.pk) == [("insert", None), ("update", date(2026, 11, 3))]
    with pytest.raises(CommandError, match="no such role"):
        run(*end, "--authority", "999")


def test_a_role_ends_after_the_day_given(cast: Cast) -> None:
    run(
        "end_role", cast.teacher.email, "--role", "designated_teacher", "--urn", "999001",
        "--on", "2026-11-04",
    )  # fmt: skip
    assert User.objects.get(pk=cast.teacher.pk).may(Permission.READ_PEP)
    assert cast.teacher.memberships.get().ends_on == TODAY


def test_a_role_in_another_place_stays(cast: Cast) -> None:
    with pytest.raises(CommandError, match="no such role"):
        run("end_role", cast.teacher.email, "--role", "designated_teacher", "--urn", "999002")
    with pytest.raises(CommandError, match="role in a school"):
        run("end_role", cast.teacher.email, "--role", "designated_teacher", "--authority", "999")
    assert cast.teacher.memberships.get().ends_on is None


def test_a_role_that_began_today_is_taken_away(cast: Cast) -> None:
    given = Membership.objects.create(
        user=cast.outsider, role=Role.DIRECTOR, authority=cast.northshire, starts_on=TODAY
    )
    pk = given.pk
    assert end_role(user=cast.outsider, role=Role.DIRECTOR, authority=cast.northshire)
    assert not cast.outsider.memberships.exists()
    assert history_of(pk) == [("insert", None), ("delete", None)]


def test_a_closed_account_is_signed_out_and_stays_out(cast: Cast) -> None:
    theirs, mine = Client(), Client()
    theirs.force_login(cast.officer)
    mine.force_login(cast.head)
    assert "sessions ended: 1" in run("close_account", cast.officer.email.upper())
    assert Session.objects.count() == 1
    assert theirs.get(reverse("reporting:roll")).status_code == 302
    assert mine.get(reverse("reporting:roll")).status_code == 200
    run("close_account", cast.officer.email, "--reopen")
    assert User.objects.get(pk=cast.officer.pk).is_active


def test_nobody_has_the_address(cast: Cast) -> None:
    with pytest.raises(CommandError, match="Nobody here"):
        run("close_account", "nobody@nowhere.example")
