"""The forms of a PEP's pages."""

from .quality import AssureForm
from .section import SectionForm
from .sign_off import ConfirmForm, NotRequiredForm, ReasonForm, ReturnForm, VariantForm

__all__ = [
    "AssureForm",
    "ConfirmForm",
    "NotRequiredForm",
    "ReasonForm",
    "ReturnForm",
    "SectionForm",
    "VariantForm",
]
