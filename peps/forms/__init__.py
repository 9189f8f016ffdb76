"""The forms of a PEP's pages."""

from .actions import AddActionForm, StepForm
from .meetings import (
    ArrangeForm,
    AttendanceForm,
    CancelMeetingForm,
    ChangeMeetingForm,
    MinutesForm,
    PeopleForm,
)
from .quality import AssureForm
from .rubric import RubricForm
from .section import SectionForm
from .sign_off import ConfirmForm, NotRequiredForm, ReasonForm, ReturnForm, VariantForm

__all__ = [
    "AddActionForm",
    "ArrangeForm",
    "AssureForm",
    "AttendanceForm",
    "CancelMeetingForm",
    "ChangeMeetingForm",
    "ConfirmForm",
    "MinutesForm",
    "NotRequiredForm",
    "PeopleForm",
    "ReasonForm",
    "ReturnForm",
    "RubricForm",
    "SectionForm",
    "StepForm",
    "VariantForm",
]
