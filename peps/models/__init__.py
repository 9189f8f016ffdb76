"""The Personal Education Plan."""

from .pep import Pep, PepSection, PepStatusChange
from .quality import QualityRating, QualityReview, Rag, SectionFeedback
from .quality_policy import (
    AuthorityRubric,
    FeedbackPhrase,
    Marking,
    QualityDraw,
    QualityPolicy,
    SecondMarking,
)
from .reading import PepSectionSeen, PepSnapshot

__all__ = [
    "AuthorityRubric",
    "FeedbackPhrase",
    "Marking",
    "Pep",
    "PepSection",
    "PepSectionSeen",
    "PepSnapshot",
    "PepStatusChange",
    "QualityDraw",
    "QualityPolicy",
    "QualityRating",
    "QualityReview",
    "Rag",
    "SecondMarking",
    "SectionFeedback",
]
