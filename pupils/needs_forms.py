"""Forms about SEN, EHC plans and support for mental health; each also as one that corrects."""

from itertools import pairwise
from typing import Any

from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin
from vsh.organisations.authority_codes import authorities_in_force
from vsh.organisations.models import Authority

from .models import EhcRequest, EhcReview, SenStatus, WellbeingSupport

YES_NO = [("yes", "Yes"), ("no", "No")]
ANOTHER_AUTHORITY = ("maintained_by", "asked_of")


class NeedForm(GovukForm):
    """A form whose fields are the columns of the row; another authority is one of the list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [name for name in ANOTHER_AUTHORITY if name in self.fields]
        if not there:
            return
        here = Authority.objects.values_list("name", flat=True)
        known = {*authorities_in_force().values(), *here}
        for name in there:
            field: Any = self.fields[name]
            on_record = {str(self.initial.get(name) or "")} - {""}
            choices = [(one, one) for one in sorted(known | on_record)]
            field.choices = [("", "Our own authority"), *choices]

    def in_order(self, *names: str) -> None:
        """Each of these days, where given, is not before the one named ahead of it."""
        cleaned = self.cleaned_data
        for earlier, later in pairwise(names):
            first, second = cleaned.get(earlier), cleaned.get(later)
            if first and second and second < first:
                label = str(self.fields[earlier].label).rstrip("?")
                self.add_error(later, f"This day is before that of “{label}”")

    def facts(self) -> dict[str, Any]:
        """The columns."""
        return {name: self.cleaned_data[name] for name in self.columns if name in self.fields}

    columns: tuple[str, ...] = ()


class SenForm(NeedForm):
    """A SEN status for a time."""

    columns = ("status", "started_on", "ended_on", "plan_issued_on", "maintained_by")
    status = fields.RadiosField(label="Status", choices=SenStatus.Status.choices)
    started_on = fields.DateField(label="Since when?")
    ended_on = fields.DateField(
        label="Last day", hint="Leave it empty while it goes on.", required=False
    )
    plan_issued_on = fields.DateField(
        label="If there is an EHC plan: day on which it was issued",
        hint="As the plan says. The annual review is counted from it.",
        required=False,
    )
    maintained_by = fields.SelectField(
        label="If another authority maintains the plan: which?",
        hint="Leave it at our own if that looks after the child. Where another "
        "authority takes a plan over, record it once more, from the day on which it did.",
        required=False,
        error_messages={"invalid_choice": "Select the authority from the list"},
    )

    def clean(self) -> dict[str, Any]:
        """Only a plan has a day of issue and an authority."""
        cleaned = super().clean() or {}
        self.in_order("started_on", "ended_on")
        if cleaned.get("status") != SenStatus.Status.EHC_PLAN:
            for name in ("plan_issued_on", "maintained_by"):
                if cleaned.get(name):
                    self.add_error(name, "This is for an EHC plan alone")
        return cleaned


class EhcRequestForm(NeedForm):
    """A request for a needs assessment and what came of it."""

    columns = (
        *("requested_on", "requested_by", "asked_of"),
        *("decided_on", "is_agreed", "issued_on", "no_plan_on"),
    )
    requested_on = fields.DateField(
        label="When was the assessment asked for?",
        hint="The day on which the authority received the request.",
    )
    requested_by = fields.RadiosField(label="By whom?", choices=EhcRequest.By.choices)
    asked_of = fields.SelectField(
        label="If another authority was asked: which?",
        hint="The authority where the child lives assesses. Our own, if it was that one.",
        required=False,
        error_messages={"invalid_choice": "Select the authority from the list"},
    )
    decided_on = fields.DateField(
        label="When did it decide whether to assess?",
        hint="Within 6 weeks of the request. Leave it empty until then.",
        required=False,
    )
    is_agreed = fields.RadiosField(label="Did it agree to assess?", choices=YES_NO, required=False)
    issued_on = fields.DateField(
        label="When was the final plan issued?",
        hint="Within 20 weeks of the request. Record the status “Education, health and care plan” "
        "as well.",
        required=False,
    )
    no_plan_on = fields.DateField(
        label="If it decided after the assessment that there is to be no plan: when?",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A decision has its day, and a plan or its refusal follows an agreement."""
        cleaned = super().clean() or {}
        self.in_order("requested_on", "decided_on", "issued_on")
        self.in_order("decided_on", "no_plan_on")
        agreed = {"yes": True, "no": False}.get(cleaned.get("is_agreed", ""))
        cleaned["is_agreed"] = agreed
        decided, issued, refused = (
            cleaned.get(name) for name in ("decided_on", "issued_on", "no_plan_on")
        )
        if decided and agreed is None:
            self.add_error("is_agreed", "Select whether it agreed to assess")
        if agreed is not None and not decided and "decided_on" not in self.errors:
            self.add_error("decided_on", "Enter the day of the decision")
        if issued and refused:
            self.add_error("no_plan_on", "There is a plan: leave this empty, or the day above")
        if (issued or refused) and not agreed:
            self.add_error("is_agreed", "A plan, or its refusal, follows an assessment: select Yes")
        return cleaned


class EhcReviewForm(NeedForm):
    """An annual review."""

    columns = ("held_on", "decided_on", "decision", "has_adulthood", "with_pep_on")
    held_on = fields.DateField(label="When was the review meeting?")
    with_pep_on = fields.DateField(
        label="If it was held together with a PEP meeting: the day of that",
        hint="The PEP review and the EHC plan’s are linked at least once in 12 months.",
        required=False,
    )
    has_adulthood = fields.BooleanField(
        label="It prepared for adulthood (from Year 9 it must)", required=False
    )
    decided_on = fields.DateField(
        label="When did the authority decide?",
        hint="Within 4 weeks of the meeting. The next 12 months are counted from this day.",
        required=False,
    )
    decision = fields.RadiosField(
        label="What did it decide?", choices=EhcReview.Decision.choices, required=False
    )

    def clean(self) -> dict[str, Any]:
        """A decision has its day."""
        cleaned = super().clean() or {}
        self.in_order("held_on", "decided_on")
        if cleaned.get("decided_on") and not cleaned.get("decision"):
            self.add_error("decision", "Select what the authority decided")
        if cleaned.get("decision") and not cleaned.get("decided_on"):
            self.add_error("decided_on", "Enter the day of the decision")
        return cleaned


class EhcTransferForm(NeedForm):
    """The plan names the next phase's setting."""

    columns = ("settled_on", "named")
    settled_on = fields.DateField(label="When was the plan amended?")
    named = fields.CharField(label="Which setting does it name?", max_length=200)


class SupportForm(NeedForm):
    """Help for a child's mental health."""

    columns = (
        *("kind", "provider", "asked_on", "started_on", "ended_on", "outcome"),
        "is_shared_with_school",
    )
    kind = fields.RadiosField(label="What kind of support?", choices=WellbeingSupport.Kind.choices)
    provider = fields.CharField(label="Who gives it?", max_length=200)
    asked_on = fields.DateField(label="When was it asked for?")
    started_on = fields.DateField(
        label="When did it start?", hint="Leave it empty while the child waits.", required=False
    )
    ended_on = fields.DateField(
        label="When did it end?",
        hint="Or the day on which it was refused or no longer wanted.",
        required=False,
    )
    outcome = fields.CharField(label="How did it end?", max_length=300, required=False)
    is_shared_with_school = fields.BooleanField(
        label="The school may see this: it was agreed with the child, where they can say, and the "
        "social worker",
        hint="Without it, only the Virtual School, the social worker and the reviewing officer do.",
        required=False,
    )

    def __init__(self, *args: Any, may_share: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:  # what a school records, the school knows
            del self.fields["is_shared_with_school"]

    def clean(self) -> dict[str, Any]:
        """The days are in order."""
        cleaned = super().clean() or {}
        self.in_order("asked_on", "started_on", "ended_on")
        self.in_order("asked_on", "ended_on")
        if cleaned.get("ended_on") and not cleaned.get("outcome"):
            self.add_error("outcome", "Enter how it ended")
        return cleaned


class Correcting(VersionedFormMixin):
    """What a form that corrects asks beside."""

    is_withdrawn = fields.BooleanField(
        label="Take this entry off the record: it should not be there", required=False
    )
    reason = fields.CharField(
        label="What was wrong, or what is new?",
        hint="What stands there now and this reason are kept in the history.",
        max_length=200,
        error_messages={"required": "Enter what was wrong, or what is new"},
    )


class CorrectSenForm(Correcting, SenForm):
    """A SEN status that is wrong."""


class CorrectEhcRequestForm(Correcting, EhcRequestForm):
    """A request of which there is news, or that is wrong."""


class CorrectEhcReviewForm(Correcting, EhcReviewForm):
    """A review that was decided, or is wrong."""


class CorrectEhcTransferForm(Correcting, EhcTransferForm):
    """A transfer that is wrong."""


class CorrectSupportForm(Correcting, SupportForm):
    """Support that began, ended, or is wrong."""
