"""The pages of the PEP."""

from .check import CheckAndSubmit
from .child import Initiate, OfPupil
from .concerns import (
    AcceptAnswer,
    AnswerConcern,
    Concerns,
    ConcernsOfPupil,
    EscalateConcern,
    RaiseConcern,
    ShowConcern,
)
from .quality import Assure, QualityQueue
from .reading import Download, PepPage, Read
from .rubric import ChangeRubric, RubricPage, RubricVersion, UseRubric
from .sections import SectionPage
from .set_aside import SetSectionAside, TakeSectionBack
from .shape import ChangeForm
from .sign_off import Complete, NotRequired, Return, TakeBack, Unlock

__all__ = [
    "AcceptAnswer",
    "AnswerConcern",
    "Assure",
    "ChangeForm",
    "ChangeRubric",
    "CheckAndSubmit",
    "Complete",
    "Concerns",
    "ConcernsOfPupil",
    "Download",
    "EscalateConcern",
    "Initiate",
    "NotRequired",
    "OfPupil",
    "PepPage",
    "QualityQueue",
    "RaiseConcern",
    "Read",
    "Return",
    "RubricPage",
    "RubricVersion",
    "SectionPage",
    "SetSectionAside",
    "ShowConcern",
    "TakeBack",
    "TakeSectionBack",
    "Unlock",
    "UseRubric",
]
