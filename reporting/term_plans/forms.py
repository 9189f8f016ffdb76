"""The form that gives many children another officer or social worker."""

from typing import Any

from vsh.govuk import fields
from vsh.govuk.forms import GovukForm


class ReassignForm(GovukForm):
    """Who is allocated from today on."""

    person = fields.SelectField(
        label="Who works with these children from today on?",
        error_messages={"required": "Choose who works with these children from today on"},
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Choose"), *people]  # type: ignore[attr-defined]
