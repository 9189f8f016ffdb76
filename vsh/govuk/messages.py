"""What a form says when a required answer is missing."""

from django import forms

DEFAULT_REQUIRED = str(forms.Field.default_error_messages["required"])


def required_message(field: forms.Field, label: str) -> str:
    """What an empty required field says: "Enter …", "Select …"."""
    if isinstance(field, forms.FileField):
        return "Select a file"
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}” to continue"
    verb = "Select" if isinstance(field, forms.ChoiceField) else "Enter"
    if label.endswith("?"):
        return f"{verb} an answer to “{label}”"
    is_abbreviation = label[1:2].isupper() or label[1:2].isdigit()
    return f"{verb} {label if is_abbreviation else label[:1].lower() + label[1:]}"
