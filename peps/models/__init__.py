"""The Personal Education Plan."""

from .actions import ActionChange, PlannedAction
from .call_policy import CallPolicy
from .concern import Concern, ConcernStep
from .confirmations import SectionConfirmation
from .copies import CopyOpening, FinishedVersion
from .decision import ProposedDecision
from .drafts import MinutesDraft, SectionDraft
from .handover import Handover, HandoverNote
from .links import CourtOrderClosure, PersonalLink
from .meeting import Attendee, Meeting
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
from .reading import PepSectionSeen, PepSnapshot, SnapshotDownload
from .recipient import Recipient
from .review_pack import ReviewPack, ReviewPackCopy
from .short_form import ShortForm, ShortFormPolicy
from .targets import Area, Outcome, Target, TargetReview
from .voices import SentAnswer, Voice, VoiceAnswer, VoiceCall, VoiceCallLine, VoicePicture

__all__ = [
    "ActionChange",
    "Area",
    "Attendee",
    "AuthorityRubric",
    "CallPolicy",
    "Concern",
    "ConcernStep",
    "CopyOpening",
    "CourtOrderClosure",
    "FeedbackPhrase",
    "FinishedVersion",
    "Handover",
    "HandoverNote",
    "Marking",
    "Meeting",
    "MinutesDraft",
    "Outcome",
    "Pep",
    "PepSection",
    "PepSectionSeen",
    "PepSnapshot",
    "PepStatusChange",
    "PersonalLink",
    "PlannedAction",
    "ProposedDecision",
    "QualityDraw",
    "QualityPolicy",
    "QualityRating",
    "QualityReview",
    "Rag",
    "Recipient",
    "ReviewPack",
    "ReviewPackCopy",
    "SecondMarking",
    "SectionConfirmation",
    "SectionDraft",
    "SectionFeedback",
    "SentAnswer",
    "ShortForm",
    "ShortFormPolicy",
    "SnapshotDownload",
    "Target",
    "TargetReview",
    "Voice",
    "VoiceAnswer",
    "VoiceCall",
    "VoiceCallLine",
    "VoicePicture",
]
