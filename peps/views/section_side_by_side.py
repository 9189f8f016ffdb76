"""A section as two have written it: both texts and the choice, and what one of them has kept."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import HttpResponse, QueryDict

from peps.forms import SectionForm
from peps.forms.section import whole_number
from peps.reading.letter import shown
from peps.reading.prefilled import prefilled
from peps.rules.kept import Kept
from peps.rules.side_by_side import Choice
from peps.schema import Answers, Field, Kind
from peps.services import NEVER_ON_RECORD, StaleSection
from peps.services.drafts import conflict_beside

from .kept_words import KeptWords
from .section_shown import ShownSection

CONFLICT_WORDS = "Somebody else has changed the same. Choose which text is to stand."

TOO_LONG = "(too long: your words are in the field)"
KEPT_WORDS = (
    "Kept for you, not yet part of the plan – somebody else has changed the same. Choose which "
    "text is to stand."
)


class SideBySide(ShownSection):
    """What the reader wrote and the plan does not hold: in the form, or to be copied."""

    @cached_property
    def words(self) -> KeptWords:
        """What they wrote while somebody else changed the same, of what they are asked."""
        asked = {field.key: self.answers.get(field.key, "") for field in self.asked}
        return KeptWords(self.request, self.row, asked)

    def people(self) -> list[str]:
        """With whom the reader has named in what is kept."""
        people = [field.key for field in self.asked if field.kind is Kind.PERSON]
        if not people:
            return super().people()
        kept = [each.text for each in self.words.all if each.question in people and each.text]
        return list(dict.fromkeys([*super().people(), *kept]))

    def shown_with_draft(self) -> HttpResponse:
        """The page: the form for who may write, with their own words and the choice that waits."""
        if not self.may_write:
            return self.show(None, own_words=self.in_words(self.words.all))
        form, mine = self.form(), self.words.in_fields
        if self.row is None or not mine:
            return self.show(form)
        form = self.with_words(form, {key: kept.text for key, kept in mine.items()})
        offered = prefilled(self.section, self.reader)
        if conflict := conflict_beside(self.row, mine, offered=offered):
            form.add_error(None, CONFLICT_WORDS)
            return self.show(form, conflict=self.both_texts(form, conflict))
        waits = [(key, kept.version) for key, kept in mine.items()]
        return self.show(form, kept_draft=self.words.all[0], waits=waits)

    def in_words(self, kept: Iterable[Kept]) -> list[tuple[Kept, Field, str]]:
        """Each text with its question."""
        asked = {field.key: field for field in self.asked}
        fields = [(each, asked[each.question]) for each in kept]
        return [(each, field, shown(field, {field.key: each.text})) for each, field in fields]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With which page it is, and what its reader wrote on others."""
        elsewhere = self.in_words(self.words.others)
        return super().get_context_data(
            **kwargs, open_page=self.words.open_page, elsewhere=elsewhere
        )

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
            "waits": stale.seen.items(),
            "kept": self.words_of_waiting(form, stale) if stale.is_kept else "",
            "fields": [
                {
                    "key": field.key,
                    "label": field.full_label,
                    "mine": shown(field, stale.mine)
                    if len(stale.mine[field.key]) <= field.max_length
                    else TOO_LONG,
                    "theirs": shown(field, stale.theirs),
                    "may_be_joined": field.kind is Kind.LONG,
                }
                for field in form.asked
                if field.key in stale.mine
            ],
        }

    @property
    def versions(self) -> list[int]:
        """The version that the page had; then, of a choice, the one that stood beside it."""
        said = self.request.POST.getlist("version")
        return [whole_number(version) for version in said] or [NEVER_ON_RECORD]

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen, by question; nothing before the button of the choice is pressed."""
        if len(self.versions) == 1:
            return {}
        posted = self.request.POST
        names = [field.key for field in self.asked if f"choice_{field.key}" in posted]
        return {key: posted[f"choice_{key}"] for key in names}

    def given_up(self, form: SectionForm) -> dict[str, str]:
        """What is not valid, and what the person leaves for theirs."""
        typed = form.not_valid().items()
        return {key: text for key, text in typed if self.choices.get(key) == Choice.THEIRS}

    def words_of_waiting(self, form: SectionForm, stale: StaleSection) -> str:
        """What became of the page: what waits, and whether all the rest is saved."""
        given_up = self.given_up(form).keys() - stale.mine.keys()  # theirs was not the one shown
        problems = form.problems(but=given_up) if self.request.POST else []
        problems += [
            f"{field.full_label}: both texts together are longer than {field.max_length:,} "
            "characters, so choose one or shorten yours"
            for field in form.asked
            if field.key in stale.too_long
        ]
        if problems:
            return f"{KEPT_WORDS} Not saved: {'; '.join(problems)}."
        return f"{KEPT_WORDS} All your other answers are saved."
