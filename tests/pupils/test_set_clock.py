"""`set_clock`: stricter, never looser."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pupils.models import ClockSetting
from tests.cast import Cast


def test_a_stricter_limit_and_back(cast: Cast) -> None:
    out = StringIO()
    call_command("set_clock", "999", "pep_initiated", "--number", "5", stdout=out)
    assert "the limit 5" in out.getvalue()
    setting = ClockSetting.objects.get(authority=cast.northshire)
    assert (setting.kind, setting.number) == ("pep_initiated", 5)
    call_command("set_clock", "999", "pep_initiated", stdout=out)
    setting.refresh_from_db()
    assert setting.number is None
    labels = ClockSetting.pgh_event_model.objects.order_by("pk").values_list("pgh_label", flat=True)
    assert list(labels) == ["insert", "update"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("999", "pep_initiated", "--number", "99"), "stricter, but not looser"),
        (("999", "no_clock"), "no clock"),
        (("997", "pep_initiated"), "no authority 997"),
    ],
)
def test_refusals(cast: Cast, arguments: tuple[str, ...], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        call_command("set_clock", *arguments)
    assert not ClockSetting.objects.exists()
