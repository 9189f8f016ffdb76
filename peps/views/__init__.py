"""The pages of the PEP."""

from .child import Initiate, OfPupil
from .quality import Assure, QualityQueue
from .reading import Download, PepPage, Read
from .sections import SectionPage
from .shape import ChangeForm
from .sign_off import Complete, NotRequired, Return, Submit, TakeBack, Unlock

__all__ = [
    "Assure",
    "ChangeForm",
    "Complete",
    "Download",
    "Initiate",
    "NotRequired",
    "OfPupil",
    "PepPage",
    "QualityQueue",
    "Read",
    "Return",
    "SectionPage",
    "Submit",
    "TakeBack",
    "Unlock",
]
