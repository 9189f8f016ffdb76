"""The page of the minutes: saved as typed, two texts side by side, closed with the plan."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from peps.models import Meeting, MinutesDraft
from peps.rules.kept import Stamp
from peps.services.minutes import save_minutes
from tests.peps.views.pages import body_of, post

HTMX = {"HTTP_HX_REQUEST": "true"}


def stamp(**of):
    draft = MinutesDraft.objects.get(**of)
    return str(Stamp(draft.pk, draft.written_at))


@pytest.fixture
def meeting(cast, ada_pep):
    return Meeting.objects.create(
        pep=ada_pep, day=date(2026, 11, 3), starts_at=time(15), ends_at=time(16), place="School",
        arranged_by=cast.teacher, arranged_on=date(2026, 11, 2),
    )  # fmt: skip


def of(name, meeting):
    return reverse(name, kwargs={"meeting": meeting.ref})


@pytest.fixture
def stale(client, cast, meeting):
    """The officer's words wait beside the teacher's."""
    save_minutes(actor=cast.teacher, meeting=meeting, text="Ada spoke first.", version=0)
    client.force_login(cast.officer)
    return {"minutes": "We met.", "version": "0", "page": "first"}


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_who_comes_back_finds_their_words_and_the_choice(client, meeting, stale, headers):
    url = of("peps:minutes", meeting)
    body = client.post(url, stale, **headers).content.decode()
    for words in ("Somebody else has changed the minutes", "Teacher saved the minutes"):
        assert words in body
    assert "section" not in body.partition('class="vsh-conflict"')[2].partition("</section>")[0]
    page = client.get(url)
    body = page.content.decode()
    assert page.context["form"]["minutes"].value() == "We met."
    assert "Kept for you, not yet part of the minutes" in body
    assert "Ada spoke first." in body
    assert 'name="seen_minutes" value="0"' in body
    assert "is not part of the minutes" in client.get(of("peps:meeting", meeting)).content.decode()
    longer = {**stale, "version": "1", "seen_minutes": "0", "shown": stamp()}
    longer["page"] = page.context["open_page"].ref
    assert f'name="shown" value="{stamp()}"' in body
    longer["minutes"] = "We met, at three."
    assert client.post(url, longer, **headers).status_code == 409, "no choice yet"
    chosen = {**longer, "version": ["1", "1"], "choice_minutes": "both"}
    answer = client.post(url, chosen, **headers)
    assert answer.status_code == (200 if headers else 302)
    assert not headers or 'data-now="minutes"' in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.minutes == "Ada spoke first.\n\nWe met, at three."
    assert not MinutesDraft.objects.exists()
    assert "Kept for you" not in client.get(url).content.decode()


def test_a_page_saves_and_says_who_wrote(client, cast, meeting):
    url, shown = of("peps:minutes", meeting), of("peps:meeting", meeting)
    client.force_login(cast.teacher)
    answer = client.post(url, {"minutes": "Ada spoke.", "version": 0}, **HTMX)
    assert "Saved" in answer.content.decode()
    for headers, seen in [(HTMX, 'data-version="1"'), ({}, 'name="version" value="1"')]:
        long = client.post(url, {"minutes": "x" * 20001, "version": 1}, **headers).content.decode()
        assert "20,000" in long
        assert seen in long, "it goes on from what it saw, and takes nothing back"
    assert "Written by Teacher" in body_of(client, cast.iro, shown)
    post(client, cast.officer, url, {"minutes": "Ada spoke first.", "version": 1})
    assert "Changed by Officer on" in body_of(client, cast.iro, shown)
    meeting.refresh_from_db()
    assert meeting.minutes_version == 2
    Meeting.objects.create(
        pep=meeting.pep, day=meeting.day, starts_at=time(9), ends_at=time(10), place="School",
        arranged_by=cast.teacher, arranged_on=date(2026, 11, 2), minutes="Old", minutes_version=1,
        minutes_by=cast.teacher, ref="noteoftime",
    )  # fmt: skip
    body = body_of(client, cast.iro, reverse("peps:meeting", kwargs={"meeting": "noteoftime"}))
    assert "Written by Teacher</p>" in body


def test_only_the_page_of_the_meeting_reads_who_wrote(client, cast, meeting):
    client.force_login(cast.teacher)
    with CaptureQueriesContext(connection) as captured:
        client.post(of("peps:minutes", meeting), {"minutes": "We met.", "version": 0}, **HTMX)
        client.get(of("peps:minutes", meeting))
    assert not [each for each in captured if "meetingevent" in each["sql"]]


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_too_long_a_text_leaves_the_page_at_the_version_that_it_saw(
    client, meeting, stale, headers
):
    sent = {"page": "first", "minutes": "x" * 20001, "version": "1", "seen_minutes": "0"}
    answer = client.post(of("peps:minutes", meeting), sent, **headers)
    assert answer.context["version"] == "0"
    later = {"page": "first", "minutes": "We met.", "version": "0"}
    assert client.post(of("peps:minutes", meeting), later, **HTMX).status_code == 409


def test_too_long_a_text_is_given_up_for_theirs(client, meeting, stale):
    url = of("peps:minutes", meeting)
    assert client.post(url, stale, **HTMX).status_code == 409
    sent = {"page": "first", "minutes": "x" * 20001, "version": "1", "seen_minutes": "0"}
    answer = client.post(url, sent, **HTMX)
    assert answer.status_code == 409, "the choice still waits"
    assert "20,000" in answer.content.decode()
    sent["version"] = ["1", "1"]
    answer = client.post(url, {**sent, "choice_minutes": "theirs"}, **HTMX)
    assert 'value="Ada spoke first."' in answer.content.decode()
    assert not MinutesDraft.objects.exists()


def test_what_is_given_up_for_theirs_is_kept_if_theirs_has_changed(client, cast, meeting, stale):
    url = of("peps:minutes", meeting)
    client.post(url, stale, **HTMX)
    save_minutes(actor=cast.teacher, meeting=meeting, text="Ada spoke twice.", version=1)
    sent = {"page": "first", "minutes": "x" * 20001, "version": ["1", "1"]}
    sent |= {"seen_minutes": "0", "choice_minutes": "theirs"}
    answer = client.post(url, sent, **HTMX)
    assert answer.status_code == 409
    assert "Ada spoke twice." in answer.content.decode()
    assert MinutesDraft.objects.get().text == "We met."
    MinutesDraft.objects.all().delete()
    assert client.post(url, sent, **HTMX).status_code == 409
    assert not MinutesDraft.objects.exists(), "that is nobody's words"


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_another_page_of_one_person_keeps_its_own_text(client, meeting, stale, headers):
    url = of("peps:minutes", meeting)
    client.post(url, {**stale, "page": "one"}, **headers)
    first = stamp(page="one")
    answer = client.post(url, {**stale, "page": "two", "minutes": "Ada sang."}, **headers)
    assert answer.status_code == 409
    assert {d.text for d in MinutesDraft.objects.all()} == {"We met.", "Ada sang."}
    assert headers or 'name="page" value="two"' in answer.content.decode()
    page = client.get(url)
    assert page.context["form"]["minutes"].value() == "Ada sang."
    assert f'name="put_away" value="{first}"' in page.content.decode()
    client.post(url, {**stale, "page": "one", "minutes": "We met at three."}, **headers)
    typed = {"minutes": "Ada spoke first.", "version": "1", "page": "three", "put_away": first}
    assert "written anew since" in client.post(url, typed, follow=True).content.decode()
    assert MinutesDraft.objects.count() == 2, "the page showed what was before"
    typed["put_away"] = stamp(page="one")
    body = client.post(url, typed, follow=True).content.decode()
    assert "Your words are put away" in body
    assert MinutesDraft.objects.get().text == "Ada sang."
    for wrong in ("", "2026-11-03", "1@2026-13-03T10:00", "1@2026-11-03T10:00"):
        client.post(url, {"put_away": "yes", "shown": wrong})
    assert MinutesDraft.objects.exists()


def test_opening_the_page_puts_away_only_what_it_read(client, meeting, stale):
    url = of("peps:minutes", meeting)
    client.post(url, stale, **HTMX)
    Meeting.objects.update(minutes="We met.")
    newer = []

    def another_window_saves(execute, sql, params, many, context):
        if sql.startswith("DELETE") and "minutesdraft" in sql and not newer:
            newer.append(MinutesDraft.objects.update(text="Newer", written_at=timezone.now()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(another_window_saves):
        client.get(url)
    assert newer
    assert MinutesDraft.objects.get().text == "Newer"
    MinutesDraft.objects.update(text="We met.")
    client.get(url)
    assert not MinutesDraft.objects.exists()


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_words_that_come_after_completion_are_refused_and_can_be_copied(
    client, cast, meeting, stale, headers
):
    url = of("peps:minutes", meeting)
    assert client.post(url, stale, **headers).status_code == 409
    day = date(2026, 11, 4)
    type(meeting.pep).objects.update(state="complete", submitted_on=day, completed_on=day)
    answer = client.post(url, {**stale, "minutes": "We met, late."}, **headers)
    assert answer.status_code == 423
    assert "Copy your words" in answer.content.decode()
    assert "We met, late." in answer.content.decode() or headers
    body = client.get(url).content.decode()
    for words in ("complete and locked", "We met.", "Ada spoke first.", "Put my words away"):
        assert words in body
    assert "<textarea" not in body
    record, shown = of("peps:meeting_attendance", meeting), of("peps:meeting", meeting)
    body = client.get(shown).content.decode()
    assert "complete and locked" in body
    assert record not in body
    assert f'{url}">Change' not in body
    assert "complete and locked" in client.get(record).content.decode()
    assert f'name="shown" value="{stamp()}"' in body_of(client, cast.officer, url)
    post(client, cast.officer, url, {"put_away": "yes", "shown": stamp()})
    assert not MinutesDraft.objects.exists()
    sent = {
        "is_held": "yes",
        "version": "1",
        **{f"{n}_{i}": "" for i in (0, 1) for n in ("capacity", "name", "email")},
    }
    assert "complete and locked" in client.post(record, sent).content.decode()
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.is_held) == ("Ada spoke first.", None)
