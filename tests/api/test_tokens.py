"""Tokens of systems: made by who may, shown once, ended at once and on their last day."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from structlog.testing import capture_logs

from tests.cast import TODAY, Cast
from vsh.accounts.models import Membership, User
from vsh.api.models import SystemToken
from vsh.api.scopes import Scope
from vsh.api.services import end_token, make_token, token_in_force
from vsh.intake.tasks import end_tokens
from vsh.notices.models import Notice

GOOD = {"system": "SIMS of Oakfield", "scopes": [Scope.ATTENDANCE_IN], "expires_on": TODAY}


def made(cast: Cast, who: str = "data", **changes):
    given = {"authority": cast.northshire, "setting": cast.oakfield, **GOOD, **changes}
    return make_token(actor=cast.people[who], **given)


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
    cast.data.is_active = False
    with pytest.raises(PermissionDenied):
        made(cast)
    assert not SystemToken.objects.exists()


def test_a_school_without_a_urn_has_none(cast: Cast) -> None:
    cast.oakfield.urn = None
    with pytest.raises(ValidationError) as refused:
        made(cast)
    assert list(refused.value.message_dict) == ["urn"]


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
        made(cast, "head", system=" sims  of OAKFIELD ")
    assert list(refused.value.message_dict) == ["system"]
    SystemToken.objects.filter(pk=first.token.pk).update(expires_on=TODAY - timedelta(days=1))
    assert token_in_force(made(cast, "head").secret)
    first.token.refresh_from_db()
    assert first.token.ended_by == cast.head


def test_the_command_prints_it_alone(cast: Cast, capsys) -> None:
    given = [cast.data.email, "--urn", "999001", "--system", "Oakfield", "--days", "30"]
    call_command("create_api_token", *given)
    printed = capsys.readouterr()
    token = token_in_force(printed.out.strip())
    assert token is not None
    assert (token.system, token.authority, token.setting, token.made_by, token.expires_on) == (
        "Oakfield", cast.northshire, cast.oakfield, cast.data, TODAY + timedelta(days=30),
    )  # fmt: skip
    assert token.scopes == ["attendance:write"]
    assert "vsh_" not in printed.err
    for arguments in (
        [cast.data.email],
        [cast.data.email, "--urn", "999001", "--council"],
        [cast.data.email, "--urn", "123456"],
        [cast.data.email, "--council", "--scope", "everything"],
        [cast.officer.email, "--council"],
        ["nobody@council.example", "--council"],
        [cast.data.email, "--council", "--authority", cast.southmoor.code],
        [cast.data.email, "--council", "--system", "Oakfield"],
        [cast.data.email, "--council", "--days", "-1"],
    ):
        with pytest.raises(CommandError):
            call_command("create_api_token", *arguments)
    assert SystemToken.objects.count() == 1
    call_command("create_api_token", cast.data.email, "--council", "--scope", "attendance:write")
    assert SystemToken.objects.get(setting=None).scopes == ["attendance:write"]


def test_it_ends_after_its_last_day_and_when_it_is_ended(cast: Cast) -> None:
    new = made(cast)
    SystemToken.objects.filter(pk=new.token.pk).update(expires_on=TODAY - timedelta(days=1))
    assert token_in_force(new.secret) is None
    second = made(cast)
    with pytest.raises(PermissionDenied):
        end_token(actor=cast.south_head, token=second.token)
    assert end_token(actor=cast.data, token=second.token)
    assert not end_token(actor=cast.data, token=second.token), "a second press"
    assert token_in_force(second.secret) is None


def left(cast: Cast) -> None:
    Membership.objects.filter(user=cast.data).update(ends_on=TODAY - timedelta(days=1))


def does_something_else(cast: Cast) -> None:
    Membership.objects.filter(user=cast.data).update(role="social_worker")


def is_closed(cast: Cast) -> None:
    cast.data.is_active = False
    cast.data.save()


@pytest.mark.parametrize("goes", [left, does_something_else, is_closed])
def test_with_its_maker_it_ends_for_good_and_the_others_are_told(client, cast: Cast, goes) -> None:
    new, other = made(cast), made(cast, "head", system="Another")
    end_tokens()
    assert token_in_force(new.secret)
    goes(cast)
    assert token_in_force(new.secret) is None
    end_tokens()
    end_tokens()
    Membership.objects.filter(user=cast.data).update(ends_on=None, role="data_officer")
    User.objects.filter(pk=cast.data.pk).update(is_active=True)
    assert token_in_force(new.secret) is None, "nobody brings it back"
    assert token_in_force(other.secret)
    new.token.refresh_from_db()
    assert (new.token.ended_at is None, new.token.ended_by) == (False, None)
    told = Notice.objects.filter(stage="ended").values_list("recipient__email", "subject")
    assert list(told) == [(cast.head.email, "A system sends nothing any more: SIMS of Oakfield")]
    client.force_login(cast.head)
    page = client.get(reverse("api:systems")).content.decode()
    assert "who made it, loads no data here any more" in page


@pytest.mark.parametrize(
    ("days", "stage"),
    [(15, None), (14, "ends soon"), (0, "ends soon"), (-1, "has ended"), (-7, "has ended"),
     (-8, None)],
)  # fmt: skip
def test_of_its_last_day_the_importers_are_told_once(cast: Cast, days: int, stage) -> None:
    token = made(cast).token
    SystemToken.objects.update(expires_on=TODAY + timedelta(days=days))
    for _ in range(2):
        end_tokens()
    told = Notice.objects.exclude(stage="made").order_by("recipient__email")
    people = [cast.data, cast.head] if stage else []
    assert [(each.stage, each.recipient) for each in told] == [(stage, who) for who in people]
    Notice.objects.all().delete()
    end_token(actor=cast.data, token=token)
    end_tokens()
    assert not Notice.objects.exists()


def test_of_a_new_one_all_importers_are_told(cast: Cast) -> None:
    made(cast)
    told = Notice.objects.values_list("recipient__email", "subject")
    subject = "A system may send data: SIMS of Oakfield"
    assert set(told) == {(who.email, subject) for who in (cast.data, cast.head)}


def test_the_log_names_one_that_has_ended_and_is_used(cast: Cast) -> None:
    new = made(cast)
    end_token(actor=cast.data, token=new.token)
    with capture_logs() as lines:
        assert token_in_force(new.secret) is None
        assert token_in_force("vsh_guessed") is None
    assert [line["system"] for line in lines] == [new.token.ref]


def test_the_database_wants_a_scope_and_an_end_after_the_start(cast: Cast) -> None:
    token = made(cast).token
    before = token.made_at - timedelta(days=1)
    for wrong in ({"scopes": []}, {"ended_by": cast.data}, {"ended_at": before}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SystemToken.objects.filter(pk=token.pk).update(**wrong)


def test_the_pages_show_it_once_and_end_it(client, cast: Cast) -> None:
    client.force_login(cast.data)
    assert "No system has a token" in client.get(reverse("api:systems")).content.decode()
    day = TODAY + timedelta(days=30)
    sent = {
        "system": "SIMS of Oakfield",
        "whose": "school",
        "urn": "999001",
        "scopes": ["attendance:write"],
        "expires_on_day": day.day,
        "expires_on_month": day.month,
        "expires_on_year": day.year,
    }
    assert "Enter which system" in client.post(reverse("api:new_system"), {}).content.decode()
    for wrong, words in (
        ({"whose": ""}, "Choose whose system it is"),
        ({"urn": ""}, "Enter the URN of the school"),
        ({"urn": "123456"}, "No school here has this URN"),
        ({"whose": "council"}, "Leave the URN empty"),
    ):
        assert words in client.post(reverse("api:new_system"), sent | wrong).content.decode()
    assert not SystemToken.objects.exists()
    shown = client.post(reverse("api:new_system"), sent).content.decode()
    token = SystemToken.objects.get()
    assert token.setting == cast.oakfield
    assert 'value="vsh_' in shown
    body = client.get(reverse("api:systems")).content.decode()
    assert "SIMS of Oakfield" in body
    assert "Oakfield School" in body
    assert "vsh_" not in body
    end = reverse("api:end_system", kwargs={"ref": token.ref})
    Membership.objects.filter(user=cast.data).update(ends_on=TODAY - timedelta(days=1))
    assert client.post(end).status_code == 403
    Membership.objects.filter(user=cast.data).update(ends_on=None)
    assert client.post(end, follow=True).status_code == 200
    token.refresh_from_db()
    assert token.ended_by == cast.data
