"""Schools considered, applied for, answered: what the inspections ask for, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from placements.models import SchoolApplication, SchoolOption, SchoolSearch
from placements.services.school_options import (
    Answered,
    Considered,
    add_option,
    answer_application,
    apply_for,
    change_option,
)
from placements.services.searches import change_search, open_search
from pupils.models import Enrolment
from pupils.services.enrolments import record_enrolment
from pupils.services.locking import StaleRecordError
from tests.cast import TODAY, Cast
from tests.placements.moving import LEAVES, drafted, recorded
from vsh.calendars.models import CurrentDay
from vsh.organisations.models import InspectionOutcome

SEPTEMBER = date(2027, 9, 1)
NOW = {"needed_from_on": None}


@pytest.fixture
def searching(cast: Cast) -> SchoolSearch:
    """Since Monday Ada, in Year 9, lives elsewhere and has no school."""
    recorded(cast, drafted(cast, **LEAVES))
    return SchoolSearch.objects.get()


def graded(cast: Cast, grade: str, framework: str = "overall", area: str = "overall") -> None:
    InspectionOutcome.objects.create(
        setting=cast.elm,
        framework=framework,
        area=area,
        grade=grade,
        inspected_on=date(2024, 3, 5),
        published_on=date(2024, 4, 9),
        source="https://reports.example/elm",
    )


def considered(cast: Cast, search: SchoolSearch, who: str = "social_worker", **more):
    said = Considered(**{"why": "Her cousin goes there", **more})
    return add_option(actor=cast.people[who], search=search, setting=cast.elm, said=said)


def sent(cast: Cast, option: SchoolOption, **more) -> SchoolApplication:
    days = {"sent_on": TODAY, "wanted_from_on": date(2026, 11, 9), **more}
    return apply_for(actor=cast.social_worker, option=option, version=option.version, **days)


@pytest.mark.parametrize(
    ("framework", "grade", "is_evidence_needed", "is_reason_needed"),
    [
        ("overall", "Good", False, False),
        ("overall", "Requires improvement", True, False),
        ("overall", "Inadequate", True, True),
        ("overall", "Special measures", True, True),
        ("key_judgements", "Good", False, False),
        ("report_card", "Needs attention", True, False),
        ("report_card", "Urgent improvement", True, True),
    ],
)
def test_what_the_inspection_asks_for_comes_first(
    cast: Cast, searching, framework, grade, is_evidence_needed, is_reason_needed
) -> None:
    graded(cast, grade, framework)
    reason = {}
    if is_reason_needed:
        with pytest.raises(ValidationError) as refused:
            considered(cast, searching)
        assert set(refused.value.message_dict) == {"exceptional_reason"}
        reason = {"exceptional_reason": "The only one that teaches her language"}
    option = considered(cast, searching, **reason)
    if is_evidence_needed:
        with pytest.raises(ValidationError, match="Add the evidence"):
            sent(cast, option)
        said = Considered(why=option.why, evidence="Visited by the VSH", **reason)
        option = change_option(actor=cast.officer, option=option, version=option.version, said=said)
    assert sent(cast, option).route == "in_year"


def test_the_database_keeps_no_inadequate_school_without_a_reason(cast: Cast, searching) -> None:
    option = considered(cast, searching)
    for standing in ("inadequate", "grave"):
        with pytest.raises(IntegrityError), transaction.atomic():
            SchoolOption.objects.filter(pk=option.pk).update(standing=standing)
    SchoolOption.objects.update(standing="inadequate", not_suitable="Found inadequate")


def test_a_school_found_inadequate_since_is_not_applied_for(cast: Cast, searching) -> None:
    option = considered(cast, searching, evidence="It has a nurture group")
    graded(cast, "Inadequate")
    with pytest.raises(ValidationError, match="exceptional reason"):
        sent(cast, option)


@pytest.mark.parametrize(
    ("low_age", "born_on", "wanted_from_on", "route"),
    [
        (11, date(2016, 3, 10), SEPTEMBER, "normal_round"),  # Year 6 today
        (11, date(2016, 3, 10), date(2027, 8, 30), "normal_round"),  # its term begins in August
        (11, date(2016, 3, 10), date(2027, 8, 14), "in_year"),
        (11, date(2016, 3, 10), TODAY, "in_year"),
        (11, date(2015, 3, 10), SEPTEMBER, "in_year"),  # Year 8 then
        (13, date(2014, 3, 10), SEPTEMBER, "normal_round"),  # an upper school's Year 9
        (3, date(2023, 3, 10), SEPTEMBER, "normal_round"),  # Reception
        (None, date(2016, 3, 10), SEPTEMBER, "normal_round"),
    ],
)
def test_the_round(cast: Cast, searching, low_age, born_on, wanted_from_on, route) -> None:
    cast.ada.__class__.objects.filter(pk=cast.ada.pk).update(date_of_birth=born_on, nc_year=None)
    cast.elm.low_age = low_age
    cast.elm.save()
    option = considered(cast, searching, evidence="Seen")
    assert sent(cast, option, wanted_from_on=wanted_from_on).route == route


def test_one_application_waits_and_the_search_ends_with_the_place(cast: Cast, searching) -> None:
    option = considered(cast, searching, evidence="Seen")
    application = sent(cast, option)
    with pytest.raises(ValidationError, match="waits for its answer"):
        sent(cast, option)
    said = Answered(answer="offered", answered_on=TODAY)
    answer_application(actor=cast.team_manager, application=application, version=1, said=said)
    with pytest.raises(StaleRecordError, match="A place was offered"):
        answer_application(actor=cast.officer, application=application, version=1, said=said)
    record_enrolment(
        actor=cast.social_worker, pupil=cast.ada, kind="main", setting=cast.elm, started_on=TODAY
    )
    with pytest.raises(ValidationError, match="has ended"):
        considered(cast, searching)
    with pytest.raises(StaleRecordError, match="the search ended"):
        change_search(actor=cast.officer, search=searching, version=1, why="x", interim="", **NOW)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"answer": "refused", "answered_on": TODAY}, "__all__"),
        ({"answer": "offered"}, "__all__"),
        ({"answer": "offered", "answered_on": date(2026, 11, 5)}, "answered_on"),
        ({"answer": "offered", "answered_on": date(2026, 11, 3)}, "answered_on"),
        ({"direction": "Directed"}, "__all__"),
        (
            {
                "answer": "refused",
                "answered_on": TODAY,
                "answer_words": "Full",
                "sent_on": date(2026, 11, 2),
                "direction": "Directed",
                "direction_considered_on": date(2026, 11, 3),
            },
            "direction_considered_on",
        ),
    ],
)
def test_what_an_answer_cannot_say(cast: Cast, searching, said, field) -> None:
    application = sent(cast, considered(cast, searching, evidence="Seen"))
    with pytest.raises(ValidationError) as refused:
        answer_application(
            actor=cast.officer, application=application, version=1, said=Answered(**said)
        )
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize("who", ["teacher", "data", "iro", "other_social_worker", "south_head"])
def test_who_may_not(cast: Cast, searching, who) -> None:
    with pytest.raises(PermissionDenied):
        considered(cast, searching, who)
    with pytest.raises(PermissionDenied):
        open_search(actor=cast.people[who], pupil=cast.ben, why="Wishes another")


# --- begun by hand


def test_a_place_needed_later_is_looked_for_beside_a_full_time_one(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        open_search(actor=cast.officer, pupil=cast.ada, why="Year 10 elsewhere")
    assert "Oakfield School" in refused.value.message_dict["needed_from_on"][0]
    search = open_search(
        actor=cast.officer, pupil=cast.ada, why="Year 10 elsewhere", needed_from_on=SEPTEMBER
    )
    with pytest.raises(ValidationError, match="already"):
        open_search(actor=cast.officer, pupil=cast.ada, why="Twice", needed_from_on=SEPTEMBER)
    client = Client()
    client.force_login(cast.officer)
    tab = client.get(reverse("placements:school", args=[cast.ada.ref])).content.decode()
    assert reverse("placements:school_search", args=[cast.ada.ref]) in tab
    assert "A place is needed from 1 September 2027" in _text(client, cast)
    record_enrolment(
        actor=cast.officer,
        pupil=cast.ada,
        kind="main",
        setting=cast.elm,
        started_on=date(2026, 11, 5),
        ends_current=True,
    )
    for day, is_open in [(date(2026, 12, 1), True), (SEPTEMBER, True)]:
        CurrentDay.objects.update(day=day)
        search.refresh_from_db()
        assert (search.ended_on is None) == is_open
    place = record_enrolment(
        actor=cast.officer,
        pupil=cast.ada,
        kind="main",
        setting=cast.moorside,
        started_on=SEPTEMBER,
        ends_current=True,
    )
    search.refresh_from_db()
    assert (search.ended_on, search.ended_by) == (SEPTEMBER, place)


def test_nobody_looks_for_a_school_of_a_child_who_left_care(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="not looked after"):
        open_search(actor=cast.officer, pupil=cast.fay, why="Moves")


# --- the pages


def _text(client: Client, cast: Cast) -> str:
    page = client.get(reverse("placements:school_search", args=[cast.ada.ref]))
    return " ".join(page.content.decode().split())


def _posted(client: Client, name: str, *args, **data) -> str:
    answer = client.post(reverse(f"placements:{name}", args=args), data)
    return "" if answer.status_code == 302 else " ".join(answer.content.decode().split())


def test_from_no_school_to_an_offer(cast: Cast) -> None:
    Enrolment.objects.filter(pupil=cast.ada).update(ended_on=date(2026, 11, 3))
    graded(cast, "Requires improvement")
    client, ref = Client(), cast.ada.ref
    client.force_login(cast.social_worker)
    assert "Begin a search" in _text(client, cast)
    assert "Enter why a school is looked for" in _posted(client, "open_search", ref)
    assert not _posted(client, "open_search", ref, why="She has none", interim="A tutor at home")
    search = SchoolSearch.objects.get()
    page = _text(client, cast)
    assert "A tutor at home" in page
    assert "Fair Access Protocols do not apply" in page
    assert "No boarding school is on the list" in page
    added = reverse("placements:add_option", args=[ref, search.pk])
    refused = client.post(added, {"why": "Near"}).content.decode()
    assert "Find and select the school or setting" in refused
    chosen = {"setting": cast.elm.pk, "why": "Near", "distance_miles": "1.5", "is_boarding": "on"}
    assert client.post(f"{added}?school=Elm", chosen).status_code == 302
    again = client.post(f"{added}?school=Elm", chosen).content.decode()
    assert "This school is among the options already." in again
    option = SchoolOption.objects.get()
    assert option.distance_miles == Decimal("1.5")
    page = _text(client, cast)
    assert "Overall grade requires improvement (Tue 5 March 2024)" in page
    assert "Published on 9 April 2024. Source: <a href=" in page
    assert ">https://reports.example/elm</a>" in page
    assert "1.5 miles" in page
    assert "Record an application" not in page
    assert "No boarding school" not in page
    said = {"version": 1, "why": "Near", "evidence": "The VSH asked", "childs_view": "I like it"}
    assert not _posted(client, "change_option", ref, option.pk, **said)
    assert "Somebody else has changed this" in _posted(
        client, "change_option", ref, option.pk, **said
    )
    assert "Record an application" in _text(client, cast)
    days = {"sent_on_day": 4, "sent_on_month": 11, "sent_on_year": 2026}
    days |= {"wanted_from_on_day": 9, "wanted_from_on_month": 11, "wanted_from_on_year": 2026}
    assert not _posted(client, "apply_for_place", ref, option.pk, version=2, **days)
    assert "Consider a direction by 18 November 2026" in _text(client, cast)
    application = SchoolApplication.objects.get()
    answer = {"version": 1, "answer": "refused"} | days
    answer |= {"answered_on_day": 4, "answered_on_month": 11, "answered_on_year": 2026}
    refused = _posted(client, "answer_application", ref, application.pk, **answer)
    assert "Enter why the place was refused" in refused
    answer["answer_words"] = "Full"
    assert not _posted(client, "answer_application", ref, application.pk, **answer)
    page = _text(client, cast)
    assert "Refused on 4 November 2026 (Full)" in page
    answer |= {"version": 2, "sent_on_day": 2}  # it went out on Monday
    assert not _posted(client, "answer_application", ref, application.pk, **answer)
    application.refresh_from_db()
    assert (application.sent_on, application.answer) == (date(2026, 11, 2), "refused")
    answer |= {"version": 3, "wanted_from_on_day": 1}
    words = _posted(client, "answer_application", ref, application.pk, **answer)
    assert "The place is wanted from a day before that" in words
    assert "Consider a direction by 11 November 2026" in page


def test_a_school_for_other_children_is_chosen_in_words_alone(cast: Cast, searching) -> None:
    """Ada is in Year 9; at first for an application, then for the place itself."""
    cast.elm.low_age, cast.elm.high_age = 4, 11
    cast.elm.save()
    graded(cast, "Good")
    option = considered(cast, searching)
    client = Client()
    client.force_login(cast.social_worker)
    page = _text(client, cast)
    assert "It teaches ages 4 to 11, and the child is in Year 9." in page
    assert "Record an application" not in page
    with pytest.raises(ValidationError, match="to the option’s evidence first"):
        sent(cast, option)
    place = {"pupil": cast.ada, "kind": "main", "setting": cast.elm, "started_on": TODAY}
    with pytest.raises(ValidationError) as refused:
        record_enrolment(actor=cast.officer, **place)
    assert list(refused.value.message_dict) == ["evidence"]
    said = Considered(why="Near", evidence="It has a base for older children")
    option = change_option(actor=cast.officer, option=option, version=option.version, said=said)
    sent(cast, option)
    record_enrolment(actor=cast.officer, **place, evidence="A base for older children")


DAY_OF_ANSWER = {"answered_on_day": 4, "answered_on_month": 11, "answered_on_year": 2026}
CONSIDERED = {f"direction_considered_{name[9:]}": n for name, n in DAY_OF_ANSWER.items()}


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ({"answer": "refused", "answer_words": "Full"}, "Enter the day of the answer"),
        ({"answer": "offered"}, "Enter the day of the answer"),
        (DAY_OF_ANSWER, "Select the answer"),
        ({"answer": "refused"} | DAY_OF_ANSWER, "Enter why the place was refused"),
        ({"direction": "Directed"}, "Enter the day on which it was considered"),
        (CONSIDERED, "Enter what was decided"),
    ],
)
def test_half_an_answer_is_asked_for_beside_its_field(cast: Cast, searching, typed, asked) -> None:
    application = sent(cast, considered(cast, searching, evidence="Seen"))
    client = Client()
    client.force_login(cast.officer)
    days = {"sent_on_day": 4, "sent_on_month": 11, "sent_on_year": 2026}
    days |= {"wanted_from_on_day": 9, "wanted_from_on_month": 11, "wanted_from_on_year": 2026}
    page = _posted(
        client, "answer_application", cast.ada.ref, application.pk, version=1, **days, **typed
    )
    assert asked in page
    application.refresh_from_db()
    assert application.version == 1


def test_the_parent_and_the_virtual_school_are_asked_about_it(cast: Cast, searching) -> None:
    for more, words in [
        ({"vsh_consulted_on": date(2026, 11, 5)}, "in the future"),
        ({"vsh_view": "A good choice"}, "Enter the day on which they were consulted"),
    ]:
        with pytest.raises(ValidationError, match=words):
            considered(cast, searching, **more)
    said = {"parents_view": "She knows it", "vsh_view": "A good choice"}
    considered(cast, searching, vsh_consulted_on=TODAY, **said)
    client = Client()
    client.force_login(cast.social_worker)
    page = " ".join(_text(client, cast).split())
    for words in ("Parent: She knows it", "consulted on 4 November 2026: A good choice"):
        assert words in page


def test_who_only_reads_has_no_links(cast: Cast, searching) -> None:
    considered(cast, searching)
    for who, has_links in [("iro", False), ("data", False), ("team_manager", True)]:
        client = Client()
        client.force_login(cast.people[who])
        page = _text(client, cast)
        assert "Elm Grove School" in page
        assert ("Consider a school" in page) == has_links
