"""Care has ended: a page of its own, since it is no error that is put right."""

from typing import Any

from placements.care_ending_forms import EndCareForm
from placements.services.care_ended_news import who_is_told
from pupils.rules.ages import eighteenth_birthday
from pupils.services.care_corrections import care_in_words, facts_of, span_of
from pupils.services.care_endings import end_care
from pupils.services.row_versions import version_of

from .care_corrections import OneCarePeriod


class EndCare(OneCarePeriod):
    """The day on which a child ceased to be looked after, and why."""

    template_name = "placements/end_care.html"
    form_class = EndCareForm
    page_title = "Care has ended"
    success_message = "On record: the child is no longer looked after"

    def get_initial(self) -> dict[str, Any]:
        """The version that the page shows."""
        return {"version": version_of(self.period)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What ends with it, what goes on, and who is told."""
        open_facts = [fact for fact in facts_of(self.period) if fact.ended_on is None]
        told = who_is_told(self.pupil)
        return super().get_context_data(
            now=care_in_words(self.period),
            ends=[span_of(fact).words for fact in open_facts],
            told=[words.lower() for words, people in told.items() if people],
            untold=[words.lower() for words, people in told.items() if not people],
            adult_on=eighteenth_birthday(self.pupil.date_of_birth),
            **kwargs,
        )

    def act(self, form: Any) -> None:
        """Record it."""
        end_care(actor=self.user, period=self.period, **form.cleaned_data)
