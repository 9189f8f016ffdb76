"""Tokens of systems: made by who may, shown once, ended at once and on their last day."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cast import TODAY, Cast
from vsh.accounts.models import Membership
from vsh.api.models import SystemToken
from vsh.api.scopes import Scope
from vsh.api.services import end_token, make_token, token_in_force

GOOD = {"system": "SIMS of Oakfield", "scopes": [Scope.ATTENDANCE_IN], "expires_on": TODAY}


def made(cast: Cast, who: str = "data", **changes):
    return make_token(actor=cast.people[who], authority=cast.northshire, **{**GOOD, **changes})


def test_a_token_is_known_by_what_was_shown_once_and_nothing_gives_it_back(cast: Cast) -> None:
    new = made(cast)
    assert token_in_force(new.secret) == new.token
    assert token_in_force(new.secret + "x") is None
    assert token_in_force(new.token.digest) is None
    kept = str(list(SystemToken.objects.values())) + str(
        list(apps.get_model("api", "SystemTokenEvent").objects.values())
    )
    assert new.secret.removeprefix("vsh_") not in kept


@pytest.mark.parametrize("who", ["officer", "teacher", "director", "south_head", "outsider"])
def test_who_may_not_load_data_makes_none(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        made(cast, who)
    assert not SystemToken.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"system": "  "}, "system"),
        ({"scopes": []}, "scopes"),
        ({"expires_on": TODAY - timedelta(days=1)}, "expires_on"),
        ({"expires_on": TODAY + timedelta(days=367)}, "expires_on"),
    ],
)
def test_what_is_wrong_is_named(cast: Cast, changes, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        made(cast, **changes)
    assert list(refused.value.message_dict) == [field]
    assert made(cast, expires_on=TODAY + timedelta(days=366)).token.pk


def test_a_system_has_one_token_and_a_new_one_once_that_opens_nothing(cast: Cast) -> None:
    first = made(cast)
    with pytest.raises(ValidationError) as refused:
        made(cast, "head", system=" SIMS  of Oakfield ")
    assert list(refused.value.message_dict) == ["system"]
    SystemToken.objects.filter(pk=first.token.pk).update(expires_on=TODAY - timedelta(days=1))
    assert token_in_force(made(cast, "head").secret)
    first.token.refresh_from_db()
    assert first.token.ended_by == cast.head


def test_the_command_prints_it_alone(cast: Cast, capsys) -> None:
    call_command("create_api_token", cast.data.email, "--system", "Oakfield", "--days", "30")
    printed = capsys.readouterr()
    token = token_in_force(printed.out.strip())
    assert token is not None
    assert (token.system, token.authority, token.made_by, token.expires_on) == (
        "Oakfield", cast.northshire, cast.data, TODAY + timedelta(days=30),
    )  # fmt: skip
    assert "vsh_" not in printed.err
    for arguments in (
        [cast.officer.email],
        ["nobody@council.example"],
        [cast.data.email, "--authority", cast.southmoor.code],
        [cast.data.email, "--system", "Oakfield"],
        [cast.data.email, "--days", "-1"],
    ):
        with pytest.raises(CommandError):
            call_command("create_api_token", *arguments)
    assert SystemToken.objects.count() == 1


def test_it_ends_after_its_last_day_when_it_is_ended_and_with_its_maker(cast: Cast) -> None:
    new = made(cast)
    SystemToken.objects.filter(pk=new.token.pk).update(expires_on=TODAY - timedelta(days=1))
    assert token_in_force(new.secret) is None
    second = made(cast)
    with pytest.raises(PermissionDenied):
        end_token(actor=cast.south_head, token=second.token)
    assert end_token(actor=cast.data, token=second.token)
    assert not end_token(actor=cast.data, token=second.token), "a second press"
    assert token_in_force(second.secret) is None
    third = made(cast)
    assert token_in_force(third.secret)
    role = Membership.objects.filter(user=cast.data)
    for changed in ({"ends_on": TODAY - timedelta(days=1)}, {"role": "social_worker"}):
        role.update(**changed)
        assert token_in_force(third.secret) is None
        role.update(ends_on=None, role="data_officer")
    cast.data.is_active = False
    cast.data.save()
    assert token_in_force(third.secret) is None


def test_the_database_wants_a_scope_and_who_ended_it(cast: Cast) -> None:
    token = made(cast).token
    for wrong in ({"scopes": []}, {"ended_by": cast.data}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SystemToken.objects.filter(pk=token.pk).update(**wrong)


def test_the_pages_show_it_once_and_end_it(client, cast: Cast) -> None:
    client.force_login(cast.data)
    assert "No system has a token" in client.get(reverse("api:systems")).content.decode()
    day = TODAY + timedelta(days=30)
    sent = {
        "system": "SIMS of Oakfield",
        "scopes": ["attendance:write"],
        "expires_on_day": day.day,
        "expires_on_month": day.month,
        "expires_on_year": day.year,
    }
    assert "Enter which system" in client.post(reverse("api:new_system"), {}).content.decode()
    shown = client.post(reverse("api:new_system"), sent).content.decode()
    token = SystemToken.objects.get()
    assert 'value="vsh_' in shown
    body = client.get(reverse("api:systems")).content.decode()
    assert "SIMS of Oakfield" in body
    assert "vsh_" not in body
    end = reverse("api:end_system", kwargs={"ref": token.ref})
    Membership.objects.filter(user=cast.data).update(ends_on=TODAY - timedelta(days=1))
    assert client.post(end).status_code == 403
    Membership.objects.filter(user=cast.data).update(ends_on=None)
    assert client.post(end, follow=True).status_code == 200
    token.refresh_from_db()
    assert token.ended_by == cast.data
