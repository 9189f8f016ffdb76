"""Forms of a child's time in custody, of the plan for release, and of the PEP that is sent on."""

from placements.models import Custody, CustodyPlan
from vsh.calendars import today
from vsh.govuk import fields
from vsh.govuk.forms import GovukForm, VersionedFormMixin


class CustodyForm(GovukForm):
    """Where the child is held, since when, and whom to reach."""

    kind = fields.RadiosField(
        label="Why is the child held?",
        choices=Custody.Kind.choices,
        error_messages={"required": "Select why the child is held"},
    )
    establishment = fields.CharField(
        label="Name of the establishment",
        hint="The young offender institution, secure training centre, secure school or secure "
        "children’s home.",
        max_length=150,
        error_messages={"required": "Enter the name of the establishment"},
    )
    education_contact = fields.CharField(
        label="Who leads education there",
        hint="Name, telephone and e-mail: whom to ask how the child learns.",
        max_length=200,
        required=False,
    )
    started_on = fields.DateField(
        label="Day of arrival",
        max_value=today,
        error_messages={"required": "Enter the day of arrival"},
    )
    expected_length = fields.CharField(
        label="How long the child is likely to be held",
        hint="For example, 8 months, half of them in custody; or next court hearing on 4 December.",
        max_length=100,
        required=False,
    )
    yot_name = fields.CharField(
        label="Youth offending team: supervising officer",
        max_length=150,
        required=False,
        autocomplete="off",
    )
    yot_phone = fields.CharField(
        label="Youth offending team: telephone",
        max_length=30,
        required=False,
        autocomplete="off",
    )
    yot_email = fields.EmailField(
        label="Youth offending team: e-mail", required=False, autocomplete="off"
    )


class ChangeCustodyForm(VersionedFormMixin, CustodyForm):
    """The same put right, or ended."""

    ended_on = fields.DateField(
        label="Day on which the stay ended",
        hint="Leave it empty while the child is there. The legal status is not changed by it.",
        required=False,
        max_value=today,
    )
    ended_because = fields.RadiosField(
        label="How did it end?",
        choices=Custody.Ended.choices,
        choice_hints={Custody.Ended.MOVED: "Record the stay at the other one next."},
        required=False,
    )
    not_so_because = fields.CharField(
        label="If there was no such stay: why is it taken off the record?",
        hint="For example, entered for the wrong child. Leave it empty otherwise. Entry and reason "
        "are kept in the history.",
        max_length=200,
        required=False,
    )


class ReleaseForm(VersionedFormMixin, GovukForm):
    """When the child is released, and what is planned for education then."""

    release_on = fields.DateField(
        label="Day of release",
        hint="Once it is known. The clock for the plan starts with it.",
        required=False,
    )
    needs_assessed_on = fields.DateField(
        label="Day on which needs were assessed again, education among them",
        hint="Before release, so that the PEP can be revised.",
        required=False,
        max_value=today,
    )
    release_plan = fields.TextareaField(
        label="Plan for education and training after release",
        hint="Where, from which day, how many hours, who has agreed to it, and what is done until "
        "it starts.",
        rows=6,
        max_length=3000,
        required=False,
    )
    release_planned_on = fields.DateField(
        label="Day on which this plan was agreed", required=False, max_value=today
    )


class SendPlanForm(GovukForm):
    """The PEP went to somebody, and how."""

    to = fields.RadiosField(
        label="To whom was the PEP sent?",
        choices=CustodyPlan.To.choices,
        error_messages={"required": "Select to whom the PEP was sent"},
    )
    to_whom = fields.CharField(
        label="Name and role of who gets it",
        hint="For example, Sam Okoro, head of education.",
        max_length=150,
        autocomplete="off",
        error_messages={"required": "Enter the name and role of who gets it"},
    )
    how = fields.RadiosField(
        label="How was it sent?",
        choices=CustodyPlan.How.choices,
        error_messages={"required": "Select how it was sent"},
    )
    sent_on = fields.DateField(
        label="Day on which it was sent",
        max_value=today,
        error_messages={"required": "Enter the day on which it was sent"},
    )


class ChangeSentPlanForm(VersionedFormMixin, SendPlanForm):
    """That it was accepted, or what was wrong about it."""

    accepted_on = fields.DateField(
        label="Day on which they accepted it", required=False, max_value=today
    )
    accepted_by = fields.CharField(
        label="Who accepted it", max_length=150, required=False, autocomplete="off"
    )
    not_sent_because = fields.CharField(
        label="If it was not sent: why is it taken off the record?",
        hint="Leave it empty otherwise. Entry and reason are kept in the history.",
        max_length=200,
        required=False,
    )
