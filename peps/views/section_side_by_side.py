"""A section as two have written it: both texts and the choice, and what one of them has kept."""

from functools import cached_property
from typing import Any

from django.http import HttpResponse, QueryDict

from peps.forms import SectionForm
from peps.reading.letter import shown
from peps.reading.prefilled import prefilled
from peps.schema import Answers, Kind
from peps.services import StaleSection, draft_beside
from peps.services.drafts import Draft

from .section_shown import ShownSection

CONFLICT_WORDS = "Somebody else has changed the same. Choose which text is to stand."


class SideBySide(ShownSection):
    """What the reader wrote and the plan does not hold: in the form, or to be copied."""

    @cached_property
    def draft(self) -> Draft | None:
        """What the reader wrote while somebody else changed the same, and has not saved."""
        if self.row is None:
            return None
        asked = [field.key for field in self.asked]
        return draft_beside(
            self.row, offered=lambda: prefilled(self.section, self.reader), asked=asked
        )

    def shown_with_draft(self) -> HttpResponse:
        """The page: the form for who may write, with their own words and the choice that waits."""
        if not self.may_write:
            return self.show(None, own_words=self.lines_of_draft())
        form = self.form()
        if self.draft is None:
            return self.show(form)
        form = self.with_words(form, self.draft.words)
        context: dict[str, Any] = {"version": self.draft.version}
        if self.draft.conflict:
            form.add_error(None, CONFLICT_WORDS)
            both = self.both_texts(form, self.draft.conflict)
            return self.show(form, conflict={**both, "is_kept": True}, **context)
        return self.show(form, kept_draft=self.draft, **context)

    def with_words(self, form: SectionForm, words: Answers) -> SectionForm:
        """The form as it stands on record, with these in its fields."""
        posted = QueryDict(mutable=True)
        on_record = {**prefilled(self.section, self.reader), **self.answers}
        asked = {field.key: on_record.get(field.key, "") for field in form.asked}
        for name, text in form.as_sent({**asked, **words}):
            posted[name] = text
        posted.setlist("stood", form.stood)
        shown_again = self.form(posted)
        shown_again.is_valid()
        return shown_again

    def both_texts(self, form: SectionForm, stale: StaleSection) -> dict[str, Any]:
        """What the choice between both texts shows."""
        return {
            "version": stale.version,
            "saved_by": stale.saved_by,
            "saved_at": stale.saved_at,
            "fields": [
                {
                    "key": field.key,
                    "label": field.full_label,
                    "mine": shown(field, stale.mine),
                    "theirs": shown(field, stale.theirs),
                    "may_be_joined": field.kind is Kind.LONG,
                }
                for field in form.asked
                if field.key in stale.mine
            ],
        }

    def lines_of_draft(self) -> list[tuple[str, str]]:
        """Each question with what the reader wrote there, once the form is not theirs any more."""
        if self.draft is None:
            return []
        words = self.draft.words
        return [(f.full_label, shown(f, words)) for f in self.asked if words.get(f.key)]
