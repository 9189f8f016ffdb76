"""A home of a child in care that was told wrongly: put right or withdrawn."""

from dataclasses import fields
from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404

from placements.care_correction_forms import WithdrawCareFactForm
from placements.home_correction_forms import CorrectHomeForm
from placements.services.home_corrections import (
    HomeAsItIs,
    correct_home,
    home_in_words,
    home_instead_of,
    moves_to,
    was_confidential,
    withdraw_home,
)
from pupils.care_words import PLACEMENT_TYPE, PROVIDER, in_words
from pupils.models import CarePlacement, Pupil
from pupils.services.row_versions import version_of
from vsh.accounts.roles import Permission

from .care_corrections import CareFactPage

_NAMES = [field.name for field in fields(HomeAsItIs)]


class _OneHome(CareFactPage):
    """A form on one home of the child."""

    home: CarePlacement

    def get_pupil(self) -> Pupil:
        """404 too for a home that is another child's."""
        pupil = super().get_pupil()
        homes = CarePlacement.objects.visible_to(self.user).select_related("pupil", "care_period")
        self.home = get_object_or_404(homes, pk=self.kwargs["home"], pupil=pupil)
        return pupil

    @property
    def may_see_address(self) -> bool:
        """Whether the reader may know where the home is."""
        may = Permission.VIEW_CONFIDENTIAL_ADDRESS in self.child_permissions
        return may or not self.home.is_address_confidential

    def get_initial(self) -> dict[str, Any]:
        """What is on record, and the version that the page shows."""
        return {name: getattr(self.home, name) for name in _NAMES} | {
            "version": version_of(self.home)
        }


class CorrectHome(_OneHome):
    """The days, the kind, the provider or the address of a home put right."""

    template_name = "placements/correct_home.html"
    form_class = CorrectHomeForm
    page_title = "Put this home right"
    success_message = "Home put right"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The home, and whether its address is asked for."""
        return super().get_form_kwargs() | {
            "home": self.home,
            "may_see_address": self.may_see_address,
        }

    entry_words = {
        "placement_type": partial(in_words, PLACEMENT_TYPE),
        "provider": partial(in_words, PROVIDER),
    }

    @property
    def entry(self) -> CarePlacement:
        """What it puts right."""
        return self.home

    @property
    def entry_labels(self) -> dict[str, str]:  # type: ignore[override]
        """Of an address that was confidential once nothing is told to who may not read such."""
        if Permission.VIEW_CONFIDENTIAL_ADDRESS in self.child_permissions:
            return {}
        return {"postcode": "", "area_code": ""} if was_confidential(self.home) else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What stands there."""
        address = self.home.postcode if self.may_see_address else ""
        return super().get_context_data(
            now=", ".join(filter(None, [home_in_words(self.home), address])),
            withdraw_url="placements:withdraw_home",
            pk=self.home.pk,
            **kwargs,
        )

    def act(self, form: Any) -> None:
        """Put it right; what is not asked for stays."""
        data = form.cleaned_data
        right = {name: data.get(name, getattr(self.home, name)) for name in _NAMES}
        correct_home(
            actor=self.user,
            home=self.home,
            version=data["version"],
            reason=data["reason"],
            right=HomeAsItIs(**right),
        )


class WithdrawHome(_OneHome):
    """A home that was entered by mistake."""

    template_name = "placements/withdraw_home.html"
    form_class = WithdrawCareFactForm
    page_title = submit_text = "Withdraw this home"
    success_message = "Withdrawn. It is no longer on the child’s record"

    def get_initial(self) -> dict[str, Any]:
        """The version that the page shows."""
        return {"version": version_of(self.home)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What holds in its time, and what goes with it."""
        instead = home_instead_of(self.home)
        return super().get_context_data(
            now=home_in_words(self.home),
            instead=home_in_words(instead) if instead else "",
            moves=len(moves_to(self.home)),
            **kwargs,
        )

    def act(self, form: Any) -> None:
        """Withdraw it."""
        withdraw_home(actor=self.user, home=self.home, **form.cleaned_data)
