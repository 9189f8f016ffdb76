"""Draws every Django form in GOV.UK markup: ours, model forms, allauth's and django-filter's."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.forms.widgets import Input

from .messages import DEFAULT_REQUIRED, required_message

CLASS_OF_WIDGET: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (Input, "govuk-input"),
)
CHOICES_ONE_BY_ONE = (forms.RadioSelect, forms.CheckboxSelectMultiple)


class GovukBoundField(BoundField):
    """A bound field that knows its classes, its group's shape and where an error link must lead."""

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        if widget.attrs.get("placeholder"):
            attrs["placeholder"] = (
                False  # a placeholder vanishes when it is needed; the label stays
            )
        if isinstance(widget, CHOICES_ONE_BY_ONE):
            attrs.pop("aria-invalid", None)  # not allowed on a radio; the fieldset is described
        else:
            attrs["class"] = " ".join(filter(None, self._classes(widget, attrs)))
        return attrs

    def _classes(self, widget: forms.Widget, attrs: dict[str, Any]) -> list[str | None]:
        own = next((css for kind, css in CLASS_OF_WIDGET if isinstance(widget, kind)), "")
        error = f"{own}--error" if own and self.errors and self.shape != "checkbox" else ""
        if self.shape == "password":
            own += " govuk-password-input__input govuk-js-password-input-input"
        if self.shape == "counted":
            own += " govuk-js-character-count"
        return [own, error, widget.attrs.get("class"), attrs.get("class")]

    @property
    def errors(self) -> ErrorList:
        """The errors, with plain words where a form of Django or a package says "this field"."""
        found = super().errors
        if DEFAULT_REQUIRED not in found:
            return found
        plain = required_message(self.field, str(self.label))
        words = [plain if text == DEFAULT_REQUIRED else str(text) for text in found]
        return type(found)(words, renderer=self.renderer)

    def get_context(self) -> dict[str, Any]:
        """What `components/forms/field.html` asks, each found once: it asks most of it often."""
        return {
            "field": self,
            "asked": self.field,
            "shape": self.shape,
            "errors": self.errors,
            "hint": self.help_text,
            "control_id": self.id_for_label,
            "label_size": getattr(self.field, "label_size", ""),
            "is_page_heading": getattr(self.field, "is_page_heading", False),
            "counts_from": getattr(self.field, "counts_from", None),
            "prefix": getattr(self.field, "prefix", ""),
            "suffix": getattr(self.field, "suffix", ""),
        }

    @property
    def shape(self) -> str:
        """Which group `components/forms/field.html` draws."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "checkbox"
        if widget.use_fieldset:
            return "fieldset"
        if isinstance(widget, forms.PasswordInput):
            return "password"
        if isinstance(widget, forms.Textarea) and getattr(self.field, "counts_characters", False):
            return "counted"
        return "plain"

    @property
    def label_text(self) -> str:
        """The label, with "(optional)" in a form that also asks for what must not stay empty."""
        may_stay_empty = not self.field.required and not hasattr(self.field, "is_needed_at_times")
        is_marked = getattr(self.form, "marks_optional", False) and may_stay_empty
        if is_marked and any(field.required for field in self.form.fields.values()):
            return f"{self.label} (optional)"
        return str(self.label)

    @property
    def error_anchor(self) -> str:
        """The id of the first control, for the link in the error summary."""
        widget = self.field.widget
        first_id = getattr(widget, "first_id", None)
        if first_id is not None:
            return str(first_id(self.auto_id))
        return self.id_for_label or f"{self.auto_id}_0"


class GovukRenderer(TemplatesSetting):
    """`FORM_RENDERER`: the project's templates, fields in GOV.UK form groups."""

    form_template_name = "components/forms/form.html"
    field_template_name = "components/forms/field.html"
    bound_field_class = GovukBoundField
