"""Who may do what: the one role × permission table. Unknown means no."""

from collections.abc import Set
from enum import StrEnum


class Role(StrEnum):
    """What a person is, in an authority or in an education setting."""

    VIRTUAL_SCHOOL_HEAD = "virtual_school_head"
    VIRTUAL_SCHOOL_OFFICER = "virtual_school_officer"
    DATA_OFFICER = "data_officer"
    SOCIAL_WORKER = "social_worker"
    TEAM_MANAGER = "team_manager"
    DESIGNATED_TEACHER = "designated_teacher"
    SCHOOL_STAFF = "school_staff"
    HEAD_TEACHER = "head_teacher"
    SEND_OFFICER = "send_officer"
    PERSONAL_ADVISER = "personal_adviser"
    IRO = "iro"
    DIRECTOR = "director"
    LEAD_MEMBER = "lead_member"

    @property
    def label(self) -> str:
        """The role as people say it."""
        return ROLE_LABELS[self]

    @property
    def belongs_to_setting(self) -> bool:
        """Whether the role is held in an education setting rather than in an authority."""
        return self in SETTING_ROLES


SETTING_ROLES = frozenset({Role.DESIGNATED_TEACHER, Role.SCHOOL_STAFF, Role.HEAD_TEACHER})

ROLE_LABELS = {
    Role.VIRTUAL_SCHOOL_HEAD: "Virtual School Head",
    Role.VIRTUAL_SCHOOL_OFFICER: "Virtual School officer",
    Role.DATA_OFFICER: "Virtual School data officer",
    Role.SOCIAL_WORKER: "Social worker",
    Role.TEAM_MANAGER: "Team manager",
    Role.DESIGNATED_TEACHER: "Designated teacher",
    Role.SCHOOL_STAFF: "School staff",
    Role.HEAD_TEACHER: "Head teacher",
    Role.SEND_OFFICER: "SEND officer",
    Role.PERSONAL_ADVISER: "Personal adviser",
    Role.IRO: "Independent reviewing officer",
    Role.DIRECTOR: "Director of Children's Services",
    Role.LEAD_MEMBER: "Lead member for children",
}


class Permission(StrEnum):
    """One thing that a person may do; which children it reaches is `visible_to`."""

    VIEW_HOME = "view_home"  # everyone's own list of what is due
    VIEW_PUPIL = "view_pupil"  # overview, school, deadlines, timeline
    VIEW_ROLL = "view_roll"
    VIEW_CARE = "view_care"  # legal status, category of need, placements
    VIEW_CONFIDENTIAL_ADDRESS = "view_confidential_address"
    OPEN_RESTRICTED_RECORD = "open_restricted_record"  # with a reason, which is kept
    EDIT_SCHOOLING = "edit_schooling"  # enrolments
    ADD_SETTING = "add_setting"  # one that the national register of schools lacks
    AGREE_TIMETABLE = "agree_timetable"  # part time from a day, its reviews; a school: its own
    CORRECT_CARE = "correct_care"  # a time in care or a legal status that was told wrongly
    RECORD_MOVE = "record_move"  # of the child's home, planned or as it happened; a stay in custody
    CONFIRM_APPROVAL = "confirm_approval"  # of a move in Years 10 and 11, by the nominated officer
    SEARCH_SCHOOL = "search_school"  # options, applications and their answers
    TELL_SETTING = "tell_setting"  # that a looked-after child is on its roll
    RECORD_STATUTORY_REVIEW = "record_statutory_review"
    RECORD_ATTENDANCE = "record_attendance"  # sessions at a school, for a term or a span
    RECORD_EXCLUSION = "record_exclusion"  # a suspension or a permanent exclusion
    RECORD_EXCLUSION_MEETING = "record_exclusion_meeting"  # of governors or a panel
    RAISE_EXCLUSION_RISK = "raise_exclusion_risk"  # a worry that a child may be excluded
    READ_EXCLUSION_RISK = "read_exclusion_risk"  # a school: its own; and times sent home
    ANSWER_EXCLUSION_RISK = "answer_exclusion_risk"
    RECORD_SENT_HOME = "record_sent_home"  # without a suspension
    RECORD_ATTAINMENT = "record_attainment"
    VIEW_WELLBEING = "view_wellbeing"  # SDQ scores and SEN
    VIEW_SUPPORT = "view_support"  # for mental health, all of it
    VIEW_SHARED_SUPPORT = "view_shared_support"  # what is agreed to be shared with the school
    RECORD_SDQ = "record_sdq"  # a teacher's or the child's own score
    RECORD_CARER_SDQ = "record_carer_sdq"
    RECORD_SEN = "record_sen"  # the status, and that there is an EHC plan
    RECORD_EHC = "record_ehc"  # requests, annual reviews and transfers of an EHC plan
    RECORD_SUPPORT = "record_support"  # for mental health
    VIEW_EHC_PLANS = "view_ehc_plans"  # the list of children who have one
    COMPLETE_SCHOOL_SDQ = "complete_school_sdq"  # who is asked when the carer's is raised
    READ_PEP = "read_pep"
    INITIATE_PEP = "initiate_pep"
    WRITE_PEP_CARE_SECTIONS = "write_pep_care_sections"
    WRITE_PEP_SCHOOL_SECTIONS = "write_pep_school_sections"
    WRITE_PEP_ANY_SECTION = "write_pep_any_section"
    SUBMIT_PEP = "submit_pep"
    INVITE_TO_PEP = "invite_to_pep"  # personal links of child, carers and parents
    CLOSE_LINKS_BY_COURT_ORDER = "close_links_by_court_order"
    KEEP_ACTIONS = "keep_actions"  # what people agree to do; who owes one ends it without this
    ASSURE_PEP = "assure_pep"
    UNLOCK_PEP = "unlock_pep"
    SET_QUALITY = "set_quality"  # the authority's rubric, which plans are assured, by how many
    SET_SAFEGUARDING = "set_safeguarding"  # who is told of a child's worry, and how soon
    READ_CONCERNS = "read_concerns"  # about a child's PEP
    RAISE_CONCERN = "raise_concern"
    ANSWER_CONCERN = "answer_concern"
    ANSWER_ESCALATED_CONCERN = "answer_escalated_concern"
    ARRANGE_PEP_MEETING = "arrange_pep_meeting"
    PROPOSE_DECISION = "propose_decision"  # ask before a significant decision
    ANSWER_DECISION = "answer_decision"
    READ_REVIEW_PACK = "read_review_pack"  # of a child, before the statutory review
    SEND_REVIEW_PACK = "send_review_pack"
    HAND_OVER_PEP = "hand_over_pep"  # copies to people; questions of a new school
    READ_COMING_REVIEWS = "read_coming_reviews"
    IMPORT_DATA = "import_data"
    MERGE_RECORDS = "merge_records"  # two of one child
    CHECK_DATA = "check_data"  # gaps, contradictions, and where each value came from
    ASSIGN_CASELOAD = "assign_caseload"  # which officer of the Virtual School works with a child
    VIEW_MESSAGES_SENT = "view_messages_sent"
    PRODUCE_ANNUAL_REPORT = "produce_annual_report"
    PUBLISH_ANNUAL_REPORT = "publish_annual_report"
    READ_PUBLISHED_REPORTS = "read_published_reports"
    SET_CLOCKS = "set_clocks"  # the authority's own, stricter limits
    READ_EARLY_WARNING = "read_early_warning"  # facts that research ties to poor outcomes
    RECORD_EARLY_WARNING_LOOK = "record_early_warning_look"  # what was done about them
    VIEW_READ_LOG = "view_read_log"  # who has seen this child's record


P = Permission

_READS_A_CHILD = {P.VIEW_HOME, P.VIEW_PUPIL, P.READ_PEP, P.VIEW_WELLBEING}
_VIRTUAL_SCHOOL = _READS_A_CHILD | {
    P.VIEW_ROLL,
    P.VIEW_CARE,
    P.VIEW_CONFIDENTIAL_ADDRESS,
    P.VIEW_SUPPORT,
    P.EDIT_SCHOOLING,
    P.ADD_SETTING,
    P.AGREE_TIMETABLE,
    P.CORRECT_CARE,
    P.RECORD_MOVE,
    P.SEARCH_SCHOOL,
    P.TELL_SETTING,
    P.RECORD_STATUTORY_REVIEW,
    P.RECORD_ATTENDANCE,
    P.RECORD_EXCLUSION,
    P.RECORD_EXCLUSION_MEETING,
    P.RAISE_EXCLUSION_RISK,
    P.READ_EXCLUSION_RISK,
    P.ANSWER_EXCLUSION_RISK,
    P.RECORD_SENT_HOME,
    P.RECORD_ATTAINMENT,
    P.RECORD_SDQ,
    P.RECORD_CARER_SDQ,
    P.RECORD_SEN,
    P.RECORD_EHC,
    P.RECORD_SUPPORT,
    P.VIEW_EHC_PLANS,
    P.INITIATE_PEP,
    P.WRITE_PEP_ANY_SECTION,
    P.SUBMIT_PEP,
    P.INVITE_TO_PEP,
    P.CLOSE_LINKS_BY_COURT_ORDER,
    P.KEEP_ACTIONS,
    P.ASSURE_PEP,
    P.READ_CONCERNS,
    P.ANSWER_CONCERN,
    P.ARRANGE_PEP_MEETING,
    P.READ_REVIEW_PACK,
    P.SEND_REVIEW_PACK,
    P.READ_COMING_REVIEWS,
    P.PROPOSE_DECISION,
    P.HAND_OVER_PEP,
    P.ASSIGN_CASELOAD,
    P.CHECK_DATA,
    P.MERGE_RECORDS,
    P.VIEW_MESSAGES_SENT,
    P.READ_PUBLISHED_REPORTS,
    P.PRODUCE_ANNUAL_REPORT,
    P.READ_EARLY_WARNING,
    P.RECORD_EARLY_WARNING_LOOK,
}
_CARE = _READS_A_CHILD | {
    P.VIEW_ROLL,
    P.VIEW_SUPPORT,
    P.READ_EXCLUSION_RISK,
    P.VIEW_CARE,
    P.VIEW_CONFIDENTIAL_ADDRESS,
    P.READ_CONCERNS,
    P.RAISE_CONCERN,
    P.READ_REVIEW_PACK,
    P.READ_COMING_REVIEWS,
    P.READ_EARLY_WARNING,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VIRTUAL_SCHOOL_HEAD: frozenset(
        _VIRTUAL_SCHOOL
        | {
            P.OPEN_RESTRICTED_RECORD,
            P.CONFIRM_APPROVAL,
            P.UNLOCK_PEP,
            P.SET_QUALITY,
            P.SET_SAFEGUARDING,
            P.ANSWER_ESCALATED_CONCERN,
            P.IMPORT_DATA,
            P.PUBLISH_ANNUAL_REPORT,
            P.SET_CLOCKS,
            P.VIEW_READ_LOG,
        }
    ),
    Role.VIRTUAL_SCHOOL_OFFICER: frozenset(_VIRTUAL_SCHOOL),
    Role.DATA_OFFICER: frozenset(
        {
            P.VIEW_HOME,
            P.VIEW_PUPIL,
            P.VIEW_ROLL,
            P.VIEW_CARE,
            P.EDIT_SCHOOLING,
            P.ADD_SETTING,
            P.AGREE_TIMETABLE,
            P.CORRECT_CARE,
            P.IMPORT_DATA,
            P.CHECK_DATA,
            P.MERGE_RECORDS,
            P.ASSIGN_CASELOAD,
            P.VIEW_MESSAGES_SENT,
        }
    ),
    Role.SOCIAL_WORKER: frozenset(
        _CARE
        | {
            P.EDIT_SCHOOLING,
            P.AGREE_TIMETABLE,
            P.CORRECT_CARE,
            P.RECORD_EXCLUSION_MEETING,
            P.RAISE_EXCLUSION_RISK,
            P.RECORD_SENT_HOME,
            P.RECORD_MOVE,
            P.RECORD_SDQ,
            P.RECORD_CARER_SDQ,
            P.RECORD_EHC,
            P.RECORD_SUPPORT,
            P.SEARCH_SCHOOL,
            P.TELL_SETTING,
            P.INITIATE_PEP,
            P.WRITE_PEP_CARE_SECTIONS,
            P.ANSWER_DECISION,
            P.ARRANGE_PEP_MEETING,
            P.HAND_OVER_PEP,
            P.SUBMIT_PEP,  # where the child has no setting; the rule in peps decides
            P.INVITE_TO_PEP,
            P.CLOSE_LINKS_BY_COURT_ORDER,
            P.KEEP_ACTIONS,
        }
    ),
    Role.TEAM_MANAGER: frozenset(
        _CARE
        | {
            P.RECORD_MOVE,
            P.SEARCH_SCHOOL,
            P.EDIT_SCHOOLING,  # the place that was found
            P.AGREE_TIMETABLE,
            P.TELL_SETTING,
        }
    ),
    Role.DESIGNATED_TEACHER: frozenset(
        _READS_A_CHILD
        | {
            P.VIEW_ROLL,
            P.PROPOSE_DECISION,
            P.WRITE_PEP_SCHOOL_SECTIONS,
            P.AGREE_TIMETABLE,
            P.SUBMIT_PEP,
            P.KEEP_ACTIONS,
            P.INVITE_TO_PEP,
            P.ARRANGE_PEP_MEETING,
            P.RECORD_ATTENDANCE,
            P.RECORD_EXCLUSION,
            P.RECORD_EXCLUSION_MEETING,
            P.RAISE_EXCLUSION_RISK,
            P.READ_EXCLUSION_RISK,
            P.RECORD_SENT_HOME,
            P.RECORD_ATTAINMENT,
            P.RECORD_SDQ,
            P.COMPLETE_SCHOOL_SDQ,
            P.RECORD_SEN,
            P.RECORD_SUPPORT,
            P.VIEW_SHARED_SUPPORT,
            P.HAND_OVER_PEP,
        }
    ),
    Role.SCHOOL_STAFF: frozenset({P.VIEW_HOME, P.VIEW_ROLL, P.RECORD_ATTENDANCE}),
    Role.HEAD_TEACHER: frozenset(
        _READS_A_CHILD | {P.VIEW_ROLL, P.READ_EXCLUSION_RISK, P.VIEW_SHARED_SUPPORT}
    ),
    Role.SEND_OFFICER: frozenset(
        _READS_A_CHILD | {P.VIEW_ROLL, P.RECORD_SEN, P.RECORD_EHC, P.VIEW_EHC_PLANS}
    ),
    Role.PERSONAL_ADVISER: frozenset(_READS_A_CHILD | {P.VIEW_ROLL}),
    Role.IRO: frozenset(_CARE | {P.RECORD_STATUTORY_REVIEW}),
    Role.DIRECTOR: frozenset({P.VIEW_HOME, P.READ_PUBLISHED_REPORTS}),
    Role.LEAD_MEMBER: frozenset({P.VIEW_HOME, P.READ_PUBLISHED_REPORTS}),
}


def permissions_of(roles: Set[Role]) -> frozenset[Permission]:
    """Everything that somebody holding these roles may do."""
    return frozenset().union(*(ROLE_PERMISSIONS.get(role, frozenset()) for role in roles))
