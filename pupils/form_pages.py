"""A page with one form inside a child's record: the service acts, its refusals become errors."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.generic import FormView

from .entry_history import stood_before
from .pages import PupilPageMixin
from .services.locking import StaleRecordError, refused_when_held


def add_refusal(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Show a service's refusal beside the field that it names, else at the top."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal.messages)  # type: ignore[arg-type]
        return
    for field, texts in refusal.message_dict.items():
        form.add_error(field if field in form.fields else None, texts)  # type: ignore[arg-type]


def stale_words(stale: StaleRecordError) -> str:
    """That somebody else has saved the record since, with what is on record now."""
    return (
        f"Somebody else has changed this since you opened it. On record now: {stale.now}. "
        "What you entered is still below; go back to start from what is on record."
    )


class PupilFormPage(PupilPageMixin, FormView[Any], ABC):
    """Shows the form in the child's record; `act` calls the service."""

    template_name = "pupils/form.html"
    page_title = ""
    submit_text = "Save"
    success_message = "Saved"
    entry_labels: Mapping[str, str] = {}  # of columns that the form asks for under another name
    entry_words: Mapping[str, Callable[[Any], str]] = {}  # where a value reads otherwise there
    request: HttpRequest

    @property
    def entry(self) -> Model | None:
        """The entry that the page corrects: what stood there before is shown beside the form."""
        return None

    @abstractmethod
    def act(self, form: Any) -> None:
        """Call the service."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, or show the refusal beside the field."""
        try:
            with refused_when_held():
                self.act(form)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        except StaleRecordError as stale:
            form.add_error(None, stale_words(stale))
        except IntegrityError:
            form.add_error(None, "This does not fit with what is on record. Check the dates.")
        else:
            if self.success_message:
                messages.success(self.request, self.success_message)
            return HttpResponseRedirect(self.get_success_url())
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form's heading, button and way back, and what an entry said before."""
        context = super().get_context_data(
            page_title=self.page_title,
            submit_text=self.submit_text,
            cancel_url=self.get_success_url(),
            **kwargs,
        )
        if (entry := self.entry) is not None:
            asked = {name: field.label for name, field in context["form"].fields.items()}
            labels = {name: str(label) for name, label in asked.items() if label}
            context["stood_before"] = stood_before(
                entry, {**labels, **self.entry_labels}, self.entry_words
            )
        return context
