"""Attendance is entered by the school, summed by term, corrected with history kept."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from placements.models import AttendanceDay, AttendanceSummary
from placements.rules.attendance import Sessions
from placements.services import correct_attendance, record_attendance
from placements.services.attendance import more_than_calendar_knows
from pupils.models import Enrolment
from pupils.services.locking import StaleRecordError
from tests.cast import TODAY, Cast, add_child
from tests.placements.attendance_files import own_dates
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.audit.models import ReadLog

SEPTEMBER = {"started_on": date(2026, 9, 2), "ended_on": date(2026, 9, 30)}
DAYS = {"started_on_day": 2, "started_on_month": 9, "started_on_year": 2026}
DAYS |= {"ended_on_day": 4, "ended_on_month": 11, "ended_on_year": 2026}


def place_of(cast: Cast, name: str, school: str = "oakfield") -> Enrolment:
    return cast.children[name].enrolments.get(setting=getattr(cast, school))


def enter(cast: Cast, who: str = "school_staff", name: str = "ada", **told) -> AttendanceSummary:
    told = SEPTEMBER | told
    numbers = told.pop("numbers", (40, 2, 1))
    return record_attendance(
        actor=cast.people[who],
        enrolment=told.pop("place", None) or place_of(cast, name),
        sessions=Sessions(possible=numbers[0], authorised=numbers[1], unauthorised=numbers[2]),
        **told,
    )


def test_the_school_office_enters_it_and_the_term_stands_on_the_row(cast: Cast) -> None:
    row = enter(cast)
    assert (row.academic_year, row.season, row.entered_by) == (
        "2026-27",
        "autumn",
        cast.school_staff,
    )
    history = apps.get_model("placements", "AttendanceSummaryEvent").objects.get(pgh_obj=row)
    assert history.sessions_possible == 40


@pytest.mark.parametrize("who", ["social_worker", "head_teacher", "data", "iro"])
def test_others_may_not(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        enter(cast, who)


def test_a_school_reports_its_own_place_and_no_other(cast: Cast) -> None:
    """Ben has left Oakfield for Elm Grove: its teacher cannot enter what Oakfield knows."""
    enter(cast, "other_teacher", "ben", place=place_of(cast, "ben", "elm"), **_on(4))
    with pytest.raises(PermissionDenied):
        enter(cast, "other_teacher", "ben")
    with pytest.raises(PermissionDenied):
        enter(cast, "teacher", "ben")
    assert enter(cast, "officer", "ben").sessions_possible == 40


def _on(day: int) -> dict:
    return {
        "started_on": date(2026, 11, day),
        "ended_on": date(2026, 11, day),
        "numbers": (2, 0, 0),
    }


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        ({"numbers": (43, 0, 0)}, "sessions_possible", "open on 21 days: at most 42 sessions"),
        (
            {"ended_on": date(2026, 11, 2), "numbers": (89, 0, 0)},  # half term is not the school's
            "sessions_possible",
            "to Mon 2 November 2026, where the school was open on at most 44 days: at most 88",
        ),
        ({"numbers": (40, 30, 11)}, "sessions_authorised", "41 sessions were missed of 40"),
        ({"ended_on": date(2026, 11, 5)}, "ended_on", "in the future"),
        ({"started_on": date(2025, 7, 1)}, "started_on", "place starts on"),
        ({"ended_on": date(2026, 9, 1)}, "ended_on", "before the first"),
        ({"started_on": date(2026, 9, 30)}, "started_on", "on record already"),
    ],
)
def test_refusals_say_what_to_do(cast: Cast, told: dict, field: str, words: str) -> None:
    if words == "on record already":
        enter(cast)
        told = told | {"ended_on": date(2026, 10, 2), "numbers": (4, 0, 0)}
    with pytest.raises(ValidationError) as refused:
        enter(cast, **told)
    assert words in refused.value.message_dict[field][0]


WHOLE = {"ended_on": date(2026, 11, 2)}


def test_by_its_own_dates_a_school_has_no_more_sessions_than_days(cast: Cast) -> None:
    own_dates(cast)
    with pytest.raises(ValidationError, match="open on 39 days: at most 78 sessions"):
        enter(cast, numbers=(79, 0, 0), **WHOLE)
    row = enter(cast, numbers=(78, 0, 0), **WHOLE)
    assert more_than_calendar_knows([row]) == {}


def test_above_its_areas_dates_a_schools_sum_stands_and_is_told(cast: Cast) -> None:
    """Its half term lay elsewhere, and its own dates are not loaded."""
    row = enter(cast, numbers=(82, 0, 0), **WHOLE)
    (words,) = more_than_calendar_knows([row]).values()
    assert "82 possible sessions from Wed 2 September 2026 to Mon 2 November 2026" in words
    assert "the term dates of Northshire have 78 in these days" in words
    assert row.season == "autumn"


@pytest.mark.parametrize("page", ["record_attendance", "school_attendance", "correct_attendance"])
def test_every_page_tells_the_person_of_it(cast: Cast, page: str) -> None:
    client = signed_in(cast, "teacher")
    ada = place_of(cast, "ada").pk
    numbers = {"sessions_possible": 88, "sessions_authorised": 0, "sessions_unauthorised": 0}
    told = DAYS | numbers | {"place": ada}
    args = [cast.ada.ref]
    if page == "school_attendance":
        told, args = DAYS | {f"{name}_{ada}": value for name, value in numbers.items()}, []
    if page == "correct_attendance":
        row = enter(cast)
        told |= {"version": 1, "reason": "The whole term"}
        args = [*args, row.pk]
    said = client.post(reverse(f"placements:{page}", args=args), told, follow=True)
    text = said.content.decode()
    assert "Ada Canaryada: 88 possible sessions" in text
    assert "term dates of Northshire have 82 in these days" in text
    assert AttendanceSummary.objects.get().sessions_possible == 88


def test_a_correction_of_what_was_missed_is_not_asked_again_about_the_days(cast: Cast) -> None:
    """The school's dates were loaded since, with fewer days, and the place was cut short."""
    row = enter(cast, numbers=(88, 2, 1), **WHOLE)
    own_dates(cast)
    Enrolment.objects.filter(pk=row.enrolment_id).update(ended_on=date(2026, 10, 30))
    right = {"actor": cast.officer, "summary": row, "reason": "Miscounted", **SEPTEMBER, **WHOLE}
    numbers = Sessions(possible=88, authorised=1, unauthorised=1)
    assert correct_attendance(version=1, sessions=numbers, **right) is not None
    row.refresh_from_db()
    assert (row.sessions_authorised, row.season, row.version) == (1, "autumn", 2)
    for numbers, words in (
        (Sessions(possible=87, authorised=1, unauthorised=1), "place ended on"),
        (Sessions(possible=88, authorised=88, unauthorised=1), "89 sessions were missed of 88"),
    ):
        with pytest.raises(ValidationError, match=words):
            correct_attendance(version=2, sessions=numbers, **right)


def test_a_correction_is_held_to_the_days_on_which_the_school_was_open(cast: Cast) -> None:
    own_dates(cast)
    row = enter(cast)
    right = {"actor": cast.teacher, "summary": row, "version": 1, "reason": "Miscounted"}
    days = {"started_on": date(2026, 10, 26), "ended_on": date(2026, 10, 30)}  # half term
    numbers = Sessions(possible=1, authorised=0, unauthorised=0)
    with pytest.raises(ValidationError, match="open on 0 days: at most 0 sessions"):
        correct_attendance(sessions=numbers, **days, **right)
    correct_attendance(
        sessions=numbers, is_withdrawn=True, **days, **right
    )  # off the record it may


def test_days_in_two_terms_are_refused(cast: Cast) -> None:
    cast.oakfield.calendarentry_set.model.objects.create(
        authority=cast.northshire, academic_year="2025-26", kind="term", name="Summer",
        starts_on=date(2026, 4, 13), ends_on=date(2026, 7, 21),
    )  # fmt: skip
    cast.oakfield.calendarentry_set.model.objects.create(
        authority=cast.northshire, academic_year="2025-26", kind="term", name="Spring",
        starts_on=date(2026, 1, 5), ends_on=date(2026, 3, 27),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="more than one term"):
        enter(
            cast,
            started_on=date(2026, 3, 20),
            ended_on=date(2026, 4, 14),
            numbers=(14, 0, 0),
        )


def test_the_database_refuses_what_overlaps_or_cannot_be(cast: Cast) -> None:
    row = enter(cast)
    for wrong in (
        {"started_on": date(2026, 9, 30), "ended_on": date(2026, 10, 1)},
        {"started_on": date(2026, 10, 5), "ended_on": date(2026, 10, 6), "sessions_authorised": 99},
        {"started_on": date(2026, 10, 6), "ended_on": date(2026, 10, 5)},
    ):
        values = {
            field.name: getattr(row, field.name) for field in row._meta.fields if field.name != "id"
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            AttendanceSummary.objects.create(**values | wrong)


def test_a_correction_keeps_what_stood_there_and_refuses_a_stale_page(cast: Cast) -> None:
    row = enter(cast)
    right = {"actor": cast.teacher, "summary": row, **SEPTEMBER, "reason": "Read the wrong column"}
    numbers = Sessions(possible=40, authorised=1, unauthorised=0)
    correct_attendance(version=1, sessions=numbers, **right)
    with pytest.raises(StaleRecordError):
        correct_attendance(version=1, sessions=numbers, **right)
    with pytest.raises(ValidationError, match="on record already"):
        correct_attendance(version=2, sessions=numbers, **right)
    correct_attendance(version=2, sessions=numbers, is_withdrawn=True, **right)
    events = apps.get_model("placements", "AttendanceSummaryEvent").objects.order_by("pgh_id")
    assert [(e.pgh_label, e.sessions_authorised) for e in events] == [
        ("insert", 2),
        ("update", 1),
        ("delete", 1),
    ]
    assert events[1].pgh_context["reason"] == "Read the wrong column"


def test_the_school_office_sees_what_is_marked_day_by_day(cast: Cast) -> None:
    place = cast.ada.enrolments.get()
    for day, am, pm in ((2, "/", "\\"), (3, "N", "I")):
        AttendanceDay.objects.create(
            enrolment=place, day=date(2026, 11, day), season="autumn", am=am, pm=pm,
            source="page", entered_by=cast.teacher, entered_on=TODAY,
        )  # fmt: skip
    client = signed_in(cast, "school_staff")
    page = client.get(reverse("placements:school_attendance")).content.decode()
    assert (
        "Marked day by day: 50.0% up to 3 November 2026: of 4 sessions 1 missed with authority, "
        "1 without." in page
    )
    assert page.count("Nothing on record this term.") == 1, "of the other child"


def test_the_school_office_sees_names_and_years_and_nothing_of_the_record(cast: Cast) -> None:
    enter(cast)
    client = signed_in(cast, "school_staff")
    page = client.get(reverse("placements:school_attendance")).content.decode()
    assert "Ada Canaryada, Year 9" in page
    assert "Cam Canarycam" in page  # another authority's, at the same school
    assert "Canaryben" not in page
    assert "40 possible, 2 authorised, 1 unauthorised" in page
    assert ReadLog.objects.filter(page="placements:school_attendance", count=2).exists()
    form = client.get(reverse("placements:record_attendance", args=[cast.ada.ref])).content.decode()
    for word in ("Social Worker", "Northshire", "Officer", "Deadlines", "School since"):
        assert word not in form
    assert "Year 9" in form


def test_a_row_for_each_child_takes_the_place_of_what_lies_within(cast: Cast) -> None:
    row = enter(cast)
    ada, cam = place_of(cast, "ada"), place_of(cast, "cam")
    client = signed_in(cast, "school_staff")
    url = reverse("placements:school_attendance")
    told = DAYS | {
        f"seen_{ada.pk}": f"{row.pk}:1",
        f"sessions_possible_{ada.pk}": 80,
        f"sessions_authorised_{ada.pk}": 4,
        f"sessions_unauthorised_{ada.pk}": 1,
        f"sessions_possible_{cam.pk}": 80,
    }
    answer = client.post(url, told)
    assert "Cam Canarycam: enter all three numbers, or none" in answer.content.decode()
    assert AttendanceSummary.objects.get() == row  # all rows or none
    told |= {f"sessions_authorised_{cam.pk}": 90, f"sessions_unauthorised_{cam.pk}": 0}
    answer = client.post(url, told).content.decode()
    assert "Error: " in answer
    assert "Cam Canarycam: 90 sessions were missed of 80 possible" in answer
    assert AttendanceSummary.objects.get() == row
    told |= {f"sessions_authorised_{cam.pk}": 0}
    assert client.post(url, told).status_code == 302
    assert AttendanceSummary.objects.get(enrolment=ada).sessions_possible == 80
    assert AttendanceSummary.objects.get(enrolment=cam).ended_on == date(2026, 11, 4)
    stale = client.post(url, told).content.decode()  # the page showed a row that is gone
    assert "Somebody else has changed this since you opened it" in stale
    assert AttendanceSummary.objects.count() == 2


def test_children_are_held_in_one_order_whatever_their_names(cast: Cast) -> None:
    """Another officer for the same children at the same time waits, and neither is broken off."""
    first = add_child(cast, "zoe")
    last = add_child(cast, "abe")
    places = [child.enrolments.get(setting=cast.oakfield) for child in (first, last)]
    told = dict(DAYS)
    for place in places:
        told |= {f"sessions_possible_{place.pk}": 80}
        told |= {f"sessions_{why}_{place.pk}": 0 for why in ("authorised", "unauthorised")}
    client = signed_in(cast, "teacher")
    with CaptureQueriesContext(connection) as done:
        assert client.post(reverse("placements:school_attendance"), told).status_code == 302
    locks = [q["sql"] for q in done if "pupils_pupil" in q["sql"] and "FOR UPDATE" in q["sql"]]
    held = [
        pk for sql in locks for pk in (first.pk, last.pk) if f'"pupils_pupil"."id" = {pk}' in sql
    ]
    assert held == [first.pk, last.pk]


def test_nothing_filled_in_is_said(cast: Cast) -> None:
    client = signed_in(cast, "teacher")
    answer = client.post(reverse("placements:school_attendance"), DAYS).content.decode()
    assert "Enter the numbers of at least one child" in answer


def test_an_officer_chooses_a_school_first(cast: Cast) -> None:
    client = signed_in(cast, "officer")
    url = reverse("placements:school_attendance")
    assert "Choose a school" in client.get(url).content.decode()
    page = client.get(url, {"school": cast.elm.pk}).content.decode()
    assert "Ben Canaryben" in page
    assert "Choose a school" in client.get(url, {"school": cast.moorside.pk}).content.decode()


def test_the_page_asks_the_same_whatever_the_number_of_children(cast: Cast) -> None:
    client = signed_in(cast, "school_staff")
    url = reverse("placements:school_attendance")
    counts = []
    for number in (0, 30):
        for one in range(number):
            add_child(cast, f"x{one}")
        counts.append(queries_of(client, url))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_the_tab_shows_terms_england_and_each_entry(cast: Cast) -> None:
    enter(cast, numbers=(40, 3, 2))
    client = signed_in(cast, "teacher")
    url = reverse("placements:school", args=[cast.ada.ref])
    assert queries_of(client, url) <= MOST_QUERIES
    page = client.get(url).content.decode()
    for words in ("Autumn term 2026-27", "87.5%", "Persistent absence", "91.0% in the year 2024-25",
                  "Correct", "Every entry"):  # fmt: skip
        assert words in page
    answer = client.post(
        reverse("placements:record_attendance", args=[cast.ada.ref]),
        DAYS | {"place": place_of(cast, "ada").pk, "sessions_possible": 10,
                "sessions_authorised": 0, "sessions_unauthorised": 0},
    )  # fmt: skip
    assert "Some of these days are on record already" in answer.content.decode()


def test_the_tab_flags_the_year_and_each_term_by_its_own_sessions(cast: Cast) -> None:
    """Of last year the summer term was severe, the year persistent; this year's term is neither."""
    place = place_of(cast, "ada")
    Enrolment.objects.filter(pk=place.pk).update(started_on=date(2025, 9, 1))
    for first, last, numbers in (
        (date(2026, 2, 2), date(2026, 3, 26), (70, 1, 0)),
        (date(2026, 6, 1), date(2026, 6, 30), (40, 10, 10)),
        (date(2026, 9, 2), date(2026, 10, 23), (74, 7, 0)),
    ):
        enter(cast, "officer", started_on=first, ended_on=last, numbers=numbers)
    page = signed_in(cast, "officer").get(reverse("placements:school", args=[cast.ada.ref]))
    found = [
        (year.name, year.flag, [(term.name, term.flag) for term in year.terms])
        for year in page.context["years"]
    ]
    assert found == [
        ("School year 2026-27", "", [("Autumn term 2026-27", "")]),
        (
            "School year 2025-26",
            "Persistent absence",
            [("Summer term 2025-26", "Severe absence"), ("Spring term 2025-26", "")],
        ),
    ]
    text = page.content.decode()
    assert text.count("Severe absence") == text.count("Persistent absence") == 1
    assert text.index("School year 2025-26") < text.index("Persistent absence")
    assert text.index("Summer term 2025-26") < text.index("Severe absence")
    assert "Severely absent, England, looked-after children: 6.4%" in text


def test_the_school_office_corrects_an_entry_of_an_earlier_term_and_what_stood_there_is_kept(
    cast: Cast,
) -> None:
    """From its own page, for the children on its roll; nothing else of the record opens to it."""
    Enrolment.objects.filter(pk=place_of(cast, "ada").pk).update(started_on=date(2025, 9, 1))
    days = {"started_on": date(2026, 6, 1), "ended_on": date(2026, 6, 30)}
    row = enter(cast, **days)
    client = signed_in(cast, "school_staff")
    url = reverse("placements:correct_attendance", args=[cast.ada.ref, row.pk])
    listed = client.get(reverse("placements:school_attendance")).content.decode()
    assert "Earlier terms" in listed
    assert "1 June 2026 to 30 June 2026: 40 possible, 2 authorised, 1 unauthorised" in listed
    assert f'href="{url}"' in listed
    told = {f"{name}_{part}": getattr(day, part) for name, day in days.items()
            for part in ("day", "month", "year")}  # fmt: skip
    told |= {"sessions_possible": 40, "sessions_authorised": 0, "sessions_unauthorised": 1}
    said = client.post(url, told | {"version": 1, "reason": ""}).content.decode()
    assert "Enter what was wrong" in said
    answer = client.post(url, told | {"version": 1, "reason": "A trip was no absence"})
    assert answer.headers["Location"] == reverse("placements:school_attendance")
    assert "Attendance corrected" in client.get(answer.headers["Location"]).content.decode()
    row.refresh_from_db()
    assert (row.sessions_authorised, row.season, row.version) == (0, "summer", 2)
    page = client.get(url).content.decode()
    assert "What stood here before" in page
    assert "2 authorised, 1 unauthorised. Entered on 4 November 2026 by School Staff" in page
    assert "A trip was no absence" in page
    assert queries_of(client, url) <= MOST_QUERIES
    assert signed_in(cast, "other_teacher").get(url).status_code == 404
