"""`create_authority` and `create_user`: each safe to repeat."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from vsh.accounts.models import Membership, User
from vsh.organisations.models import Authority

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_an_authority_is_made_once_with_its_region():
    assert "made" in run("create_authority", "301", "Barking")
    assert "on record" in run("create_authority", "301", "Barking and Dagenham")
    authority = Authority.objects.get(code="301")
    assert (authority.name, authority.region) == ("Barking and Dagenham", "Outer London")


@pytest.mark.parametrize("code", ["30", "ABC", "1234"])
def test_a_code_has_three_digits(code):
    with pytest.raises(CommandError):
        run("create_authority", code, "X")


def test_an_account_is_made_once_and_its_password_is_set_by_mail(cast):
    command = ("create_user", "New@Council.example", "--role", "iro", "--authority", "999")
    assert "password/reset" in run(*command, "--name", "Nia New")
    assert "password/reset" not in run(*command)
    user = User.objects.get(email="new@council.example")
    assert (user.name, user.has_usable_password()) == ("Nia New", False)
    membership = Membership.objects.get(user=user)
    assert (membership.role, membership.authority) == ("iro", cast.northshire)


def test_a_second_role_goes_to_the_same_account(cast):
    run("create_user", "a@b.example", "--role", "iro", "--authority", "999")
    run("create_user", "a@b.example", "--role", "designated_teacher", "--urn", "999001")
    assert Membership.objects.filter(user__email="a@b.example").count() == 2


def test_an_account_on_record_keeps_its_password(cast):
    before = cast.head.password
    run("create_user", cast.head.email, "--role", "iro", "--authority", "999")
    assert User.objects.get(pk=cast.head.pk).password == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("a@b.example", "--role", "iro", "--urn", "999001"),
        ("a@b.example", "--role", "designated_teacher", "--authority", "999"),
        ("a@b.example", "--role", "iro", "--authority", "123"),
        ("a@b.example", "--role", "head_teacher", "--urn", "123456"),
        ("nobody", "--role", "iro", "--authority", "999"),
        ("a@b.example", "--role", "king", "--authority", "999"),
        ("a@b.example", "--role", "iro"),
    ],
)
def test_what_does_not_fit_is_refused(cast, arguments):
    with pytest.raises(CommandError):
        run("create_user", *arguments)
    assert not User.objects.filter(email="a@b.example").exists()
