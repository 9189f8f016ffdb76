"""The pages of the PEP."""

from .check import CheckAndSubmit
from .child import Initiate, OfPupil
from .quality import Assure, QualityQueue
from .reading import Download, PepPage, Read
from .rubric import ChangeRubric, RubricPage, RubricVersion, UseRubric
from .sections import SectionPage
from .set_aside import SetSectionAside, TakeSectionBack
from .shape import ChangeForm
from .sign_off import Complete, NotRequired, Return, TakeBack, Unlock

__all__ = [
    "Assure",
    "ChangeForm",
    "ChangeRubric",
    "CheckAndSubmit",
    "Complete",
    "Download",
    "Initiate",
    "NotRequired",
    "OfPupil",
    "PepPage",
    "QualityQueue",
    "Read",
    "Return",
    "RubricPage",
    "RubricVersion",
    "SectionPage",
    "SetSectionAside",
    "TakeBack",
    "TakeSectionBack",
    "Unlock",
    "UseRubric",
]
