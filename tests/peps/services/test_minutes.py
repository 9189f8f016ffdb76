"""Minutes: two texts are kept until one is chosen; the record follows its plan."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from peps.meetings.record import is_taken_by_the_plan, kept_minutes, writers_of
from peps.models import Meeting, MinutesDraft, Pep
from peps.rules.kept import OpenPage, Stamp
from peps.rules.side_by_side import Choice
from peps.services import save_section, unlock_pep
from peps.services.meetings import record_attendance
from peps.services.minutes import (
    LONGEST_MINUTES,
    Chosen,
    RecordClosed,
    StaleMinutes,
    save_minutes,
)
from pupils.models import Enrolment

HELD = date(2026, 11, 3)


def meeting_of(cast, pep, day=HELD, **fields):
    hours = {"starts_at": time(15), "ends_at": time(16), "place": "School"}
    return Meeting.objects.create(
        pep=pep, day=day, arranged_by=cast.teacher, arranged_on=date(2026, 11, 2), **hours, **fields
    )


@pytest.fixture
def meeting(cast, ada_pep):
    return meeting_of(cast, ada_pep)


def write(actor, meeting, text, version, **more):
    return save_minutes(actor=actor, meeting=meeting, text=text, version=version, **more)


def refused(actor, meeting, text, version, **more):
    with pytest.raises(StaleMinutes) as stale:
        write(actor, meeting, text, version, **more)
    return stale.value


def test_what_is_refused_is_kept_for_its_writer_alone(cast, meeting):
    write(cast.teacher, meeting, "Theirs", 0)
    write(cast.teacher, meeting, "Theirs ", 0)  # the same words
    stale = refused(cast.officer, meeting, "Mine", 0)
    assert (stale.meeting.minutes, stale.meeting.minutes_version) == ("Theirs", 1)
    refused(cast.officer, meeting, "Mine, longer", 0)
    draft = MinutesDraft.objects.get()
    assert (draft.text, draft.version, draft.user) == ("Mine, longer", 0, cast.officer)
    for person in (cast.teacher, cast.head, cast.social_worker):
        assert not MinutesDraft.objects.visible_to(person).exists()
        assert kept_minutes(Meeting.objects.with_record(person).get()) == []
    assert MinutesDraft.objects.visible_to(cast.officer).get() == draft
    (kept,) = kept_minutes(Meeting.objects.with_record(cast.officer).get())
    assert kept.text == draft.text
    refused(cast.officer, meeting, "Mine", 99)
    assert MinutesDraft.objects.get().version == -1, "none that was ever on record"


@pytest.mark.parametrize(
    ("choice", "stands", "by"),
    [("mine", "Mine", "officer"), ("theirs", "Theirs", "teacher"),
     ("both", "Theirs\n\nMine", "officer")],
)  # fmt: skip
def test_a_choice_settles_it_while_it_is_of_the_text_that_stood_beside_it(
    cast, meeting, choice, stands, by
):
    write(cast.teacher, meeting, "First", 0)
    refused(cast.officer, meeting, "Mine", 0)
    write(cast.teacher, meeting, "Theirs", 1)
    made = Chosen(choice=Choice(choice), version=1)
    assert refused(cast.officer, meeting, "Mine", 0, made=made).meeting.minutes == "Theirs"
    assert MinutesDraft.objects.get().text == "Mine", "another text stood beside the choice"
    made = Chosen(choice=Choice(choice), version=2)
    kept = write(cast.officer, meeting, "Mine", 0, made=made)
    assert (kept.minutes, kept.minutes_by) == (stands, cast.people[by])
    assert not MinutesDraft.objects.exists()
    texts = Meeting.pgh_event_model.objects.values_list("minutes", flat=True)
    assert {"First", "Theirs", stands} <= set(texts), "the history keeps every text"


def test_both_again_after_a_lost_answer_is_settled(cast, meeting):
    write(cast.teacher, meeting, "Theirs", 0)
    refused(cast.officer, meeting, "Mine", 0)
    made = Chosen(choice=Choice.BOTH, version=1)
    for _ in range(2):
        kept = write(cast.officer, meeting, "Mine", 0, made=made)
        assert (kept.minutes, kept.minutes_version) == ("Theirs\n\nMine", 2)
    assert not MinutesDraft.objects.exists()


def test_both_that_do_not_fit_into_one_wait(cast, meeting):
    write(cast.teacher, meeting, "t" * LONGEST_MINUTES, 0)
    made = Chosen(choice=Choice.BOTH, version=1)
    assert refused(cast.officer, meeting, "Mine", 0, made=made).is_too_long
    assert MinutesDraft.objects.get().text == "Mine"


def on(page, *shown):
    return OpenPage(ref=page, shown=shown)


def stamp_of(page):
    draft = MinutesDraft.objects.get(page=page)
    return Stamp(draft.pk, draft.written_at)


def texts():
    return dict(MinutesDraft.objects.values_list("page", "text"))


def test_each_page_of_one_person_keeps_its_own_text(cast, meeting):
    write(cast.teacher, meeting, "Theirs", 0)
    refused(cast.officer, meeting, "Window one", 0, page=on("a"))
    refused(cast.officer, meeting, "Window two", 0, page=on("b"))
    for text in ("Window number one", "Window", ""):  # edited in the middle, cut, emptied
        for _ in range(2):  # as when an answer is lost
            assert refused(cast.officer, meeting, text, 0, page=on("a")).mine == text
        assert texts() == {"a": text, "b": "Window two"}
    made = Chosen(choice=Choice.BOTH, version=1)
    write(cast.officer, meeting, "Window two and more", 0, made=made, page=on("c"))
    assert texts() == {"a": "", "b": "Window two"}, "held in part is not held"


def test_a_page_makes_room_for_what_it_showed_as_it_showed_it(cast, meeting):
    write(cast.teacher, meeting, "Theirs", 0)
    refused(cast.officer, meeting, "Mine", 0, page=on("a"))
    shown = stamp_of("a")
    refused(cast.officer, meeting, "Mine, longer", 0, page=on("a"))
    write(cast.officer, meeting, "From here", 1, page=on("b", shown))
    assert texts() == {"a": "Mine, longer"}, "the page showed what was before"
    refused(cast.officer, meeting, "On", 0, page=on("b", stamp_of("a")))
    assert texts() == {"b": "On"}
    write(cast.officer, meeting, "From here, on", 2, page=on("b"))
    assert texts() == {}


def test_what_cannot_be_kept_is_only_given_up(cast, meeting):
    write(cast.teacher, meeting, "Theirs", 0)
    of_before = Chosen(choice=Choice.THEIRS, version=0)
    assert refused(cast.officer, meeting, None, 0, made=of_before).mine == ""
    assert texts() == {}
    refused(cast.officer, meeting, "Mine", 0, page=on("a"))
    assert refused(cast.officer, meeting, None, 0, made=of_before, page=on("a")).mine == "Mine"
    made = Chosen(choice=Choice.THEIRS, version=1)
    assert write(cast.officer, meeting, None, 0, made=made, page=on("a")).minutes == "Theirs"
    assert texts() == {}


def attend(actor, meeting, version=1, **more):
    return record_attendance(actor=actor, meeting=meeting, version=version, is_held=True, **more)


def test_the_record_is_locked_with_its_plan_and_opened_with_it(cast, complete):
    meeting = meeting_of(cast, complete)
    for person in (cast.teacher, cast.officer, cast.head, cast.social_worker):
        with pytest.raises(RecordClosed, match="complete and locked"):
            write(person, meeting, "Rewritten", 0)
        with pytest.raises(RecordClosed, match="complete and locked"):
            attend(person, meeting)
    later = meeting_of(cast, complete, complete.completed_on + timedelta(days=1))
    write(cast.teacher, later, "To be talked about", 0)
    unlock_pep(actor=cast.head, pep=complete, reason="The day was wrong.")
    attend(cast.teacher, meeting)
    write(cast.teacher, meeting, "Put right", 0)
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.is_held) == ("Put right", True)


def test_a_later_plan_that_holds_the_meeting_locks_it_too(cast, ada_pep, meeting):
    following = Pep.objects.create(
        pupil=cast.ada, kind="interim", form_version="2026.1", opened_on=HELD,
        care_period=ada_pep.care_period, academic_year="2026-27", season="autumn",
    )  # fmt: skip
    Pep.objects.filter(pk=ada_pep.pk).update(opened_on=date(2026, 9, 1))
    meeting.pep.refresh_from_db()
    write(cast.teacher, meeting, "Said", 0)
    Pep.objects.filter(pk=following.pk).update(
        state="complete", submitted_on=HELD, completed_on=HELD
    )
    with pytest.raises(RecordClosed):
        write(cast.teacher, meeting, "Rewritten", 1)


def test_a_school_writes_of_the_meetings_held_while_the_child_was_theirs(cast, ada_pep, meeting):
    Enrolment.objects.filter(pupil=cast.ada).update(started_on=HELD + timedelta(days=1))
    with pytest.raises(RecordClosed, match="before the child came to your school"):
        write(cast.teacher, meeting, "Rewritten", 0)
    with pytest.raises(RecordClosed, match="before the child came to your school"):
        attend(cast.teacher, meeting)
    write(cast.officer, meeting, "Said", 0)
    write(cast.social_worker, meeting, "Said so", 1)
    Enrolment.objects.filter(pupil=cast.ada).update(started_on=HELD)
    write(cast.teacher, meeting, "Their own", 2)
    with pytest.raises(PermissionDenied):
        write(cast.iro, meeting, "Not hers", 3)


def test_who_wrote_it_and_who_changed_it_is_told(cast, meeting):
    write(cast.teacher, meeting, "One", 0)
    write(cast.teacher, meeting, "One two", 1)
    write(cast.officer, meeting, "Three", 2)
    attend(cast.teacher, meeting)
    attend(cast.officer, meeting, version=2)
    meeting = Meeting.objects.with_writers().get()
    for what in ("minutes", "attendance"):
        told = [one.by for one in writers_of(meeting, what)]
        assert told == [str(cast.teacher), str(cast.officer)]


def test_the_plan_takes_it_until_somebody_writes_other_words(cast, ada_pep, meeting):
    assert is_taken_by_the_plan(meeting)
    said = {"held_on": "2026-11-02"}
    save_section(actor=cast.officer, pep=ada_pep, key="meeting", answers=said, version=0)
    assert not is_taken_by_the_plan(meeting)
    Pep.objects.filter(pk=ada_pep.pk).update(state="submitted")
    assert not is_taken_by_the_plan(meeting)
