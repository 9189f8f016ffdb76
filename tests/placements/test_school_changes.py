"""Another main school takes the place of one: why the former ended, and who was consulted."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from placements.models import SchoolChange, SchoolChangeConsultation
from placements.rules.moves import Consulted, Whom
from placements.services.school_changes import SaidOfChange, answer_change, missing_of
from placements.services.timetables import record_place
from pupils.models import CarePeriod, Enrolment
from pupils.services.locking import StaleRecordError
from tests.cast import TODAY, Cast

WHY = "She is bullied and asks for another school"
ALL = ["child", "school", "carer", "vsh", "iro", "parent"]


def changed(cast: Cast, who: str = "social_worker", **said: object) -> Enrolment:
    facts: dict[str, object] = {"kind": "main", "setting": cast.elm, "started_on": TODAY}
    facts |= {"agreed": None, "ends_current": True, "reason_ended": WHY}
    return record_place(actor=cast.people[who], pupil=cast.ada, **(facts | said))


@pytest.fixture
def change(cast: Cast) -> SchoolChange:
    """Ada has moved from Oakfield to Elm Grove today, from the same home."""
    return SchoolChange.objects.get(enrolment=changed(cast))


def answered(cast: Cast, change: SchoolChange, who: str = "social_worker", **said):
    consulted = {Whom(name): value for name, value in said.pop("consulted", {}).items()}
    return answer_change(
        actor=cast.people[who],
        change=change,
        version=said.pop("version", change.version),
        said=SaidOfChange(consulted=consulted, **said),
    )


def test_the_former_place_has_its_reason_and_the_change_its_two_places(cast, change) -> None:
    former = Enrolment.objects.get(pupil=cast.ada, setting=cast.oakfield)
    assert (former.reason_ended, former.ended_on) == (WHY, date(2026, 11, 3))
    assert (change.former, change.recorded_by) == (former, cast.social_worker)
    assert len(missing_of(change)) == len(ALL) + 1  # and the PEP


@pytest.mark.parametrize(
    ("said", "is_change"),
    [
        ({}, True),
        ({"kind": "otherwise", "setting": None}, True),
        ({"kind": "alternative", "ends_current": False}, False),  # beside the main school
        ({"setting": "oakfield"}, False),  # the same school anew
        ({"kind": "no_place", "setting": None}, False),
    ],
)
def test_what_a_change_of_school_is(cast: Cast, said, is_change) -> None:
    if said.get("setting") == "oakfield":
        said["setting"] = cast.oakfield
    changed(cast, **said)
    assert SchoolChange.objects.exists() is is_change


@pytest.mark.parametrize(
    ("ended_on", "by_placement", "in_care", "is_change"),
    [
        (date(2026, 11, 3), None, True, True),
        (date(2026, 10, 31), False, True, True),  # the Saturday before
        (date(2026, 10, 30), False, True, False),  # after a time without
        (date(2026, 11, 3), True, True, False),  # asked about with the move of home
        (date(2026, 11, 3), None, False, False),
    ],
)
def test_also_where_the_end_was_recorded_first(
    cast, ended_on, by_placement, in_care, is_change
) -> None:
    here = Enrolment.objects.filter(pupil=cast.ada)
    here.update(ended_on=ended_on, ended_by_placement=by_placement)
    if not in_care:
        CarePeriod.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 11, 1))
    changed(cast, "officer", ends_current=False)
    assert SchoolChange.objects.exists() is is_change


def test_it_is_answered_bit_by_bit_and_kept(cast: Cast, change) -> None:
    asked = (Consulted(on=TODAY), "I want to be with Bea")
    change = answered(cast, change, consulted={"child": asked})
    everyone = {name: (Consulted(on=TODAY), "") for name in ALL[:-1]}
    everyone["child"] = asked
    everyone["parent"] = (Consulted(reason_not="Not known where"), "")
    change = answered(cast, change, "team_manager", consulted=everyone, is_pep_considered=True)
    assert missing_of(change) == []
    row = SchoolChangeConsultation.objects.get(whom="child")
    assert (row.said, row.consulted_on) == ("I want to be with Bea", TODAY)
    history = SchoolChange.pgh_event_model.objects.filter(pgh_obj_id=change.pk)
    assert [event.version for event in history.order_by("pgh_id")] == [1, 2, 3]
    answered(cast, change, consulted={"child": (Consulted(), "")})  # taken back
    assert "the child" in missing_of(SchoolChange.objects.get())[0]


def test_refusals(cast: Cast, change) -> None:
    for who in ("data", "teacher", "other_teacher", "iro", "other_social_worker", "south_head"):
        with pytest.raises(PermissionDenied):
            answered(cast, change, who)
    with pytest.raises(ValidationError, match="in the future"):
        answered(cast, change, consulted={"iro": (Consulted(on=date(2026, 11, 5)), "")})
    assert not SchoolChangeConsultation.objects.exists()
    answered(cast, change, is_pep_considered=True)
    with pytest.raises(StaleRecordError, match="consult the child"):
        answered(cast, change, version=1)


def days(**said: date) -> dict[str, int]:
    return {
        f"{name}_{part}": getattr(day, part)
        for name, day in said.items()
        for part in ("day", "month", "year")
    }


@pytest.mark.parametrize("who", ["social_worker", "team_manager", "officer"])
def test_two_pages_one_after_the_other(cast: Cast, who) -> None:
    client = Client()
    client.force_login(cast.people[who])
    url = reverse("placements:record_enrolment", args=[cast.ada.ref])
    cast.ada.nc_year = 10
    cast.ada.save()
    first = client.get(url).content.decode()
    assert "over five grades less" in first
    assert "significant decision" in first
    assert "The child is in Year 10 or 11" in first
    said = {"kind": "main", "setting": cast.elm.pk, "ends_current": "on"} | days(started_on=TODAY)
    assert (
        "Enter why the present place ended"
        in client.post(f"{url}?school=elm", said).content.decode()
    )
    saved = client.post(f"{url}?school=elm", said | {"reason_ended": WHY})
    place = Enrolment.objects.get(pupil=cast.ada, setting=cast.elm)
    second = reverse("placements:consult_about_school", args=[cast.ada.ref, place.pk])
    assert saved["Location"] == second
    page = client.get(second).content.decode()
    for words in (WHY, "The child is in Year 10 or 11", "consult the Virtual School, or say why"):
        assert words in page
    both = {"version": 1, "vsh_not": "Away"} | days(vsh_on=TODAY)
    assert "not both of them" in client.post(second, both).content.decode()
    alone = {"version": 1, "vsh_said": "A good choice"}
    assert "Enter the day on which they were asked" in client.post(second, alone).content.decode()
    told = {"version": 1, "vsh_said": "A good choice", "is_pep_considered": "on"}
    assert client.post(second, told | days(vsh_on=TODAY)).status_code == 302
    tab = client.get(reverse("placements:school", args=[cast.ada.ref])).content.decode()
    assert "not all of it is on record" in tab
    told |= {"version": 2} | {f"{name}_not": "Away" for name in ALL if name != "vsh"}
    assert client.post(second, told | days(vsh_on=TODAY)).status_code == 302
    tab = client.get(reverse("placements:school", args=[cast.ada.ref])).content.decode()
    assert "not all of it is on record" not in tab
    assert "A good choice" in client.get(second).content.decode()


def test_a_first_school_asks_nothing_more(cast: Cast) -> None:
    Enrolment.objects.filter(pupil=cast.ada).delete()
    client = Client()
    client.force_login(cast.social_worker)
    url = reverse("placements:record_enrolment", args=[cast.ada.ref])
    assert "significant decision" not in client.get(url).content.decode()
    said = {"kind": "main", "setting": cast.elm.pk} | days(started_on=TODAY)
    saved = client.post(f"{url}?school=elm", said)
    assert saved["Location"] == reverse("placements:school", args=[cast.ada.ref])
