"""Forms of a merge: which is the other record, and that the two are one child."""

from django import forms

from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin


class OtherRecordForm(GovukForm):
    """By the authority's own number, never by name."""

    child_id = fields.CharField(
        label="Child ID of the other record",
        hint="The council’s own number, as the roll file has it",
        max_length=30,
        width=20,
        spellcheck=False,
        error_messages={"required": "Enter the child ID of the other record"},
    )


class MergeForm(VersionedFormMixin, GovukForm):
    """It cannot be undone: who merges says why, and that they have compared the two."""

    other_version = forms.IntegerField(widget=forms.HiddenInput(attrs={"autocomplete": "off"}))
    reason = fields.TextareaField(
        label="How do you know that they are one child?",
        hint="Kept in the history of both records",
        max_length=500,
        rows=3,
        error_messages={"required": "Enter how you know that they are one child"},
    )
    is_compared = fields.BooleanField(
        label="I have compared the two records. A merge cannot be undone.",
        error_messages={"required": "Compare the two records, then tick this box"},
    )
