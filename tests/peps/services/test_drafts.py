"""What a person wrote in a section that somebody else changed too: kept for them alone."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from peps.models import PepSection, SectionDraft
from peps.reading.section_rows import sections_of
from peps.services import (
    NEVER_ON_RECORD,
    PepRefused,
    draft_beside,
    keep_draft,
    put_draft_away,
    save_section,
)

KEY = "leisure_and_learning"
ASKED = ["leisure_interests", "out_of_school_learning", "what_would_help"]


def write(actor, pep, version=0, **answers):
    return save_section(actor=actor, pep=pep, key=KEY, answers=answers, version=version)


def keep(actor, pep, version=0, key=KEY, **answers):
    return keep_draft(actor=actor, pep=pep, key=key, answers=answers, version=version)


def kept_by(person, pep):
    row = next(row for row in sections_of(pep, reader=person) if row.key == KEY)
    return draft_beside(row, offered=dict, asked=ASKED)


def test_it_is_kept_renewed_and_put_away(cast, ada_pep):
    row = write(cast.officer, ada_pep, leisure_interests="Theirs")
    keep(cast.teacher, ada_pep, leisure_interests=" Mine ")
    keep(cast.teacher, ada_pep, leisure_interests="Mine", what_would_help="A lift")
    draft = SectionDraft.objects.get()
    assert draft.answers == {"leisure_interests": "Mine", "what_would_help": "A lift"}
    kept = kept_by(cast.teacher, ada_pep)
    assert kept.words == draft.answers
    assert kept.conflict.mine == {"leisure_interests": "Mine"}
    assert kept.conflict.theirs == {"leisure_interests": "Theirs"}
    assert PepSection.objects.get().data == {"leisure_interests": "Theirs"}
    put_draft_away(actor=cast.officer, section=row)
    assert SectionDraft.objects.count() == 1, "it is not theirs"
    put_draft_away(actor=cast.teacher, section=row)
    assert kept_by(cast.teacher, ada_pep) is None


def test_nobody_else_sees_it(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    keep(cast.teacher, ada_pep, leisure_interests="Mine")
    for person in (cast.officer, cast.social_worker, cast.head):
        assert not SectionDraft.objects.visible_to(person).exists()
        assert kept_by(person, ada_pep) is None
    assert SectionDraft.objects.visible_to(cast.teacher).count() == 1


def test_nobody_keeps_what_they_could_not_save(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    with pytest.raises(PermissionDenied):
        keep(cast.iro, ada_pep, leisure_interests="Mine")
    with pytest.raises(ValidationError):
        keep(cast.teacher, ada_pep, leisure_interests="x" * 5001)
    type(ada_pep).objects.filter(pk=ada_pep.pk).update(state="complete")
    with pytest.raises(PepRefused):
        keep(cast.teacher, ada_pep, leisure_interests="Mine")
    assert not SectionDraft.objects.exists()


def test_what_the_plan_holds_is_kept_no_longer(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    keep(cast.teacher, ada_pep, leisure_interests="Mine")
    write(cast.officer, ada_pep, version=1, leisure_interests="Mine")
    assert kept_by(cast.teacher, ada_pep) is None


def test_without_a_conflict_any_more_it_is_still_theirs(cast, ada_pep):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    keep(cast.teacher, ada_pep, leisure_interests="Mine")
    write(cast.officer, ada_pep, version=1, leisure_interests="")
    kept = kept_by(cast.teacher, ada_pep)
    assert (kept.words, kept.conflict) == ({"leisure_interests": "Mine"}, None)


@pytest.mark.parametrize("version", [NEVER_ON_RECORD, -7, 2, 10**12])
def test_over_a_version_that_was_never_on_record_everything_is_in_conflict(cast, ada_pep, version):
    write(cast.officer, ada_pep, leisure_interests="Theirs")
    keep(cast.teacher, ada_pep, version=version, leisure_interests="Mine")
    assert SectionDraft.objects.get().version == NEVER_ON_RECORD
    assert kept_by(cast.teacher, ada_pep).conflict.mine == {"leisure_interests": "Mine"}
