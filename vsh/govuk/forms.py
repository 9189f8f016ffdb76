"""The base of our forms: messages in plain words, the version of a shared record."""

from typing import Any

from django import forms
from django.db import models
from django.forms.models import ModelFormMetaclass

from . import fields, widgets
from .messages import DEFAULT_REQUIRED, required_message


class _GovukFormMixin:
    """Plain messages; "(optional)" behind the label of what may stay empty."""

    use_required_attribute = False
    marks_optional = True
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if str(field.error_messages.get("required", "")) == DEFAULT_REQUIRED:
                label = str(field.label or name.replace("_", " ").capitalize())
                field.error_messages["required"] = required_message(field, label)


class GovukForm(_GovukFormMixin, forms.Form):
    """Base of a form without a model."""


def govuk_formfield(db_field: "models.Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
    """Our field for a model's field: a date in three inputs, choices with a word for none."""
    if "widget" in kwargs or "form_class" in kwargs:
        return db_field.formfield(**kwargs)
    if db_field.choices:
        return db_field.formfield(choices_form_class=_TypedSelectField, **kwargs)
    if isinstance(db_field, models.DateTimeField):
        return db_field.formfield(**kwargs)
    if isinstance(db_field, models.DateField):
        return fields.DateField(
            label=_label(db_field, kwargs),
            required=not db_field.blank,
            hint=str(kwargs.get("help_text", db_field.help_text)),
            initial=db_field.get_default() if db_field.has_default() else None,
        )
    if isinstance(db_field, models.ForeignKey):
        return db_field.formfield(form_class=fields.ModelSelectField, **kwargs)
    if isinstance(db_field, models.IntegerField):
        return db_field.formfield(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)
    return db_field.formfield(**kwargs)


def _label(db_field: "models.Field[Any, Any]", kwargs: dict[str, Any]) -> str:
    name = str(db_field.verbose_name)
    return str(kwargs.get("label") or name[:1].upper() + name[1:])


class _TypedSelectField(forms.TypedChoiceField):
    """A model's choices, with a word instead of dashes for "nothing chosen"."""

    def __init__(self, *, choices: Any = (), **kwargs: Any) -> None:
        kept = [(value, label) for value, label in choices if value not in ("", None)]
        super().__init__(choices=[("", "Choose"), *kept], **kwargs)


class _GovukModelFormMetaclass(ModelFormMetaclass):
    """Gives every model form our fields, unless its `Meta` says otherwise."""

    def __new__(
        mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **kwargs: Any
    ) -> Any:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(govuk_formfield)
        return super().__new__(mcs, name, bases, attrs, **kwargs)


class GovukModelForm(_GovukFormMixin, forms.ModelForm, metaclass=_GovukModelFormMetaclass):  # type: ignore[type-arg]
    """Base of a form for one row of a model."""


class VersionedFormMixin(forms.Form):
    """Carries the version of a shared record as the page showed it, to refuse a stale save."""

    version = forms.IntegerField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}))

    def refuse_stale(self) -> None:
        """Says that somebody saved the record since; the view shows both values."""
        self.add_error(
            None,
            "Somebody else has changed this since you opened it. "
            "Check what they saved before you save yours.",
        )


__all__ = [
    "GovukForm",
    "GovukModelForm",
    "VersionedFormMixin",
    "fields",
    "govuk_formfield",
    "required_message",
    "widgets",
]
