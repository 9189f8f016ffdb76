"""Recording a school place: what is replaced, what is refused, what the page says."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from placements.views.school import gaps
from pupils.models import Enrolment
from pupils.services.enrolments import end_enrolment, record_enrolment
from pupils.services.locking import StaleRecordError
from tests.cast import TODAY, Cast


def places(child) -> list[tuple]:
    rows = Enrolment.objects.filter(pupil=child).order_by("started_on", "id")
    return [(row.kind, row.started_on, row.ended_on) for row in rows]


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def test_a_place_replaces_the_fact_of_having_none(cast: Cast) -> None:
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 10, 2))
    Enrolment.objects.create(pupil=cast.ada, kind="no_place", started_on=date(2026, 10, 3))
    record_enrolment(
        actor=cast.social_worker,
        pupil=cast.ada,
        kind="main",
        setting=cast.elm,
        started_on=date(2026, 11, 9),
    )
    assert places(cast.ada) == [
        ("main", date(2025, 9, 1), date(2026, 10, 2)),
        ("no_place", date(2026, 10, 3), date(2026, 11, 8)),
        ("main", date(2026, 11, 9), None),
    ]


def test_a_place_recorded_for_the_whole_gap_leaves_no_gap(cast: Cast) -> None:
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 10, 2))
    Enrolment.objects.create(pupil=cast.ada, kind="no_place", started_on=date(2026, 10, 3))
    record_enrolment(
        actor=cast.officer,
        pupil=cast.ada,
        kind="main",
        setting=cast.elm,
        started_on=date(2026, 10, 3),
    )
    assert [kind for kind, _, _ in places(cast.ada)] == ["main", "main"]


def test_a_second_main_place_is_refused_unless_the_first_has_ended(cast: Cast) -> None:
    new = {"pupil": cast.ada, "kind": "main", "setting": cast.elm, "started_on": TODAY}
    with pytest.raises(ValidationError, match="on roll at Oakfield School"):
        record_enrolment(actor=cast.officer, **new)
    record_enrolment(actor=cast.officer, ends_current=True, **new)
    assert places(cast.ada) == [
        ("main", date(2025, 9, 1), date(2026, 11, 3)),
        ("main", TODAY, None),
    ]


def test_a_second_registration_stands_beside_the_main_place(cast: Cast) -> None:
    record_enrolment(
        actor=cast.officer, pupil=cast.ada, kind="subsidiary", setting=cast.elm, started_on=TODAY
    )
    assert len(places(cast.ada)) == 2


@pytest.mark.parametrize(
    "who", ["teacher", "iro", "south_head", "director", "other_social_worker", "outsider"]
)
def test_who_may_not_record_a_place(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        record_enrolment(actor=cast.people[who], pupil=cast.ada, kind="no_place", started_on=TODAY)


def test_the_end_of_a_place_leaves_the_child_without_one(cast: Cast) -> None:
    place = cast.ada.enrolments.get()
    end_enrolment(
        actor=cast.officer,
        enrolment=place,
        version=place.version,
        ended_on=date(2026, 11, 6),
        reason_ended="Moved to Southmoor",
        ended_by_placement=True,
        leaves_without_place=True,
    )
    assert places(cast.ada)[1] == ("no_place", date(2026, 11, 7), None)
    place.refresh_from_db()
    assert place.ended_by_placement


def test_a_stale_save_is_refused(cast: Cast) -> None:
    place = cast.ada.enrolments.get()
    with pytest.raises(StaleRecordError):
        end_enrolment(
            actor=cast.officer,
            enrolment=place,
            version=place.version - 1,
            ended_on=TODAY,
            reason_ended="x",
            ended_by_placement=False,
            leaves_without_place=False,
        )


@pytest.mark.django_db
def test_gaps_longer_than_a_weekend_are_shown(cast: Cast) -> None:
    def place(first: date, last: date | None) -> Enrolment:
        return Enrolment(kind="main", started_on=first, ended_on=last)

    found = gaps(
        [
            place(date(2026, 9, 1), None),
            place(date(2025, 9, 1), date(2026, 7, 1)),
            place(date(2025, 1, 6), date(2025, 8, 29)),
        ]
    )
    assert [(gap.started_on, gap.ended_on) for gap in found] == [
        (date(2026, 7, 2), date(2026, 8, 31))
    ]


def test_the_form_finds_the_school_and_records_the_place(cast: Cast) -> None:
    client = signed_in(cast, "social_worker")
    url = reverse("placements:record_enrolment", kwargs={"ref": cast.ada.ref})
    found = client.get(url, {"school": "elm"})
    assert "Elm Grove School" in found.content.decode()
    chosen = f'value="{cast.elm.pk}" checked'
    assert chosen in found.content.decode(), "the only one found"
    several = client.get(url, {"school": "o"}).content.decode()
    assert f'name="setting" type="radio" value="{cast.oakfield.pk}">' in several
    assert "checked>" not in several.partition('name="setting"')[2].partition("</fieldset>")[0]
    answers = {
        "kind": "main",
        "setting": cast.elm.pk,
        "started_on": "2026-11-09",
        "accepted_on": "2026-11-02",
    }
    refused = client.post(f"{url}?school=elm", answers)
    assert refused.status_code == 200
    body = refused.content.decode()
    assert "<title>Error: " in body
    assert "The child is on roll at Oakfield School on that day" in body
    saved = client.post(
        f"{url}?school=elm",
        answers | {"ends_current": "on", "reason_ended": "Moves to her sister’s school"},
        follow=True,
    )
    assert "School place recorded" in saved.content.decode()
    assert cast.ada.enrolments.filter(setting=cast.elm, accepted_on=date(2026, 11, 2)).exists()


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({}, "Select what kind of place it is"),
        ({"kind": "main", "started_on": "2026-11-09"}, "Find and select the school"),
        ({"kind": "no_place", "started_on": "2026-02-31"}, "date"),
        (
            {"kind": "otherwise", "started_on": "2026-11-09", "accepted_on": "2026-12-01"},
            "accepted on or before its first day",
        ),
        (
            {"kind": "otherwise", "started_on": "2026-11-09", "is_part_time": "on"},
            "why the timetable is part time",
        ),
    ],
)
def test_wrong_answers_are_named(cast: Cast, answers: dict, message: str) -> None:
    Enrolment.objects.filter(pupil=cast.ada).delete()
    url = reverse("placements:record_enrolment", kwargs={"ref": cast.ada.ref})
    body = signed_in(cast, "officer").post(url, answers).content.decode()
    assert "There is a problem" in body
    assert message.lower() in body.lower()
    assert not cast.ada.enrolments.exists()


def test_the_end_form_carries_its_version(cast: Cast) -> None:
    client = signed_in(cast, "officer")
    place = cast.ada.enrolments.get()
    url = reverse("placements:end_enrolment", kwargs={"ref": cast.ada.ref, "pk": place.pk})
    assert f'name="version" value="{place.version}"' in client.get(url).content.decode()
    answers = {
        "version": place.version,
        "ended_on": "2026-11-06",
        "reason_ended": "Moved",
        "ended_by_placement": "yes",
        "next_place": "without",
    }
    Enrolment.objects.filter(pk=place.pk).update(
        version=place.version + 1, started_on=date(2025, 9, 3)
    )
    stale = client.post(url, answers).content.decode()
    assert "Somebody else has changed this" in stale
    assert "On record now: Oakfield School since 3 September 2025, no last day" in stale
    assert 'value="Moved"' in stale
    answers["version"] += 1
    assert client.post(url, answers).status_code == 302
    assert client.get(url).status_code == 404, "a place that has ended cannot end again"


def test_an_end_that_a_colleague_was_quicker_to_record_loses_no_input(cast: Cast) -> None:
    client = signed_in(cast, "officer")
    place = cast.ada.enrolments.get()
    url = reverse("placements:end_enrolment", kwargs={"ref": cast.ada.ref, "pk": place.pk})
    answers = {
        "version": place.version,
        "ended_on": "2026-11-06",
        "reason_ended": "Moved",
        "ended_by_placement": "yes",
        "next_place": "without",
    }
    Enrolment.objects.filter(pk=place.pk).update(
        ended_on=date(2026, 10, 30), reason_ended="Left for Elm Grove"
    )
    response = client.post(url, answers)
    assert response.status_code == 200
    body = response.content.decode()
    assert "Somebody else has changed this" in body
    assert "Oakfield School, last day 30 October 2026 (Left for Elm Grove)" in body
    assert 'value="Moved"' in body
    assert places(cast.ada) == [("main", date(2025, 9, 1), date(2026, 10, 30))]
    assert client.get(url).status_code == 404


def test_the_school_tab_shows_places_and_gaps(cast: Cast) -> None:
    Enrolment.objects.filter(pupil=cast.ada).update(started_on=date(2026, 9, 1))
    Enrolment.objects.create(
        pupil=cast.ada, setting=cast.elm, started_on=date(2024, 9, 2), ended_on=date(2026, 5, 1)
    )
    url = reverse("placements:school", kwargs={"ref": cast.ada.ref})
    body = signed_in(cast, "teacher").get(url).content.decode()
    assert "Elm Grove School" in body
    assert "Nothing is on record for this time" in body
    assert "Record a school place" not in body
    assert "Record a school place" in signed_in(cast, "head").get(url).content.decode()


def test_a_place_that_begins_later_is_not_said_to_have_begun(cast: Cast) -> None:
    url = reverse("placements:school", kwargs={"ref": cast.ada.ref})
    client = signed_in(cast, "head")
    terms = re.compile(r"<dt[^>]*>\s*(Since|From)\s*</dt>")
    assert terms.findall(client.get(url).content.decode()) == ["Since"]
    Enrolment.objects.filter(pupil=cast.ada).update(started_on=date(2027, 9, 2))
    assert terms.findall(client.get(url).content.decode()) == ["From"]


def test_the_school_is_not_called_optional(cast: Cast) -> None:
    url = reverse("placements:record_enrolment", kwargs={"ref": cast.ada.ref})
    body = signed_in(cast, "head").get(url, {"school": "Elm"}).content.decode()
    assert "Which school or setting?" in body
    assert "Which school or setting? (optional)" not in body
    assert "Hours a week (optional)" in body
