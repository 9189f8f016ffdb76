"""A change of school: who was consulted, beside what research says it costs."""

from typing import Any

from django.shortcuts import get_object_or_404

from placements.models import SchoolChange
from placements.move_facts import moves_so_far
from placements.rules.moves import KEY_STAGE_4
from placements.school_change_forms import SchoolChangeForm
from placements.services.school_changes import answer_change, missing_of, year_group_at
from pupils.models import Pupil
from vsh.accounts.roles import Permission

from .place_pages import PlaceFormPage


class ConsultAboutSchool(PlaceFormPage):
    """The second page of a change of school; it can be filled in bit by bit."""

    permission = Permission.SEARCH_SCHOOL
    template_name = "placements/school_change.html"
    form_class = SchoolChangeForm
    success_message = "Who was consulted is recorded"
    change: SchoolChange

    def get_pupil(self) -> Pupil:
        """404 too for another child's."""
        pupil = super().get_pupil()
        changes = SchoolChange.objects.visible_to(self.user).filter(enrolment__pupil=pupil)
        rows = changes.select_related("enrolment__setting", "enrolment__pupil", "former__setting")
        self.change = get_object_or_404(rows, enrolment=self.kwargs["pk"])
        return pupil

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """Which."""
        place = self.change.enrolment
        return f"Change of school: {place.setting or place.get_kind_display()}"

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        return SchoolChangeForm.on_record(self.change)

    def act(self, form: Any) -> None:
        """Record it."""
        answer_change(
            actor=self.user,
            change=self.change,
            version=form.cleaned_data["version"],
            said=form.said,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What it costs, and what is still missing."""
        return super().get_context_data(
            change=self.change,
            missing=missing_of(self.change),
            is_key_stage_4=year_group_at(self.change) in KEY_STAGE_4,
            so_far=moves_so_far(self.pupil, list(self.pupil.placements.all())),
            **kwargs,
        )
