"""The Personal Education Plan."""

from .pep import Pep, PepSection, PepStatusChange
from .quality import QualityRating, QualityReview, Rag
from .reading import PepSectionSeen, PepSnapshot

__all__ = [
    "Pep",
    "PepSection",
    "PepSectionSeen",
    "PepSnapshot",
    "PepStatusChange",
    "QualityRating",
    "QualityReview",
    "Rag",
]
