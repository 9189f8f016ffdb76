"""A move of a child who learns elsewhere than at a school; another Virtual School is rung."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from placements.models import CareMove, SchoolSearch
from placements.move_facts import facts_of
from placements.rules.moves import Whom
from placements.services.moves import answer_move
from pupils.models import Enrolment
from tests.cast import TODAY, Cast
from tests.placements.moving import LEAVES, consulted, drafted, places, recorded
from tests.placements.test_move_pages import day, sent, text


def owed(move: CareMove) -> list[str]:
    return [one.key for one in facts_of(CareMove.objects.get(pk=move.pk)).missing()]


@pytest.fixture
def worker(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.social_worker)
    return client


@pytest.mark.parametrize("year", [9, 10])
def test_education_otherwise_than_at_school_is_asked_about_and_ends(
    cast: Cast, worker: Client, year
) -> None:
    Enrolment.objects.filter(pupil=cast.ada).update(kind="otherwise", setting=None)
    cast.ada.nc_year = year
    cast.ada.save()
    move = drafted(cast, is_emergency=False, from_on=date(2026, 11, 9))
    page = reverse("placements:move_step", args=[cast.ada.ref, move.pk, "school"])
    assert "education otherwise than at school go on as it is?" in text(worker.get(page))
    assert {"school_stays", "arrangements", "consult_school"} <= set(owed(move))
    with pytest.raises(ValidationError, match="can stay"):
        recorded(cast, move)
    move = answer_move(
        actor=cast.officer,
        move=move,
        version=move.version,
        answers={**LEAVES, "school_ends_on": date(2026, 11, 6)},
    )
    recorded(cast, move)
    assert [(kind, to) for kind, _, to, _ in places(cast.ada)] == [
        ("otherwise", date(2026, 11, 6)),
        ("no_place", None),
    ]
    assert SchoolSearch.objects.get(pupil=cast.ada).move == move
    page = text(worker.get(reverse("placements:move", args=[cast.ada.ref, move.pk])))
    assert "Education otherwise than at school" in page


@pytest.mark.parametrize("is_without", [True, False])
def test_alternative_provision_alone_is_education_that_a_move_disrupts(
    cast: Cast, is_without
) -> None:
    Enrolment.objects.filter(pupil=cast.ada).update(kind="alternative", setting=cast.elm)
    if is_without:
        Enrolment.objects.create(
            pupil=cast.ada, kind="no_place", started_on=date(2026, 9, 1), is_full_time=False
        )
    move = drafted(cast, can_school_stay=True)
    assert facts_of(move).school.setting == cast.elm
    assert Whom.SCHOOL in consulted(cast, move, Whom.SCHOOL).consultations.values_list(
        "whom", flat=True
    )
    move.refresh_from_db()
    recorded(cast, move)
    # who has no school place is looked for one still, whether the provision goes on or not
    assert SchoolSearch.objects.filter(pupil=cast.ada).exists() is is_without


def test_the_main_school_comes_before_provision_beside_it(cast: Cast) -> None:
    Enrolment.objects.create(
        pupil=cast.ada, kind="alternative", setting=cast.elm, started_on=date(2026, 9, 1)
    )
    assert facts_of(drafted(cast)).school.kind == "main"


def test_the_other_virtual_school_is_owed_until_somebody_rings(cast: Cast, worker: Client) -> None:
    move = recorded(cast, drafted(cast, area_code="302", postcode=""))
    assert "other_vsh_told" in owed(move)
    page = reverse("placements:move", args=[cast.ada.ref, move.pk])
    assert "Tell the Virtual School of the other authority: by 9 November 2026" in text(
        worker.get(page)
    )
    step = reverse("placements:move_step", args=[cast.ada.ref, move.pk, "other-vsh"])
    assert "Enter how they were told" in text(sent(worker, step, **day("other_vsh_told_on", TODAY)))
    later = {"other_vsh_told_how": "By telephone", **day("other_vsh_told_on", date(2026, 11, 5))}
    assert "in the future" in text(sent(worker, step, **later))
    said = {"other_vsh_told_how": "By telephone, the duty officer"}
    assert sent(worker, step, **said, **day("other_vsh_told_on", TODAY)).status_code == 302
    assert "other_vsh_told" not in owed(move)
    assert "was told on 4 November 2026: By telephone, the duty officer" in text(worker.get(page))
    move.refresh_from_db()
    move = answer_move(
        actor=cast.officer, move=move, version=move.version, answers={"area_code": "998"}
    )
    assert move.other_vsh_told_on is None  # another authority's was told
    assert "other_vsh_told" in owed(move)


def test_a_message_tells_the_other_virtual_school(cast: Cast, worker: Client) -> None:
    cast.southmoor.virtual_school_email = "vs@southmoor.example"
    cast.southmoor.save()
    draft = drafted(cast, area_code="998")
    assert "other_vsh_told" not in owed(draft)
    move = recorded(cast, draft)
    assert "other_vsh_told" not in owed(move)
    page = reverse("placements:move", args=[cast.ada.ref, move.pk])
    assert "By a message from here" in text(worker.get(page))
