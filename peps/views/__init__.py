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
from .meetings import (
    ArrangeMeeting,
    CancelMeeting,
    ChangeMeeting,
    MeetingAttendance,
    MeetingCalendar,
    MeetingPage,
    MeetingPeople,
    MeetingsOfPep,
    Minutes,
)
from .my_meetings import MyMeetings, MyMeetingsCalendar
from .quality import Assure, QualityQueue
from .reading import Download, PepPage, Read
from .recipients import Recipients, RecordRecipients
from .review_packs import SendReviewPack, ShowReviewPack
from .rubric import ChangeRubric, RubricPage, RubricVersion, UseRubric
from .sections import SectionPage
from .set_aside import SetSectionAside, TakeSectionBack
from .shape import ChangeForm
from .short_form import BackToFullForm, ChooseShortForm, ShortFormSetting
from .sign_off import Complete, NotRequired, Return, TakeBack, Unlock
from .targets import TargetsAndActions

__all__ = [
    "AcceptAnswer",
    "AcceptHandover",
    "ActionPage",
    "AddAction",
    "AnswerConcern",
    "ArrangeMeeting",
    "AskAboutHandover",
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
    "QualityQueue",
    "RaiseConcern",
    "Read",
    "Recipients",
    "RecordRecipients",
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
