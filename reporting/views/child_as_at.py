"""One child's record as at a past day."""

from typing import Any

from django.views.generic import TemplateView

from pupils.pages import PupilPageMixin
from reporting.child_as_at import lines_of
from reporting.child_fact_words import Words
from reporting.child_history import history_of
from vsh.accounts.roles import Permission

from .roll_as_at import DayForm


class ChildAsAt(PupilPageMixin, TemplateView):
    """Care, home, school, SEN status and workers of that day, and what the record said before."""

    permission = Permission.VIEW_CARE
    tab = "reporting:timeline"
    template_name = "reporting/child_as_at.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form; once a day is named, the facts of that day."""
        is_asked = any(name.startswith("on_") for name in self.request.GET)
        form = DayForm(self.request.GET if is_asked else None)
        context = super().get_context_data(form=form, **kwargs)
        if not is_asked or not form.is_valid():
            return context
        day = form.cleaned_data["on"]
        changes = history_of(self.pupil)
        words = Words(changes, authority_code=self.pupil.authority.code)
        rows = [
            {
                "now": line.now,
                "formerly": [(former, words.source_of(former.until)) for former in line.formerly],
            }
            for line in lines_of(changes, day, words.situation)
        ]
        return context | {"day": day, "rows": rows}
