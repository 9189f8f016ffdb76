"""The contact of the Virtual School, which every PEP shows."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from peps.reading.facts import virtual_school_contact
from tests.cast import Cast
from vsh.organisations.models import Authority

NEW = ("--head", "Nia New", "--email", "vs@southmoor.example", "--phone", "01998 100300")


def test_the_contact_stands_in_the_pep(cast: Cast) -> None:
    out = StringIO()
    call_command("set_contact", "998", *NEW, stdout=out)
    assert "Southmoor: contact set" in out.getvalue()
    told = {f.value for f in virtual_school_contact(Authority.objects.get(code="998"))}
    assert told == {"Nia New", "Southmoor", "vs@southmoor.example", "01998 100300"}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("997", *NEW), "no authority 997"),
        (("998", *NEW[:3], "no-address", *NEW[4:]), "valid email"),
    ],
)
def test_refusals_change_nothing(cast: Cast, arguments: tuple[str, ...], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        call_command("set_contact", *arguments)
    assert not Authority.objects.filter(virtual_school_head_name="Nia New").exists()
