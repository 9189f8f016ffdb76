"""Which UPN a child has once two records of theirs are one, and which they had before."""

import pytest

from pupils.models import Pupil
from tests.cast import Cast, add_children
from tests.pupils.twice import merge

OLD, NEW, TEMPORARY = "H801200001001", "A123456789012", "P80120000100B"


@pytest.mark.parametrize(
    ("stays", "goes", "then"),
    [
        ((OLD, ""), (NEW, OLD), (NEW, OLD)),
        ((NEW, OLD), (OLD, ""), (NEW, OLD)),
        ((NEW, OLD), (OLD, NEW), (NEW, OLD)),
        ((OLD, ""), (NEW, ""), (OLD, NEW)),
        ((TEMPORARY, ""), (OLD, ""), (OLD, TEMPORARY)),
        ((OLD, ""), (TEMPORARY, ""), (OLD, TEMPORARY)),
        (("UN5", ""), (NEW, OLD), (NEW, OLD)),
        ((NEW, ""), ("UN5", OLD), (NEW, OLD)),
        ((NEW, ""), ("", NEW), (NEW, "")),
    ],
)
def test_the_upn_in_use_stays_and_the_one_before_it_is_known(cast: Cast, stays, goes, then):
    add_children(cast, {"twice": {}})
    cast.twice.enrolments.all().delete()
    for child, (upn, former) in ((cast.ben, stays), (cast.twice, goes)):
        Pupil.objects.filter(pk=child.pk).update(upn=upn, former_upn=former)
    merge(cast)
    assert Pupil.objects.values_list("upn", "former_upn").get(pk=cast.ben.pk) == then
