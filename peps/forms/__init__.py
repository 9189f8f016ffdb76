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
from .quality import AcceptForm, AgreeForm, AssureForm, PhraseForm, QualitySettingsForm
from .rubric import RubricForm
from .section import SectionForm
from .sign_off import ConfirmForm, NotRequiredForm, ReturnForm, VariantForm, reason_for

__all__ = [
    "AcceptForm",
    "AddActionForm",
    "AgreeForm",
    "ArrangeForm",
    "AssureForm",
    "AttendanceForm",
    "CancelMeetingForm",
    "ChangeMeetingForm",
    "ConfirmForm",
    "MinutesForm",
    "NotRequiredForm",
    "PeopleForm",
    "PhraseForm",
    "QualitySettingsForm",
    "ReturnForm",
    "RubricForm",
    "SectionForm",
    "StepForm",
    "VariantForm",
    "reason_for",
]
