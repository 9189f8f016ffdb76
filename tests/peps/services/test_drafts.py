"""What a person wrote in a section that somebody else changed too: kept for them alone."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from peps.models import PepSection, SectionDraft
from peps.reading.section_rows import sections_of
from peps.services import (
    Lag,
    PepRefused,
    StaleSection,
    draft_beside,
    put_draft_away,
    save_section,
)

KEY = "leisure_and_learning"
ASKED = ["leisure_interests", "out_of_school_learning", "what_would_help"]


def write(actor, pep, version=0, lag=Lag(), **answers):  # noqa: B008  (it does not change)
    return save_section(actor=actor, pep=pep, key=KEY, answers=answers, version=version, lag=lag)


def refuse(actor, pep, version=0, lag=Lag(), **answers):  # noqa: B008
    with pytest.raises(StaleSection) as refusal:
        write(actor, pep, version, lag, **answers)
    return refusal.value


def kept_by(person, pep):
    row = next(row for row in sections_of(pep, reader=person) if row.key == KEY)
    return draft_beside(row, offered=dict, asked=ASKED)


def test_what_waits_is_kept_and_renewed_and_goes_with_the_choice(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, leisure_interests=" Mi ", what_would_help="A lift")
    assert SectionDraft.objects.get().answers == {"leisure_interests": "Mi"}
    saved = {"leisure_interests": "Theirs", "what_would_help": "A lift"}
    assert PepSection.objects.get().data == saved
    waits = Lag(seen={"leisure_interests": 0}, drafts=["leisure_interests"])
    stale = refuse(cast.teacher, ada_pep, 2, waits, leisure_interests="Mine")
    assert (stale.seen, stale.version, stale.is_kept) == ({"leisure_interests": 0}, 2, True)
    kept = kept_by(cast.teacher, ada_pep)
    assert (kept.words, kept.seen) == ({"leisure_interests": "Mine"}, {"leisure_interests": 0})
    assert kept.conflict.mine == {"leisure_interests": "Mine"}
    assert kept.conflict.theirs == saved
    assert kept.conflict.saved_by == cast.officer.name, "who wrote that answer, not the section"
    chosen = Lag(
        seen=waits.seen, drafts=waits.drafts, choices={"leisure_interests": "mine"}, version=2
    )
    write(cast.teacher, ada_pep, 2, chosen, leisure_interests="Mine")
    assert kept_by(cast.teacher, ada_pep) is None
    assert not SectionDraft.objects.exists()


def test_two_windows_of_one_person_keep_both_texts_to_one_question(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, leisure_interests="Window one")
    stale = refuse(cast.teacher, ada_pep, 0, leisure_interests="Window two")
    both = {"leisure_interests": "Window one\n\nWindow two"}
    assert SectionDraft.objects.get().answers == both
    assert (stale.mine, stale.joined) == (both, {"leisure_interests"})
    stale = refuse(cast.teacher, ada_pep, 0, leisure_interests="Window one\n\nWindow two, on")
    assert not stale.joined, "the page holds all of it"
    again = Lag(seen={"leisure_interests": 0}, choices={"leisure_interests": "both"}, version=1)
    write(cast.teacher, ada_pep, 1, again, leisure_interests="Another")
    assert SectionDraft.objects.exists(), "the plan does not hold it"
    again = Lag(seen={"leisure_interests": 2}, choices={"leisure_interests": "both"}, version=2)
    write(cast.teacher, ada_pep, 2, again, leisure_interests="Window one\n\nWindow two, on")
    assert not SectionDraft.objects.exists()


def test_only_who_wrote_it_puts_it_away(cast, ada_pep):
    row = write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, leisure_interests="Mine")
    put_draft_away(actor=cast.officer, section=row)
    assert SectionDraft.objects.count() == 1, "it is not theirs"
    put_draft_away(actor=cast.teacher, section=row)
    assert kept_by(cast.teacher, ada_pep) is None


def test_nobody_else_sees_it(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, leisure_interests="Mine")
    for person in (cast.officer, cast.social_worker, cast.head):
        assert not SectionDraft.objects.visible_to(person).exists()
        assert kept_by(person, ada_pep) is None
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


def test_what_the_plan_holds_is_kept_no_longer(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, leisure_interests="Mine")
    write(cast.officer, ada_pep, version=1, leisure_interests="Mine")
    assert kept_by(cast.teacher, ada_pep) is None


def test_without_a_conflict_any_more_it_is_still_theirs(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, leisure_interests="Mine")
    write(cast.officer, ada_pep, version=1, leisure_interests="")
    kept = kept_by(cast.teacher, ada_pep)
    assert (kept.words, kept.conflict) == ({"leisure_interests": "Mine"}, None)


@pytest.mark.parametrize("version", [-1, -7, 2, 10**12])
def test_over_a_version_that_was_never_on_record_everything_is_in_conflict(cast, ada_pep, version):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    refuse(cast.teacher, ada_pep, version, leisure_interests="Mine", what_would_help="A lift")
    conflict = {"leisure_interests": "Mine", "what_would_help": "A lift"}
    assert kept_by(cast.teacher, ada_pep).conflict.mine == conflict
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
