"""Whether where a child lives is kept from a parent: asked by copies and by a parent's own page."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from peps.models import Pep
from peps.rules.homes import PLACED_FOR_ADOPTION
from pupils.codes import TEMPORARY_PLACEMENTS
from pupils.models import CarePlacement
from pupils.querysets import in_force_half_open

_HIDES = Q(is_address_confidential=True) | Q(placement_type__in=PLACED_FOR_ADOPTION)


def hidden_on(day: date) -> Q:
    """Plans of children with a restricted record, a confidential address or a placement for
    adoption; on a day without a placement the last home says it, which a stay elsewhere is not."""
    of_child = CarePlacement.objects.filter(pupil=OuterRef("pupil"))
    here = of_child.filter(in_force_half_open(day)).filter(_HIDES)
    homes = of_child.filter(started_on__lte=day).exclude(placement_type__in=TEMPORARY_PLACEMENTS)
    last = homes.order_by("-started_on", "-id").annotate(hides=Q(_HIDES))
    return (
        Q(pupil__is_restricted=True)
        | Q(Exists(here))
        | Q(Coalesce(Subquery(last.values("hides")[:1]), False))
    )


def is_place_hidden(pep: Pep, *, on: date) -> bool:
    """The same of one plan."""
    return Pep.objects.filter(hidden_on(on), pk=pep.pk).exists()
