"""The form for a home of a child in care that was told wrongly."""

from typing import Any

from pupils.care_words import PLACEMENT_TYPE, PROVIDER
from pupils.models import CarePlacement
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin
from vsh.organisations.authority_codes import known_authorities
from vsh.organisations.models import Authority
from vsh.tables.identifiers import tidy_postcode

from .care_correction_forms import what_was_wrong


class CorrectHomeForm(VersionedFormMixin, GovukForm):
    """What is wrong about a home; the address only for who may read it."""

    started_on = fields.DateField(
        label="First day in this home",
        hint="Where the child moved there from another home, that one ends on the new day.",
        error_messages={"required": "Enter the first day in this home"},
    )
    ended_on = fields.DateField(
        label="Day on which the child left this home",
        hint="Where the child moved on to another home, that one begins on the new day.",
        required=False,
    )
    placement_type = fields.SelectField(
        label="Kind of placement", choices=[], empty_label="Not recorded", required=False
    )
    provider = fields.SelectField(
        label="Who provides it", choices=[], empty_label="Not recorded", required=False
    )
    postcode = fields.CharField(
        label="Postcode", required=False, width=10, max_length=10, spellcheck=False
    )
    area_code = fields.SelectField(
        label="In which authority’s area is it?",
        hint="With another postcode the area is found from it, unless you select another one.",
        choices=[],
        empty_label="Not known",
        required=False,
    )
    is_emergency = fields.BooleanField(label="The child was placed in an emergency", required=False)
    reason = what_was_wrong()

    def __init__(
        self, *args: Any, home: CarePlacement, may_see_address: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if home.ended_on is None:  # a move to another home is recorded as such
            del self.fields["ended_on"]
        areas = {code: name for code, (name, _) in known_authorities().items()}
        areas |= dict(Authority.objects.values_list("code", "name"))
        in_order = dict(sorted(areas.items(), key=lambda each: each[1]))
        for name, words, empty in (
            ("placement_type", dict(PLACEMENT_TYPE), "Not recorded"),
            ("provider", dict(PROVIDER), "Not recorded"),
            ("area_code", in_order, "Not known"),
        ):
            now = getattr(home, name)
            known = words if now in ("", *words) else {now: now, **words}
            self.fields[name].choices = [("", empty), *known.items()]  # type: ignore[attr-defined]
        if not may_see_address:
            del self.fields["postcode"]
            del self.fields["area_code"]

    def clean_postcode(self) -> str:
        """In capitals with one space."""
        said = self.cleaned_data["postcode"].strip()
        tidy = tidy_postcode(said) if said else ""
        if tidy is None:
            self.add_error("postcode", "Enter a full postcode, like NS1 2BB, or leave it empty")
        return tidy or ""
