"""A form of feedback that puts one of the authority's phrases in without losing a word."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from peps.forms.quality import FeedbackForm


class PhrasesMixin:
    """For a page with a `FeedbackForm`: the button that puts a phrase in records nothing."""

    form_class: Any
    request: HttpRequest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put a phrase into a field and show the page again, or go on."""
        if "insert_phrase" in request.POST:
            context = self.get_context_data(form=self.with_phrase())  # type: ignore[attr-defined]
            return self.render_to_response(context)  # type: ignore[attr-defined, no-any-return]
        return super().post(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def with_phrase(self) -> FeedbackForm:
        """The form as it was sent, not judged yet, with the phrase in the field that was chosen."""
        asked = self.get_form_kwargs()  # type: ignore[attr-defined]
        sent = {name: value for name, value in asked.pop("data").items() if name != "phrase"}
        into, phrase = sent.get("phrase_into", ""), self.request.POST.get("phrase", "")
        if phrase in asked["phrases"] and into in {
            self.form_class.whole,
            *(f"section_{key}" for key, _ in asked["sections"]),
        }:
            sent[into] = f"{sent.get(into, '').rstrip()}\n{phrase}".strip()
        asked.pop("files", None)
        return self.form_class(**{**asked, "initial": sent})  # type: ignore[no-any-return]
