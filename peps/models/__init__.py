"""The Personal Education Plan."""

from .pep import Pep, PepSection, PepStatusChange
from .quality import QualityRating, QualityReview

__all__ = ["Pep", "PepSection", "PepStatusChange", "QualityRating", "QualityReview"]
