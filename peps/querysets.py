"""Reads of PEPs that chain as English."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from pupils.querysets import RelatedToPupilQuerySet

if TYPE_CHECKING:
    from .models import Pep


class PepQuerySet(RelatedToPupilQuerySet):
    """Personal Education Plans."""

    def before(self, pep: "Pep") -> Self:
        """The child's earlier PEPs that were written or are being written, latest first."""
        earlier = Q(opened_on__lt=pep.opened_on) | Q(opened_on=pep.opened_on, pk__lt=pep.pk)
        peps = self.filter(earlier, pupil=pep.pupil_id).exclude(state="not_required")
        return peps.order_by("-opened_on", "-id")

    def open(self) -> Self:
        """PEPs that can still be written."""
        return self.filter(state__in=["opened", "initiated", "in_progress", "returned"])

    def waiting_for_assurance(self) -> Self:
        """PEPs that were submitted and neither assured nor returned."""
        return self.filter(state="submitted")


class RelatedToPepQuerySet(RelatedToPupilQuerySet):
    """Rows that belong to a PEP."""

    pupil_path = "pep__pupil"
