"""An authority makes a clock stricter for its own children, or turns on one that is its choice."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars.rules import plural
from vsh.organisations.models import Authority

from ..clocks import clock_of
from ..models import ClockSetting
from ..rules.clock import PEP_AGE
from ..tasks import recalculate_all_deadlines

OLDEST_PEP_AGE = 4


@transaction.atomic
def set_clock(
    *, actor: User | None, authority: Authority, kind: str, number: int | None, is_on: bool = True
) -> ClockSetting:
    """Set an authority's own limit for one clock, or take it back with `number=None`; turn one
    that is its own choice on or off.

    The deadlines of the authority's children are recalculated once this has been committed.
    `actor` is None on the command line, for who runs the system.
    """
    if actor is not None and authority.pk not in actor.authority_ids_where(Permission.SET_CLOCKS):
        raise PermissionDenied(kind)
    problem = _refusal(kind, number, is_on=is_on)
    if problem:
        raise ValidationError(problem)
    Authority.objects.select_for_update().get(pk=authority.pk)
    setting = ClockSetting.objects.filter(authority=authority, kind=kind).first()
    if setting is None:
        setting = ClockSetting(authority=authority, kind=kind, version=0)
    if setting.pk and (setting.number, setting.is_on) == (number, is_on):
        return setting
    setting.number, setting.is_on = number, is_on
    setting.version += 1
    setting.save()
    transaction.on_commit(lambda: recalculate_all_deadlines.delay(authority.code), robust=True)
    return setting


def _refusal(kind: str, number: int | None, *, is_on: bool) -> dict[str, str]:
    """Why the setting is refused, by field; nothing if it may stand."""
    if kind == PEP_AGE:
        if number is not None and not 0 <= number <= OLDEST_PEP_AGE:
            return {"number": "PEPs begin at an age from 0 to 4, at the latest with Reception."}
        return {} if is_on else {"is_on": "Every looked-after child of school age has a PEP."}
    clock = clock_of(kind)
    if clock is None:
        return {"kind": f"There is no clock “{kind}”."}
    if not is_on and not clock.is_local:
        return {"is_on": "This clock is statutory and cannot be turned off."}
    if number is None:
        return {}
    if clock.is_local:
        if not 1 <= number <= clock.most:
            return {"number": f"Choose from 1 to {plural(clock.most, clock.unit)}."}
    elif clock.statutory is None:
        if not 0 <= number <= clock.most:
            return {"number": f"Choose from 0 to {plural(clock.most, clock.unit)}."}
    elif number < 1:
        return {"number": f"Choose at least 1 {clock.unit}."}
    elif number > clock.statutory:
        limit = plural(clock.statutory, clock.unit)
        return {
            "number": f"The statutory limit is {limit}. "
            "Your own limit can be stricter, but not looser."
        }
    return {}
