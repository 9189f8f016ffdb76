"""What a form says when a required answer is missing, or an answer lies beyond its limits."""

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


def limit_messages(field: forms.Field, label: str) -> dict[str, str]:
    """What an answer beyond a limit says: which one, and what it must be."""
    name = f"Your answer to “{label}”" if label.endswith("?") else label
    name = name.replace("%", "%%")  # Django puts the limit in
    longest = getattr(field, "max_length", None) or 0
    said = {
        "max_length": f"{name} must be {longest:,} characters or fewer",
        "min_value": f"{name} must be %(limit_value)s or more",
        "max_value": f"{name} must be %(limit_value)s or less",
    }
    if isinstance(field, forms.DecimalField):
        said["invalid"] = f"{name} must be a number"
    elif isinstance(field, forms.IntegerField):
        said["invalid"] = f"{name} must be a whole number"
    if isinstance(field, forms.ChoiceField):  # one that is no longer there
        said["invalid_choice"] = required_message(field, label).replace("%", "%%")
    return said
