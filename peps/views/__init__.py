"""The pages of the PEP."""

from .actions import ActionPage, AddAction
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
from .handover import AcceptHandover, AskAboutHandover, HandoverPage, Handovers
from .meeting_record import MeetingAttendance
from .meetings import (
    ArrangeMeeting,
    CancelMeeting,
    ChangeMeeting,
    MeetingCalendar,
    MeetingPage,
    MeetingPeople,
    MeetingsOfPep,
)
from .minutes import Minutes
from .my_meetings import MyMeetings, MyMeetingsCalendar
from .quality import Assure, QualityQueue
from .quality_settings import Accept, Phrases, QualitySettings, RetirePhrase
from .quality_trend import QualityAgreement, QualityPlans, QualityTrend
from .reading import Download, PepPage, Read
from .recipients import Recipients, RecordRecipients
from .review_packs import SendReviewPack, ShowReviewPack
from .rubric import ChangeRubric, RubricPage, RubricVersion, UseRubric
from .second_marking import Agree, AskForTwo, ReleaseFromTwo
from .sections import SectionPage
from .set_aside import SetSectionAside, TakeSectionBack
from .shape import ChangeForm
from .short_form import BackToFullForm, ChooseShortForm, ShortFormSetting
from .sign_off import Complete, NotRequired, Return, TakeBack, Unlock
from .targets import TargetsAndActions

__all__ = [
    "Accept",
    "AcceptAnswer",
    "AcceptHandover",
    "ActionPage",
    "AddAction",
    "Agree",
    "AnswerConcern",
    "ArrangeMeeting",
    "AskAboutHandover",
    "AskForTwo",
    "Assure",
    "BackToFullForm",
    "CancelMeeting",
    "ChangeForm",
    "ChangeMeeting",
    "ChangeRubric",
    "CheckAndSubmit",
    "ChooseShortForm",
    "Complete",
    "Concerns",
    "ConcernsOfPupil",
    "Download",
    "EscalateConcern",
    "HandoverPage",
    "Handovers",
    "Initiate",
    "MeetingAttendance",
    "MeetingCalendar",
    "MeetingPage",
    "MeetingPeople",
    "MeetingsOfPep",
    "Minutes",
    "MyMeetings",
    "MyMeetingsCalendar",
    "NotRequired",
    "OfPupil",
    "PepPage",
    "Phrases",
    "QualityAgreement",
    "QualityPlans",
    "QualityQueue",
    "QualitySettings",
    "QualityTrend",
    "RaiseConcern",
    "Read",
    "Recipients",
    "RecordRecipients",
    "ReleaseFromTwo",
    "RetirePhrase",
    "Return",
    "RubricPage",
    "RubricVersion",
    "SectionPage",
    "SendReviewPack",
    "SetSectionAside",
    "ShortFormSetting",
    "ShowConcern",
    "ShowReviewPack",
    "TakeBack",
    "TakeSectionBack",
    "TargetsAndActions",
    "Unlock",
    "UseRubric",
]
