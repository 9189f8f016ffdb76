"""How a child came to a home that a file has told: the guided task, with the home and day fixed."""

from typing import Any

from django.shortcuts import get_object_or_404

from placements.services.moves import start_move
from pupils.care_words import PLACEMENT_TYPE, in_words
from pupils.models import CarePlacement, Pupil
from vsh.accounts.roles import Permission

from .moves import StartMove


class TellMove(StartMove):
    """How the child moved to a home that a file has told: the home and its day stand."""

    page_title = "Tell how the move was made"
    home: CarePlacement

    def get_pupil(self) -> Pupil:
        """404 too for another child's home."""
        pupil = super().get_pupil()
        homes = CarePlacement.objects.visible_to(self.user).filter(pupil=pupil)
        self.home = get_object_or_404(homes, pk=self.kwargs["home"])
        return pupil

    def get_initial(self) -> dict[str, Any]:
        """As the file has it."""
        return {"kind": "emergency" if self.home.is_emergency else "planned"}

    def act(self, form: Any) -> None:
        """Begin it."""
        self.move = start_move(actor=self.user, pupil=self.pupil, home=self.home, **form.answers)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The home as the reader may know it."""
        may_see = Permission.VIEW_CONFIDENTIAL_ADDRESS in self.child_permissions
        is_shown = may_see or not self.home.is_address_confidential
        kind = in_words(PLACEMENT_TYPE, self.home.placement_type)
        return super().get_context_data(
            home=self.home,
            home_kind=kind,
            postcode=self.home.postcode if is_shown else "",
            **kwargs,
        )
