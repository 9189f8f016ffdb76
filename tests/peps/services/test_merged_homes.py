"""A carer's part stays that of the home where the placement of two records of one child is one."""

from peps.models import Voice
from pupils.models import CarePlacement
from pupils.services.merges import merge_pupils
from tests.cast import add_children
from tests.peps.services.test_one_home import carer, home_of, shown
from tests.peps.test_whose_words import says


def merged(cast) -> None:
    merge_pupils(actor=cast.head, keep=cast.twice, gone=cast.ada, reason="One child")


def twice(cast) -> CarePlacement:
    """Ada once more: the same care and home, no school."""
    add_children(cast, {"twice": {"is_address_confidential": True}})
    cast.twice.enrolments.all().delete()
    return cast.twice.placements.get()


def test_the_carers_of_the_home_still_have_their_part(cast, ada_pep):
    first, home = carer(cast, ada_pep, "Pat"), twice(cast)
    says(first, going_well="zqbegun")
    merged(cast)
    assert Voice.objects.get().whose == f"home:{home.pk}"
    assert "zqbegun" in shown(first)
    ada_pep.refresh_from_db()
    assert "zqbegun" in shown(carer(cast, ada_pep))


def test_of_two_parts_that_are_of_one_home_then_no_word_is_lost(cast, ada_pep):
    first, home = carer(cast, ada_pep, "Pat"), twice(cast)
    says(first, going_well="zqbegun")
    [part] = Voice.objects.all()
    other = Voice.objects.create(pep=ada_pep, purpose="carer", whose=f"home:{home.pk}")
    other.answers.create(key="worries", text="zqother", link=part.answers.get().link)
    assert part.whose == f"home:{home_of(cast).pk}"
    merged(cast)
    joined = Voice.objects.get()
    assert joined.whose == f"home:{home.pk}"
    assert {answer.text for answer in joined.answers.all()} == {"zqbegun", "zqother"}
