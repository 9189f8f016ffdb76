"""A child of the cast who is on record twice, and the merge of the two."""

from pupils.models import Pupil
from pupils.services.merges import merge_pupils
from tests.cast import Cast, add_children

UPN, OTHER_UPN = "H801200001001", "A123456789012"


def record_twice(cast: Cast) -> Cast:
    """Ben once more, under another number: the same care, no school."""
    add_children(cast, {"twice": {}})
    cast.twice.enrolments.all().delete()
    Pupil.objects.filter(pk=cast.twice.pk).update(
        child_id="C-again", upn=OTHER_UPN, first_language="PAS"
    )
    Pupil.objects.filter(pk=cast.ben.pk).update(upn=UPN)
    return cast


def merge(cast: Cast, who: str = "data", **options) -> Pupil:
    given = {"keep": cast.ben, "gone": cast.twice, "reason": "One birth certificate"} | options
    return merge_pupils(actor=cast.people[who], **given)
