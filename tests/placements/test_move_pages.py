"""The guided task in the browser's way: a question a page, errors, what is owed, who sees what."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from placements.models import CareMove, SchoolSearch
from placements.rules.moves import Whom
from placements.services.moves import answer_move
from pupils.models import CarePlacement
from pupils.services.restrictions import set_address_confidential
from tests.architecture.queries import questions
from tests.cast import TODAY, Cast
from tests.placements.moving import HOME, LEAVES, consulted, drafted, recorded


@pytest.fixture
def worker(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.social_worker)
    return client


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def day(name: str, on: date) -> dict[str, str]:
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


def sent(client: Client, url: str, **answers: str):
    """Fill in the page's form as it came: with its version."""
    page = client.get(url).content.decode()
    found = re.search(r'name="version" value="(\d+)"', page)
    return client.post(url, {**({"version": found[1]} if found else {}), **answers})


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_emergency_is_told_on_four_pages(cast: Cast, worker: Client) -> None:
    start = reverse("placements:start_move", args=[cast.ada.ref])
    assert "one-third of a grade less at GCSE" in text(worker.get(start))
    answer = worker.post(start, {"kind": "emergency"})
    move = CareMove.objects.get()
    for step, answers in [
        ("when", day("from_on", date(2026, 11, 2))),
        ("where", {"placement_type": "U6", "postcode": "ns34cc"}),
        (
            "school",
            {
                "can_school_stay": "no",
                "why_not_stay": "Forty miles away",
                **day("school_ends_on", TODAY),
            },
        ),
    ]:
        assert answer.status_code == 302
        assert answer.url.endswith(f"/move/{move.pk}/{step}/")
        answer = sent(worker, answer.url, **answers)
    check = reverse("placements:check_move", args=[cast.ada.ref, move.pk])
    assert answer.url == check
    page = text(worker.get(check))
    assert "Consult the child, or record why not: by 9 November 2026" in page
    assert "NS3 4CC" in page
    done = sent(worker, check)
    assert done.url == reverse("placements:move", args=[cast.ada.ref, move.pk])
    page = text(worker.get(done.url))
    for words in ("The move is recorded", "Still owed", "Head Teacher", "Waiting to be sent"):
        assert words in page
    assert SchoolSearch.objects.filter(pupil=cast.ada).count() == 1
    again = worker.post(check, {"version": move.version})
    assert "the move has been recorded" in text(again)
    assert CarePlacement.objects.filter(pupil=cast.ada).count() == 2


def test_a_planned_move_asks_everything_and_can_be_left(cast: Cast, worker: Client) -> None:
    start = reverse("placements:start_move", args=[cast.ada.ref])
    answer = worker.post(start, {"kind": "planned"})
    told = {
        "when": day("from_on", date(2026, 11, 9)),
        "where": {"placement_type": "U6", "area_code": "998"},
        "school": {"can_school_stay": "yes"},
        "wishes": {"wishes": "To stay at her school", "is_pep_considered": "on"},
    }
    asked = []
    for _ in range(20):
        if answer.url.endswith("/check/"):
            break
        step = answer.url.rstrip("/").rsplit("/", 1)[1]
        asked.append(step)
        consult = day("consulted_on", date(2026, 11, 3)) | {"said": "Yes"}
        answer = sent(worker, answer.url, **told.get(step, consult))
        assert answer.status_code == 302, step
    assert asked == [
        *("when", "where", "school", "wishes"),
        *("consult-child", "consult-school", "consult-carer", "consult-vsh", "consult-iro"),
        *("consult-parent", "consult-other_vsh"),
    ]
    assert "is being written" in text(worker.get(reverse("placements:care", args=[cast.ada.ref])))
    page = text(worker.get(start))
    assert "began to write a move" in page
    assert "Not on record yet" not in text(worker.get(answer.url))


@pytest.mark.parametrize(
    ("step", "answers", "words"),
    [
        ("when", {}, "Enter the day of the move"),
        ("when", day("from_on", date(2027, 3, 1)), "must be on or before 2 February 2027"),
        ("where", {"postcode": "NS1"}, "Enter a full postcode"),
        (
            "where",
            {"area_code": "000"},
            "Select the authority from the list",
        ),
        ("school", {}, "Select whether the child can stay"),
        ("school", {"can_school_stay": "no"}, "Enter why the child cannot stay"),
        ("consult-iro", {}, "Enter the day on which you asked the reviewing officer"),
        ("consult-iro", {"said": "Yes"}, "Enter the day on which they were asked"),
        (
            "consult-iro",
            {**day("consulted_on", date(2026, 11, 2)), "reason_not": "Away"},
            "not both of them",
        ),
    ],
)
def test_answers_that_are_refused(cast: Cast, worker: Client, step, answers, words) -> None:
    move = drafted(cast, is_emergency=False)
    url = reverse("placements:move_step", args=[cast.ada.ref, move.pk, step])
    response = sent(worker, url, **answers)
    assert response.status_code == 200
    assert words in text(response)
    assert "Error: " in response.content.decode()


def test_approval_is_asked_in_year_10_alone(cast: Cast, worker: Client) -> None:
    move = drafted(cast, is_emergency=False, can_school_stay=False)
    url = reverse("placements:move_step", args=[cast.ada.ref, move.pk, "approval"])
    assert worker.get(url).status_code == 404
    cast.ada.nc_year = 10
    cast.ada.save()
    assert worker.get(url).status_code == 200
    page = text(sent(worker, url, approved_by="N. Officer"))
    assert "Enter the day of the approval" in page
    assert "Confirm that the nominated officer is satisfied with the education" in page
    there = reverse("placements:move_step", args=[cast.ada.ref, move.pk, "arrangements"])
    assert "must be satisfied with the education at the new placement" in text(worker.get(there))
    school = reverse("placements:move_step", args=[cast.ada.ref, move.pk, "school"])
    assert "must not take place before the nominated officer" in text(worker.get(school))


def test_a_stale_page_is_refused_and_shows_what_is_on_record(cast: Cast, worker: Client) -> None:
    move = drafted(cast)
    answer_move(
        actor=cast.officer,
        move=move,
        version=move.version,
        answers={"from_on": date(2026, 11, 3)},
    )
    url = reverse("placements:move_step", args=[cast.ada.ref, move.pk, "when"])
    stale = {"version": str(move.version), **day("from_on", date(2026, 11, 1))}
    page = text(worker.post(url, stale))
    assert "Somebody else has changed this" in page
    assert "Emergency move on 3 November 2026" in page


def test_a_question_that_nobody_asks_and_a_move_of_another_child(
    cast: Cast, worker: Client
) -> None:
    move = drafted(cast)
    done = recorded(cast, drafted(cast, cast.ben))
    for ref, pk, step in [
        (cast.ada.ref, move.pk, "nothing"),
        (cast.ada.ref, move.pk, "consult-nobody"),
        (cast.ben.ref, move.pk, "when"),
        (cast.ben.ref, done.pk, "when"),  # it is on record: its day stands
    ]:
        url = reverse("placements:move_step", args=[ref, pk, step])
        assert worker.get(url).status_code == 404
    for ref, pk in [(cast.ada.ref, done.pk), (cast.ada.ref, move.pk)]:
        assert worker.get(reverse("placements:move", args=[ref, pk])).status_code == 404


def test_a_confidential_address_is_not_shown_to_who_may_not_see_it(cast: Cast) -> None:
    move = recorded(cast, drafted(cast))
    url = reverse("placements:move", args=[cast.ada.ref, move.pk])
    assert "NS3 4CC" in text(signed_in(cast, "iro").get(url))
    page = text(signed_in(cast, "data").get(url))
    assert "NS3 4CC" not in page
    assert "Confidential" in page


@pytest.mark.parametrize(
    ("email", "phone", "words"),
    [
        ("vs@southmoor.example", "", "of Southmoor is told at vs@southmoor.example"),
        ("", "01998 1", "no address of the Virtual School of Southmoor is on record: ring it on"),
        ("", "", "no contact of the Virtual School of Southmoor is on record: ring it"),
    ],
)
def test_before_it_is_recorded_the_page_says_whom_it_tells_elsewhere_and_what_comes_first(
    cast: Cast, worker: Client, email, phone, words
) -> None:
    cast.southmoor.virtual_school_email, cast.southmoor.virtual_school_phone = email, phone
    cast.southmoor.save()
    cast.ada.nc_year = 10
    cast.ada.save()
    leaves = LEAVES | {"school_ends_on": date(2026, 11, 6)}
    move = drafted(
        cast, is_emergency=False, from_on=date(2026, 11, 9), area_code="998", postcode="", **leaves
    )
    url = reverse("placements:check_move", args=[cast.ada.ref, move.pk])
    with questions() as asked:
        page = text(worker.get(url))
    assert words in page
    assert "This move cannot be recorded yet" in page
    assert "The nominated officer’s approval: before the move (reg. 10(1))" in page
    assert len(asked) <= 12


@pytest.mark.parametrize(
    ("area", "phone", "words"),
    [
        ("998", "01998 1", "ring their Virtual School on 01998 1"),
        ("998", "", "ring the Virtual School of Southmoor"),
        ("302", "", "ring the Virtual School of Barnet"),
        ("", "", "The area in which the home lies is not known"),
    ],
)
def test_without_an_address_the_page_says_whom_to_ring(cast: Cast, area, phone, words) -> None:
    cast.southmoor.virtual_school_phone = phone
    cast.southmoor.save()
    move = recorded(cast, drafted(cast, area_code=area, postcode=""))
    url = reverse("placements:move", args=[cast.ada.ref, move.pk])
    assert words in text(signed_in(cast, "social_worker").get(url))


def test_told_is_said_of_a_message_that_exists(cast: Cast, worker: Client) -> None:
    move = recorded(cast, drafted(cast, area_code="998"))
    cast.southmoor.virtual_school_email = "vs@southmoor.example"
    cast.southmoor.save()
    url = reverse("placements:move", args=[cast.ada.ref, move.pk])
    page = text(worker.get(url))
    assert "Nothing was sent to their Virtual School: write to vs@southmoor.example" in page
    answers = {"area_code": "998"}
    answer_move(actor=cast.officer, move=move, version=move.version, answers=answers)
    assert "Their Virtual School is told at vs@southmoor.example" in text(worker.get(url))


def test_a_school_that_the_child_has_left_is_to_be_rung(cast: Cast, worker: Client) -> None:
    move = recorded(cast, drafted(cast, **LEAVES))
    page = text(worker.get(reverse("placements:move", args=[cast.ada.ref, move.pk])))
    assert "Oakfield School no longer has the child on its roll and is not written to" in page
    stays = recorded(cast, drafted(cast, cast.ben, can_school_stay=True))
    page = text(worker.get(reverse("placements:move", args=[cast.ben.ref, stays.pk])))
    assert "is not written to" not in page


def page_of(cast: Cast, move: CareMove, who: str) -> str:
    url = reverse("placements:move", args=[move.pupil.ref, move.pk])
    return text(signed_in(cast, who).get(url))


@pytest.mark.parametrize("when", ["before", "in_draft", "joined", "since"])
def test_an_address_that_is_hidden_at_any_time_is_hidden_on_the_move(cast: Cast, when) -> None:
    first = cast.ben.placements.get()
    if when == "before":
        set_address_confidential(actor=cast.head, pupil=cast.ben, is_confidential=True)
    move = drafted(cast, cast.ben, area_code="998", is_address_confidential=False)
    if when == "in_draft":
        set_address_confidential(actor=cast.head, pupil=cast.ben, is_confidential=True)
    elif when == "joined":
        CarePlacement.objects.filter(pk=first.pk).update(ended_on=move.from_on)
        CarePlacement.objects.create(
            pupil=cast.ben,
            care_period=first.care_period,
            started_on=move.from_on,
            is_address_confidential=True,
        )
    move = recorded(cast, move)
    if when == "since":
        assert "NS3 4CC" in page_of(cast, move, "data")
        set_address_confidential(actor=cast.head, pupil=cast.ben, is_confidential=True)
    assert CarePlacement.objects.get(move=move).is_address_confidential
    page = page_of(cast, move, "data")
    assert "NS3 4CC" not in page
    assert "Confidential" in page
    assert "NS3 4CC" in page_of(cast, move, "social_worker")


def test_unticking_the_box_later_shows_no_address(cast: Cast) -> None:
    move = recorded(cast, drafted(cast))
    answers = {**HOME, "is_address_confidential": False}
    move = answer_move(actor=cast.officer, move=move, version=move.version, answers=answers)
    assert move.is_address_confidential
    assert "NS3 4CC" not in page_of(cast, move, "data")


def test_the_area_of_a_hidden_home_is_not_named_to_who_may_not_see_it(cast: Cast) -> None:
    cast.southmoor.virtual_school_email = "vs@southmoor.example"
    cast.southmoor.virtual_school_phone = "01998 1"
    cast.southmoor.save()
    move = drafted(cast, area_code="998")
    move = consulted(cast, move, Whom.OTHER_VSH)
    answered = "They agree"
    move = recorded(cast, move)
    page = page_of(cast, move, "social_worker")
    for words in ("area of Southmoor", "vs@southmoor.example", "01998 1", answered):
        assert words in page
    page = page_of(cast, move, "data")
    for words in ("Southmoor", "southmoor", "01998 1", answered, "placed in your area"):
        assert words not in page
    assert "Out of authority" in page
    assert "Virtual School of the other authority" in page
