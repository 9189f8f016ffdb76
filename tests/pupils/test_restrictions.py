"""Records are restricted and opened, addresses hidden and shown, people allocated."""

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from pupils.models import CarePlacement, Involvement, Pupil, RestrictedAccess
from pupils.services.allocations import allocate
from pupils.services.restrictions import (
    lift_restriction,
    restrict_record,
    set_address_confidential,
)
from tests.cast import TODAY, Cast
from vsh.accounts.models import User

NORTH = ("--authority", "999")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, *NORTH, stdout=out)
    return out.getvalue()


def sees(user: User, pupil: Pupil) -> bool:
    return Pupil.objects.visible_to(User.objects.get(pk=user.pk)).filter(pk=pupil.pk).exists()


def test_a_record_closes_to_all_but_the_people_named(cast: Cast) -> None:
    told = run("restrict_child", "C-ada", "--reason", "A threat", "--name", cast.officer.email)
    assert "people named: 1" in told
    assert "Canary" not in told
    assert sees(cast.officer, cast.ada)
    assert not any(sees(who, cast.ada) for who in (cast.head, cast.teacher, cast.social_worker))
    event = Pupil.pgh_event_model.objects.filter(pgh_obj_id=cast.ada.pk).latest("pk")
    assert event.is_restricted
    assert event.pgh_context["reason"] == "A threat"
    run("restrict_child", "C-ada", "--lift", "--reason", "It is over")
    assert sees(cast.head, cast.ada)
    assert not RestrictedAccess.objects.exists()
    run("restrict_child", "C-ada", "--reason", "Again")
    assert not sees(cast.officer, cast.ada)


def test_who_was_named_before_today_ends_yesterday(cast: Cast) -> None:
    RestrictedAccess.objects.create(
        pupil=cast.eve,
        user=cast.officer,
        granted_by=cast.head,
        reason="x",
        started_on=date(2026, 10, 1),
    )
    lift_restriction(actor=cast.head, pupil=cast.eve)
    assert RestrictedAccess.objects.get().ended_on == date(2026, 11, 3)


def test_a_head_restricts_their_own_authoritys_records_only(cast: Cast) -> None:
    restrict_record(actor=cast.head, pupil=cast.ada, reason="x", named=[cast.officer])
    assert RestrictedAccess.objects.get().granted_by == cast.head
    for actor, pupil in [(cast.head, cast.dee), (cast.officer, cast.ada), (cast.teacher, cast.ada)]:
        with pytest.raises(PermissionDenied):
            restrict_record(actor=actor, pupil=pupil, reason="x")
        with pytest.raises(PermissionDenied):
            lift_restriction(actor=actor, pupil=pupil)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("restrict_child", "C-ada"), "reason"),
        (("restrict_child", "C-ada", "--reason", "x", "--name", "no@one.example"), "Nobody here"),
        (("restrict_child", "C-dee", "--reason", "x"), "no child C-dee"),
        (("hide_address", "C-fay"), "no placement today"),
    ],
)
def test_refusals_change_nothing(cast: Cast, arguments: tuple[str, ...], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        run(*arguments)
    assert not Pupil.objects.filter(child_id="C-ada", is_restricted=True).exists()


def test_an_address_is_hidden_and_shown(cast: Cast) -> None:
    home = CarePlacement.objects.get(pupil=cast.ben)
    assert "confidential" in run("hide_address", "C-ben")
    home.refresh_from_db()
    assert home.is_address_confidential
    run("hide_address", "C-ben", "--show")
    home.refresh_from_db()
    assert not home.is_address_confidential
    events = CarePlacement.pgh_event_model.objects.filter(pgh_obj_id=home.pk).order_by("pk")
    assert [e.is_address_confidential for e in events] == [False, True, False]


def test_who_may_not_see_an_address_may_not_show_it(cast: Cast) -> None:
    set_address_confidential(actor=cast.social_worker, pupil=cast.ada, is_confidential=True)
    for actor in (cast.teacher, cast.data, cast.other_social_worker, cast.south_head):
        with pytest.raises(PermissionDenied):
            set_address_confidential(actor=actor, pupil=cast.ada, is_confidential=False)
    assert CarePlacement.objects.get(pupil=cast.ada).is_address_confidential


def test_the_former_one_ends_the_day_before(cast: Cast) -> None:
    told = run("allocate", cast.other_social_worker.email, "C-ada", "--capacity", "social_worker")
    assert cast.ada.ref in told
    assert sees(cast.other_social_worker, cast.ada)
    assert not sees(cast.social_worker, cast.ada)
    former, new = Involvement.objects.filter(pupil=cast.ada, capacity="social_worker")
    assert (former.ended_on, new.started_on, new.ended_on) == (date(2026, 11, 3), TODAY, None)
    events = Involvement.pgh_event_model.objects.filter(pgh_obj_id=former.pk).order_by("pk")
    assert [e.ended_on for e in events] == [None, date(2026, 11, 3)]
    run("allocate", cast.other_social_worker.email, "C-ada", "--capacity", "social_worker")
    assert Involvement.objects.filter(pupil=cast.ada, capacity="social_worker").count() == 2


def test_only_who_holds_the_role_there_is_allocated(cast: Cast) -> None:
    for person in (cast.teacher, cast.south_head, cast.former_officer):
        with pytest.raises(CommandError, match="not a Virtual School officer there"):
            run("allocate", person.email, "C-ada", "--capacity", "virtual_school_officer")


def test_who_may_load_the_roll_may_allocate(cast: Cast) -> None:
    new = {"pupil": cast.ada, "user": cast.adviser, "capacity": "personal_adviser"}
    assert allocate(actor=cast.data, **new).user == cast.adviser
    for actor in (cast.officer, cast.teacher, cast.social_worker, cast.south_head):
        with pytest.raises(PermissionDenied):
            allocate(actor=actor, **new)
