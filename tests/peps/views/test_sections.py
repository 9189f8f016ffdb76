"""Writing a section in the browser: with htmx, without it, wrong, locked, not yours."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peps.models import PepSection
from peps.services import open_termly_peps, save_section
from tests.peps.views.section_pages import HTMX, LEISURE, url_of


def test_every_section_shows_its_questions(teacher, ada_pep, cast):
    teacher.force_login(cast.officer)
    for section in ada_pep.form.sections:
        body = teacher.get(url_of(ada_pep, section.key)).content.decode()
        for field in section.fields:
            assert f'name="{field.key}' in body, field.key


def test_what_is_not_asked_any_more_is_kept_and_stands_nowhere_in_the_plan(teacher, ada_pep, cast):
    teacher.force_login(cast.officer)
    key, words = "transition_and_stability", "To Elm School at Easter"
    sent = {"version": "0", "is_change_planned": "yes", "planned_changes": words}
    teacher.post(url_of(ada_pep, key), sent)
    read = reverse("peps:read", args=[ada_pep.ref])
    assert words in teacher.get(read).content.decode()
    sent = {"version": "1", "is_change_planned": "no", "planned_changes": words, "finish": "yes"}
    assert teacher.post(url_of(ada_pep, key), sent).status_code == 302  # nothing is missing
    assert words in teacher.get(url_of(ada_pep, key)).content.decode()
    assert words not in teacher.get(read).content.decode()
    row = PepSection.objects.get()
    assert (row.data["planned_changes"], bool(row.completed_at)) == (words, True)
    sent = {"version": str(row.version), "is_change_planned": "yes", "finish": "yes"}
    body = teacher.post(url_of(ada_pep, key), sent).content.decode()
    assert 'href="#id_limit_disruption"' in body
    assert words in teacher.get(read).content.decode()


def test_autosave_answers_with_a_line_and_the_new_version(teacher, ada_pep):
    answer = teacher.post(url_of(ada_pep), {"version": "0", **LEISURE}, **HTMX)
    body = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-version="1"' in body
    assert "Saved" in body
    assert "<html" not in body
    assert PepSection.objects.get().data["leisure_interests"] == "Climbing"


def test_without_javascript_the_button_saves(teacher, ada_pep):
    answer = teacher.post(url_of(ada_pep), {"version": "0", **LEISURE}, follow=True)
    assert answer.redirect_chain == [(url_of(ada_pep), 302)]
    assert "Climbing" in answer.content.decode()


def test_save_and_finish_leads_to_the_next_section(teacher, ada_pep):
    answer = teacher.post(url_of(ada_pep), {"version": "0", "finish": "yes", **LEISURE})
    assert answer.url == url_of(ada_pep, "actions")
    assert PepSection.objects.get().completed_at


def test_finishing_with_an_answer_missing_says_which(teacher, ada_pep):
    answer = teacher.post(
        url_of(ada_pep), {"version": "0", "finish": "yes", "leisure_interests": "Climbing"}
    )
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "There is a problem" in body
    assert 'href="#id_out_of_school_learning"' in body
    assert "<title>Error: " in body
    section = PepSection.objects.get()
    assert (section.data["leisure_interests"], section.completed_at) == ("Climbing", None)
    assert 'name="version" value="1"' in body


def test_the_summary_names_the_group_of_what_is_missing(teacher, ada_pep):
    answer = teacher.post(url_of(ada_pep, "new_targets"), {"version": "0", "finish": "yes"})
    problems = answer.content.decode().split("govuk-error-summary__list")[1].split("</ul>")[0]
    assert "Target 1 (learning): Answer “How it is measured”" in problems
    assert problems.count("How it is measured") == 1


def test_the_summary_names_the_group_of_a_day_that_is_none(teacher, ada_pep):
    sent = {"version": "0", "target_2_by_when_day": "31", "target_2_by_when_month": "2"}
    sent["target_2_by_when_year"] = "2027"
    body = teacher.post(url_of(ada_pep, "new_targets"), sent).content.decode()
    assert "Target 2: By when must be a real date</a>" in body


def test_a_wrong_date_is_told_and_the_rest_is_saved(teacher, ada_pep):
    sent = {
        "version": "0",
        "attendees": "Ada, her carer",
        "held_on_day": "31",
        "held_on_month": "2",
        "held_on_year": "2026",
    }
    answer = teacher.post(url_of(ada_pep, "meeting"), sent, **HTMX)
    body = answer.content.decode()
    assert "Not saved: Day of the meeting must be a real date. Everything else: saved" in body
    assert PepSection.objects.get().data["attendees"] == "Ada, her carer"
    page = teacher.post(url_of(ada_pep, "meeting"), {**sent, "version": "1"})
    assert "Day of the meeting must be a real date" in page.content.decode()


def test_a_date_is_kept_and_shown_again(teacher, ada_pep):
    sent = {"version": "0", "held_on_day": "3", "held_on_month": "Nov", "held_on_year": "2026"}
    teacher.post(url_of(ada_pep, "meeting"), sent, **HTMX)
    assert PepSection.objects.get().data["held_on"] == "2026-11-03"
    body = teacher.get(url_of(ada_pep, "meeting")).content.decode()
    assert 'name="held_on_month" value="11"' in body or 'value="11"' in body


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "{{ 7|add:7 }}", "'\"><b>x"])
def test_markup_stays_text(teacher, ada_pep, nasty):
    teacher.post(url_of(ada_pep), {"version": "0", "leisure_interests": nasty}, **HTMX)
    for url in (url_of(ada_pep), reverse("peps:read", kwargs={"ref": ada_pep.ref})):
        body = teacher.get(url).content.decode()
        assert "<script>alert" not in body
        assert "<b>x" not in body


def test_too_long_an_answer_is_told_and_not_kept(teacher, ada_pep):
    sent = {"version": "0", "leisure_interests": "x" * 5001, "out_of_school_learning": "Club"}
    line = teacher.post(url_of(ada_pep), sent, **HTMX).content.decode()
    assert "data-problems" in line
    assert "Not saved: “Leisure interests” is longer than 5,000 characters." in line
    assert "Everything else: saved" in line
    assert PepSection.objects.get().data == {"out_of_school_learning": "Club"}
    page = teacher.post(url_of(ada_pep), {**sent, "version": "1"}).content.decode()
    assert "Leisure interests: use 5,000 characters or fewer" in page
    assert "Not saved: “Leisure interests” is longer than 5,000 characters." in page
    assert "x" * 5001 in page


def test_the_question_is_named_with_its_group(teacher, ada_pep):
    sent = {"version": "0", "target_1_what": "x" * 5001}
    line = teacher.post(url_of(ada_pep, "new_targets"), sent, **HTMX).content.decode()
    assert "Not saved: “Target 1 (learning): " in line


def test_five_thousand_characters_are_kept(teacher, ada_pep):
    longest = "x" * 4998 + "\r\ny"  # a line's end counts once
    sent = {"version": "0", "leisure_interests": longest}
    assert "Not saved" not in teacher.post(url_of(ada_pep), sent, **HTMX).content.decode()
    assert len(PepSection.objects.get().data["leisure_interests"]) == 5000


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_paste_of_megabytes_is_told_as_too_long(teacher, ada_pep, headers):
    sent = {"version": "0", "leisure_interests": "x" * (6 * 1024 * 1024)}
    answer = teacher.post(url_of(ada_pep), sent, **headers)
    assert answer.status_code == 413
    for words in ("This is too long, and nothing was saved", "The browser keeps what you wrote"):
        assert words in answer.content.decode()
    assert answer.wsgi_request.read(1) == b"", "or the browser, still sending, reads no answer"
    assert not PepSection.objects.exists()


def test_a_save_after_submission_keeps_the_words_on_the_page(teacher, submitted_pep):
    sent = {"version": "1", "leisure_interests": "Too late"}
    assert teacher.post(url_of(submitted_pep), sent, **HTMX).status_code == 423
    page = teacher.post(url_of(submitted_pep), sent)
    assert page.status_code == 423
    assert "Too late" in page.content.decode()
    assert "Not saved – this section can no longer be changed" in page.content.decode()


@pytest.mark.parametrize("person", ["iro", "head_teacher", "team_manager"])
def test_readers_see_the_answers_without_a_form(client, cast, ada_pep, person):
    save_section(
        actor=cast.officer, pep=ada_pep, key="leisure_and_learning", answers=LEISURE, version=0
    )
    client.force_login(cast.people[person])
    body = client.get(url_of(ada_pep)).content.decode()
    assert "Climbing" in body
    assert "data-autosave" not in body
    assert client.post(url_of(ada_pep), {"version": "1", **LEISURE}).status_code == 403


def test_the_teacher_may_not_write_what_is_the_social_worker_s(teacher, ada_pep):
    url = url_of(ada_pep, "care_and_contacts")
    assert "data-autosave" not in teacher.get(url).content.decode()
    assert teacher.post(url, {"version": "0", "carer": "X"}).status_code == 403


def test_an_unknown_section_is_not_found(teacher, ada_pep):
    assert teacher.get(url_of(ada_pep, "no_such_section")).status_code == 404


def test_last_term_s_answer_is_folded_under_its_question(teacher, cast, complete):
    from datetime import date

    from vsh.calendars.models import CurrentDay

    CurrentDay.objects.update(day=date(2027, 1, 5))
    open_termly_peps(date(2027, 1, 5))
    pep = cast.ada.peps.get(season="spring")
    body = teacher.get(url_of(pep, "attendance_and_behaviour")).content.decode()
    assert "Words about attendance record." in body
    assert "Autumn term 2026-27" in body
    assert "come from the last PEP" in teacher.get(url_of(pep, "about_me")).content.decode()


def queries(captured) -> list[str]:
    """The queries of a request without the savepoints and the role of a test's transaction."""
    frame = ("SAVEPOINT", "RELEASE SAVEPOINT", "RESET ROLE")
    return [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(frame)]


@pytest.mark.parametrize("key", ["school_and_key_people", "care_and_contacts", "meeting"])
def test_a_section_and_its_autosave_take_few_queries(client, cast, ada_pep, write_all, key):
    write_all(ada_pep)
    client.force_login(cast.officer)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url_of(ada_pep, key)).status_code == 200
    assert len(queries(captured)) <= 12, queries(captured)
    sent = {"version": "1", "leisure_interests": "One more word"}
    with CaptureQueriesContext(connection) as captured:
        assert client.post(url_of(ada_pep), sent, **HTMX).status_code == 200
    assert len(queries(captured)) <= 12, queries(captured)
