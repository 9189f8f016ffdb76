"""The forms of a PEP's pages."""

from .quality import AssureForm
from .rubric import RubricForm
from .section import SectionForm
from .sign_off import ConfirmForm, NotRequiredForm, ReasonForm, ReturnForm, VariantForm

__all__ = [
    "AssureForm",
    "ConfirmForm",
    "NotRequiredForm",
    "ReasonForm",
    "ReturnForm",
    "RubricForm",
    "SectionForm",
    "VariantForm",
]
