"""Reads of PEPs and of what belongs to them, that chain as English."""

from pupils.querysets import RelatedToPupilQuerySet

from .drafts import MinutesDraftQuerySet, SectionDraftQuerySet
from .meetings import HandoverQuerySet, MeetingQuerySet, RecipientQuerySet
from .plans import PepQuerySet, PepStatusChangeQuerySet, RelatedToPepQuerySet
from .quality import ConcernQuerySet, OfVirtualSchoolQuerySet, QualityReviewQuerySet
from .targets import ActionQuerySet, TargetQuerySet, TargetReviewQuerySet

__all__ = [
    "ActionQuerySet",
    "ConcernQuerySet",
    "HandoverQuerySet",
    "MeetingQuerySet",
    "MinutesDraftQuerySet",
    "OfVirtualSchoolQuerySet",
    "PepQuerySet",
    "PepStatusChangeQuerySet",
    "QualityReviewQuerySet",
    "RecipientQuerySet",
    "RelatedToPepQuerySet",
    "RelatedToPupilQuerySet",
    "SectionDraftQuerySet",
    "TargetQuerySet",
    "TargetReviewQuerySet",
]
