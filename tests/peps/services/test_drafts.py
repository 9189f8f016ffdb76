"""What a person wrote in a section that somebody else changed too: kept for them alone."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from peps.models import PepSection, SectionDraft
from peps.reading.section_rows import sections_of
from peps.rules.kept import OpenPage, newest
from peps.services import Lag, PepRefused, StaleSection, save_section
from peps.services.drafts import conflict_beside, kept_of, put_away

KEY = "leisure_and_learning"


def write(actor, pep, version=0, lag=Lag(), **answers):  # noqa: B008  (it does not change)
    return save_section(actor=actor, pep=pep, key=KEY, answers=answers, version=version, lag=lag)


def refuse(actor, pep, version=0, lag=Lag(), **answers):  # noqa: B008
    with pytest.raises(StaleSection) as refusal:
        write(actor, pep, version, lag, **answers)
    return refusal.value


def row_for(person, pep):
    return next(row for row in sections_of(pep, reader=person) if row.key == KEY)


def kept_by(person, pep):
    return kept_of(row_for(person, pep))


def texts():
    drafts = SectionDraft.objects.order_by("page", "question")
    return [*drafts.values_list("page", "question", "text", "version")]


def on(page, *shown, **lag):
    return Lag(page=OpenPage(ref=page, shown=[kept.stamp for kept in shown]), **lag)


def test_what_waits_is_kept_and_renewed_and_goes_with_the_choice(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, lag=on("a"), leisure_interests=" Mi ", what_would_help="A lift")
    assert texts() == [("a", "leisure_interests", "Mi", 0)]
    saved = {"leisure_interests": "Theirs", "what_would_help": "A lift"}
    assert PepSection.objects.get().data == saved
    waits = {"leisure_interests": 0}
    stale = refuse(cast.teacher, ada_pep, 2, on("a", seen=waits), leisure_interests="Mine")
    assert (stale.seen, stale.version, stale.is_kept) == (waits, 2, True)
    assert texts() == [("a", "leisure_interests", "Mine", 0)]
    row = row_for(cast.teacher, ada_pep)
    conflict = conflict_beside(row, newest(kept_of(row)), offered={})
    assert conflict.mine == {"leisure_interests": "Mine"}
    assert conflict.theirs == saved
    assert conflict.saved_by == cast.officer.name, "who wrote that answer, not the section"
    chosen = on("a", seen=waits, choices={"leisure_interests": "mine"}, version=2)
    write(cast.teacher, ada_pep, 2, chosen, leisure_interests="Mine")
    assert texts() == []


def test_theirs_holds_for_the_text_that_the_choice_showed(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, lag=on("a"), leisure_interests="Mine")
    write(cast.head, ada_pep, 1, leisure_interests="Theirs anew")
    left = {"seen": {"leisure_interests": 0}, "choices": {"leisure_interests": "theirs"}}
    for version in (1, 9):
        lag = on("a", version=version, **left)
        stale = refuse(cast.teacher, ada_pep, 1, lag, leisure_interests="Mine")
        assert stale.mine == {"leisure_interests": "Mine"}
        assert texts() == [("a", "leisure_interests", "Mine", 0)]
    write(cast.head, ada_pep, 2, what_would_help="A lift")
    write(cast.teacher, ada_pep, 2, on("a", version=2, **left), leisure_interests="Mine")
    assert texts() == []
    assert PepSection.objects.get().data["leisure_interests"] == "Theirs anew"


def test_each_page_of_one_person_keeps_its_own_text(cast, ada_pep):
    """Edited in the middle, cut; with answers that were lost on the way."""
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, lag=on("a"), leisure_interests="Party on Friday")
    refuse(cast.teacher, ada_pep, lag=on("b"), leisure_interests="Art")
    for text in ("Party with Jo on Friday", "Party with Jo", "Party"):
        for _ in range(2):  # a 409 was stored and its answer lost
            stale = refuse(cast.teacher, ada_pep, lag=on("a"), leisure_interests=text)
        assert stale.mine == {"leisure_interests": text}
        a, b = texts()
        assert (a[2], b[2]) == (text, "Art")
    settled = on("a", choices={"leisure_interests": "mine"}, version=1)
    write(cast.teacher, ada_pep, 1, settled, leisure_interests="Party")
    assert texts() == [("b", "leisure_interests", "Art", 0)], "part of a word of the plan, and kept"
    write(cast.officer, ada_pep, 2, leisure_interests="Theirs anew")
    refuse(cast.teacher, ada_pep, 0, on("b"), leisure_interests="Art, on")
    assert texts() == [("b", "leisure_interests", "Art, on", 0)]


def test_a_page_makes_room_for_what_it_showed_as_it_showed_it(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, lag=on("a"), leisure_interests="One")
    (one,) = kept_by(cast.teacher, ada_pep)
    refuse(cast.teacher, ada_pep, lag=on("b"), leisure_interests="Two")
    refuse(cast.teacher, ada_pep, lag=on("c", one), leisure_interests="One, on")
    assert [text[:3:2] for text in texts()] == [("b", "Two"), ("c", "One, on")]
    (now, two) = kept_by(cast.teacher, ada_pep)
    assert two.text == "Two"
    refuse(cast.teacher, ada_pep, lag=on("b"), leisure_interests="Two, on")
    refuse(cast.teacher, ada_pep, lag=on("d", now, two), leisure_interests="Three")
    assert [text[:3:2] for text in texts()] == [("b", "Two, on"), ("d", "Three")], "written since"


def test_what_waits_untouched_keeps_its_hour(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs", what_would_help="Theirs")
    mine = {"leisure_interests": "Mine", "what_would_help": "Mine"}
    refuse(cast.teacher, ada_pep, lag=on("a"), **mine)
    before = {kept.question: kept.stamp for kept in kept_by(cast.teacher, ada_pep)}
    mine |= {"what_would_help": "Mine, longer"}
    refuse(cast.teacher, ada_pep, lag=on("a"), **mine)
    shown = kept_by(cast.teacher, ada_pep)
    now = {kept.question: kept.stamp for kept in shown}
    assert now["leisure_interests"] == before["leisure_interests"]
    assert now["what_would_help"].written_at > before["what_would_help"].written_at
    refuse(cast.teacher, ada_pep, lag=on("b", *shown), **mine)
    moved = {kept.question: kept.stamp.written_at for kept in kept_by(cast.teacher, ada_pep)}
    assert moved == {question: stamp.written_at for question, stamp in now.items()}


def test_a_one_line_answer_of_another_page_stays_too(cast, ada_pep):
    def by(person, text, version, lag=on("")):  # noqa: B008
        answers = {"key_adult": text}
        return save_section(
            actor=person, pep=ada_pep, key="school_and_key_people", answers=answers,
            version=version, lag=lag,
        )  # fmt: skip

    by(cast.officer, "Mr Roy", 0)
    for page, name in (("a", "Ms Lee"), ("b", "Ms Day"), ("a", "Ms Leigh")):
        with pytest.raises(StaleSection):
            by(cast.teacher, name, 0, on(page))
    assert [text[2] for text in texts()] == ["Ms Leigh", "Ms Day"]


def test_only_who_wrote_it_puts_it_away_and_only_what_they_saw(cast, ada_pep):
    row = write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, lag=on("a"), leisure_interests="Mine")
    (seen,) = kept_by(cast.teacher, ada_pep)
    assert not put_away(actor=cast.officer, record=row, stamps=[seen.stamp])
    refuse(cast.teacher, ada_pep, lag=on("a"), leisure_interests="Mine, on")
    assert not put_away(actor=cast.teacher, record=row, stamps=[seen.stamp])
    assert SectionDraft.objects.count() == 1, "it is not theirs, or another by now"
    (now,) = kept_by(cast.teacher, ada_pep)
    assert put_away(actor=cast.teacher, record=row, stamps=[now.stamp])
    assert kept_by(cast.teacher, ada_pep) == []
    with pytest.raises(type(ada_pep).DoesNotExist):
        put_away(actor=cast.outsider, record=row, stamps=[now.stamp])


def test_nobody_else_sees_it(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, leisure_interests="Mine")
    for person in (cast.officer, cast.social_worker, cast.head):
        assert not SectionDraft.objects.visible_to(person).exists()
        assert kept_by(person, ada_pep) == []
    assert SectionDraft.objects.visible_to(cast.teacher).count() == 1


def test_nobody_keeps_what_they_could_not_save(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    with pytest.raises(PermissionDenied):
        write(cast.iro, ada_pep, leisure_interests="Mine")
    with pytest.raises(ValidationError):
        write(cast.teacher, ada_pep, leisure_interests="x" * 5001)
    type(ada_pep).objects.filter(pk=ada_pep.pk).update(state="complete")
    with pytest.raises(PepRefused):
        write(cast.teacher, ada_pep, leisure_interests="Mine")
    assert not SectionDraft.objects.exists()


def test_without_a_conflict_any_more_it_is_still_theirs(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, leisure_interests="Mine")
    write(cast.officer, ada_pep, version=1, leisure_interests="")
    row = row_for(cast.teacher, ada_pep)
    (kept,) = kept_of(row)
    assert kept.text == "Mine"
    assert conflict_beside(row, {kept.question: kept}, offered={}) is None


@pytest.mark.parametrize("version", [-1, -7, 2, 10**12])
def test_over_a_version_that_was_never_on_record_everything_is_in_conflict(cast, ada_pep, version):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, version, leisure_interests="Mine", what_would_help="A lift")
    conflict = {"leisure_interests": "Mine", "what_would_help": "A lift"}
    row = row_for(cast.teacher, ada_pep)
    assert conflict_beside(row, newest(kept_of(row)), offered={}).mine == conflict
    assert {kept.version for kept in kept_of(row)} == {-1}
    one = Lag(seen={"leisure_interests": version})
    stale = refuse(cast.social_worker, ada_pep, 1, one, leisure_interests="Another's")
    assert stale.mine == {"leisure_interests": "Another's"}


@pytest.mark.parametrize("choice", ["both", "mine"])
def test_a_choice_for_what_is_not_valid_waits_with_it(cast, ada_pep, choice):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    lag = Lag(seen={"leisure_interests": 0}, choices={"leisure_interests": choice}, version=1)
    with pytest.raises(StaleSection):
        save_section(
            actor=cast.teacher,
            pep=ada_pep,
            key=KEY,
            answers={},
            version=1,
            lag=lag,
            not_valid={"leisure_interests": "x" * 5001},
        )
    assert PepSection.objects.get().data == {"leisure_interests": "Theirs"}
