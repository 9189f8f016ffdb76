"""The carers' part of a home bears the number of a placement: where a merge of two records lets it
fall together with another placement, the part takes the other's number."""

from collections.abc import Mapping

from peps.models import Voice
from peps.schema.speakers import Purpose

from .one_part import one_part

_NAMES = ("home:", "home:after:", "home:before:")


def follow_homes(instead: Mapping[int, int]) -> None:
    """Name the parts by the placement that stays, the child's row held. Where the plan has a part
    of that one too, the two are one."""
    names = {f"{name}{old}": f"{name}{new}" for old, new in instead.items() for name in _NAMES}
    for part in Voice.objects.filter(purpose=Purpose.CARER, whose__in=names).order_by("pk"):
        same = Voice.objects.filter(pep=part.pep_id, purpose=part.purpose, whose=names[part.whose])
        if there := same.first():
            one_part([there, part])
        else:
            part.whose = names[part.whose]
            part.save(update_fields=["whose"])
