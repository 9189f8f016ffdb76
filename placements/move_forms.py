"""The questions about a move of home, a form for each page."""

from typing import Any

from placements.rules.moves import WHOM, Whom
from pupils.care_words import PLACEMENT_TYPE, PROVIDER
from pupils.codes import PLACEMENT_TYPES, return_year
from vsh.calendars import today
from vsh.govuk import fields
from vsh.govuk.dates import long_date
from vsh.govuk.forms import GovukForm, VersionedFormMixin
from vsh.organisations.authority_codes import authorities_in_force
from vsh.organisations.models import Authority
from vsh.tables.identifiers import is_ofsted_urn, tidy_postcode

from .models import CareMove

NOT_KNOWN = "not_known"
PROVISION_RIGHT = (
    "The nominated officer is satisfied that the education at the new placement will promote the "
    "child’s achievement and is consistent with the PEP"
)
OPEN = {"yes": True, "no": False, NOT_KNOWN: None}


class StartMoveForm(GovukForm):
    """Planned or in an emergency."""

    kind = fields.RadiosField(
        label="Is the move planned, or has it happened in an emergency?",
        choices=[("planned", "It is planned"), ("emergency", "It is an emergency")],
        choice_hints={
            "planned": "Also if it has taken place by now, as it was planned.",
            "emergency": "What you do not know yet can be added later.",
        },
        error_messages={"required": "Select whether the move is planned or an emergency"},
    )

    @property
    def answers(self) -> dict[str, Any]:
        """What the service keeps."""
        return {"is_emergency": self.cleaned_data["kind"] == "emergency"}


class MoveForm(VersionedFormMixin, GovukForm):
    """One page of the questions: `answers` are the fields of the move that it sets."""

    def __init__(self, *args: Any, move: CareMove, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.move = move

    @property
    def answers(self) -> dict[str, Any]:
        """What the service keeps."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @staticmethod
    def on_record(move: CareMove) -> dict[str, Any]:
        """What was answered before."""
        return {field.name: getattr(move, field.name) for field in move._meta.concrete_fields}


class KindForm(StartMoveForm, MoveForm):
    """The same of a draft."""

    @staticmethod
    def on_record(move: CareMove) -> dict[str, Any]:
        """What was answered before."""
        kind = "emergency" if move.is_emergency else "planned"
        return {"kind": kind, "version": move.version}


class WhenForm(MoveForm):
    """From which day."""

    from_on = fields.DateField(
        label="On which day does the child move?",
        hint="The first day in the new home, for example 27 3 2026",
        error_messages={"required": "Enter the day of the move"},
    )


class WhereForm(MoveForm):
    """The new home."""

    placement_type = fields.SelectField(
        label="Kind of placement", choices=list(PLACEMENT_TYPE.items()), required=False
    )
    provider = fields.SelectField(
        label="Who provides it", choices=list(PROVIDER.items()), required=False
    )
    ofsted_urn = fields.CharField(
        label="Ofsted number of the home or agency",
        hint="For a children’s home or another registered provider: SC and six digits, or seven "
        "digits. Outcomes by care provider are counted by it. Leave it empty if it has none.",
        required=False,
        width=10,
        max_length=8,
        spellcheck=False,
    )
    postcode = fields.CharField(
        label="Postcode", required=False, width=10, max_length=10, spellcheck=False
    )
    area_code = fields.SelectField(
        label="In which authority’s area is it?",
        hint="Leave it open where you give a postcode: the area is found from it, as far as the "
        "schools around it tell. The last page says so where it is not found.",
        required=False,
        error_messages={"invalid_choice": "Select the authority from the list"},
    )
    is_address_confidential = fields.BooleanField(
        label="The address is confidential: the school and the parents must not see it",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = authorities_in_force() | dict(Authority.objects.values_list("code", "name"))
        own = self.move.pupil.authority
        choices = sorted(known.items(), key=lambda each: (each[0] != own.code, each[1]))
        self.fields["area_code"].choices = [("", "Not known"), *choices]  # type: ignore[attr-defined]
        kind: Any = self.fields["placement_type"]
        year = return_year(self.move.from_on or today())
        kind.choices = [
            ("", "Choose"),
            *(
                (code, words)
                for code, words in PLACEMENT_TYPE.items()
                if not PLACEMENT_TYPES.is_withdrawn_by(code, year)
            ),
        ]
        if not self.move.is_emergency:
            kind.required = True
            kind.error_messages["required"] = "Select the kind of placement"

    def clean_ofsted_urn(self) -> str:
        """In capitals without spaces."""
        said = "".join(self.cleaned_data["ofsted_urn"].upper().split())
        if said and not is_ofsted_urn(said):
            words = "Enter an Ofsted number, like SC123456 or 1234567, or leave it empty"
            self.add_error("ofsted_urn", words)
        return said

    def clean_postcode(self) -> str:
        """In capitals with one space."""
        said = self.cleaned_data["postcode"].strip()
        tidy = tidy_postcode(said) if said else ""
        if tidy is None:
            self.add_error("postcode", "Enter a full postcode, like NS1 2BB, or leave it empty")
        return tidy or ""


class SchoolForm(MoveForm):
    """Whether the school can stay."""

    can_school_stay = fields.RadiosField(
        label="Can the child stay at their school?",
        choices=[("yes", "Yes"), ("no", "No"), (NOT_KNOWN, "Not known yet")],
        error_messages={"required": "Select whether the child can stay at their school"},
    )
    why_not_stay = fields.TextareaField(
        label="If not, why not?", required=False, max_length=2000, counts_from=75, rows=4
    )
    school_ends_on = fields.DateField(
        label="If not, the last day at the school",
        hint="The last day on the register, often the last school day before the move",
        required=False,
    )

    def __init__(
        self, *args: Any, school: str = "", is_elsewhere: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if school:
            self.fields["can_school_stay"].label = f"Can the child stay at {school}?"
        elif is_elsewhere:
            label = "Can the child’s education otherwise than at school go on as it is?"
            self.fields["can_school_stay"].label = label
        if not self.move.is_emergency and self.move.is_draft:
            return
        hint = "Say so as soon as it is known: a search for a school begins with it."
        self.fields["can_school_stay"].help_text = hint

    @staticmethod
    def on_record(move: CareMove) -> dict[str, Any]:
        """What was answered before; nothing on the first visit."""
        asked = {True: "yes", False: "no", None: ""}[move.can_school_stay]
        return MoveForm.on_record(move) | {"can_school_stay": asked}

    def clean(self) -> dict[str, Any]:
        """Where it cannot, why, and until when."""
        cleaned: dict[str, Any] = super().clean() or {}
        answer = cleaned.get("can_school_stay")
        if answer == "no":
            if not cleaned.get("why_not_stay"):
                self.add_error("why_not_stay", "Enter why the child cannot stay at the school")
            if not cleaned.get("school_ends_on") and "school_ends_on" not in self.errors:
                self.add_error("school_ends_on", "Enter the last day at the school")
        elif answer:
            cleaned |= {"why_not_stay": "", "school_ends_on": None}
        if answer:
            cleaned["can_school_stay"] = OPEN[answer]
        return cleaned


class WishesForm(MoveForm):
    """What the child wants, and the plan of their education."""

    wishes = fields.TextareaField(
        label="What does the child wish, and how do they feel about it?",
        hint="In their own words as far as you can.",
        required=False,
        max_length=4000,
        counts_from=75,
    )
    is_pep_considered = fields.BooleanField(
        label="I have read the personal education plan (PEP) and considered it", required=False
    )


class ArrangementsForm(MoveForm):
    """Education after the move."""

    arrangements = fields.TextareaField(
        label="What is arranged for the child’s education?",
        hint="It must meet the child’s needs and fit with the PEP (reg. 10). For example, a place "
        "elsewhere, transport, or teaching until there is one.",
        required=False,
        max_length=4000,
        counts_from=75,
    )


class ConsultForm(MoveForm):
    """One person consulted."""

    consulted_on = fields.DateField(label="Day on which they were asked", required=False)
    said = fields.TextareaField(
        label="What they said", required=False, max_length=4000, counts_from=75, rows=4
    )
    reason_not = fields.CharField(
        label="Or why they were not asked", required=False, max_length=300
    )

    def __init__(self, *args: Any, whom: Whom, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whom = whom

    def clean(self) -> dict[str, Any]:
        """The day, or the reason: one of the two."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned.get("consulted_on") and cleaned.get("reason_not"):
            self.add_error(
                "reason_not", "Enter the day or why they were not asked, not both of them"
            )
        elif cleaned.get("said") and not cleaned.get("consulted_on"):
            self.add_error("consulted_on", "Enter the day on which they were asked")
        elif not cleaned.get("consulted_on") and not cleaned.get("reason_not"):
            self.add_error(
                "consulted_on", f"Enter the day on which you asked {WHOM[self.whom]}, or why not"
            )
        return cleaned


class ApprovalForm(MoveForm):
    """The nominated officer's approval."""

    approved_by = fields.CharField(
        label="Name of the nominated officer", required=False, max_length=150
    )
    approved_role = fields.CharField(label="Their role", required=False, max_length=100)
    approved_on = fields.DateField(label="Day of the approval", required=False)
    approval_words = fields.TextareaField(
        label="Why they approved it", required=False, max_length=2000, counts_from=75, rows=4
    )
    is_provision_right = fields.BooleanField(label=PROVISION_RIGHT, required=False)

    def clean(self) -> dict[str, Any]:
        """All or nothing; and why."""
        cleaned: dict[str, Any] = super().clean() or {}
        names = (
            *("approved_by", "approved_role", "approved_on", "approval_words"),
            "is_provision_right",
        )
        if self.errors or not any(cleaned.get(name) for name in names):
            return cleaned
        words = {
            "approved_by": "Enter the name of the nominated officer",
            "approved_role": "Enter the role of the nominated officer",
            "approved_on": "Enter the day of the approval",
            "approval_words": "Enter why they approved it",
            "is_provision_right": "Confirm that the nominated officer is satisfied with the "
            "education at the new placement. Without it there is no approval",
        }
        for name, text in words.items():
            if not cleaned.get(name):
                self.add_error(name, text)
        return cleaned


class OtherVshForm(MoveForm):
    """The other authority's Virtual School was told, by who rang or wrote to it."""

    other_vsh_told_on = fields.DateField(
        label="Day on which they were told",
        error_messages={"required": "Enter the day on which they were told"},
    )
    other_vsh_told_how = fields.CharField(
        label="How, and who was told?",
        hint="For example, by telephone, the duty officer.",
        max_length=300,
        error_messages={"required": "Enter how they were told, and who"},
    )


class VersionOnlyForm(MoveForm):
    """The button of the last page."""


class WithdrawMoveForm(MoveForm):
    """Why a move is taken off the record."""

    reason = fields.CharField(
        label="Why is it withdrawn?",
        hint="For example, the move did not take place. The reason is kept in the history.",
        max_length=200,
        error_messages={"required": "Enter why it is withdrawn"},
    )


FORMS: dict[str, type[MoveForm]] = {
    "kind": KindForm,
    "when": WhenForm,
    "where": WhereForm,
    "school": SchoolForm,
    "wishes": WishesForm,
    "arrangements": ArrangementsForm,
    "approval": ApprovalForm,
    "other-vsh": OtherVshForm,
}
TITLES = {
    "kind": "Planned or emergency",
    "when": "The day of the move",
    "where": "The new home",
    "school": "The school",
    "wishes": "The child’s wishes, and the PEP",
    "arrangements": "Education after the move",
    "approval": "The nominated officer’s approval",
    "other-vsh": "The other authority’s Virtual School was told",
}


def title_of(step: str) -> str:
    """The heading of a page."""
    if step.startswith("consult-"):
        return f"Consultation: {WHOM[Whom(step.removeprefix('consult-'))]}"
    return TITLES[step]


def approval_in_words(move: CareMove) -> str:
    """Who approved it, in which role, and when."""
    if move.approved_on is None:
        return ""
    role = f", {move.approved_role}" if move.approved_role else ""
    return f"{move.approved_by}{role}, {long_date(move.approved_on)}"


def confirmation_in_words(move: CareMove) -> str:
    """Whether the approval is confirmed, and by whom."""
    if move.approved_on is None:
        return ""
    if move.approval_confirmed_on is not None:
        return (
            f"Confirmed by {move.approval_confirmed_by} on {long_date(move.approval_confirmed_on)}"
        )
    told_by = move.approval_told_by or move.recorded_by or move.started_by
    return f"Told by {told_by}, not confirmed by the Virtual School Head"
