"""Form 2026.1: one form for every child, written for secondary age.

To change a question, change it in the module of its part; a new version is a new folder.
`docs/pep-content.md` shows which line of the guidance each question answers.
"""

from ..parts import Form
from .care import CARE_AND_CONTACTS, CARER_AND_PARENT_VIEWS, HEALTH, TRANSITION
from .child import ABOUT_ME, ASPIRATIONS, CHILDS_VIEWS, LEISURE
from .plan import ACTIONS, MEETING, NEW_TARGETS, PUPIL_PREMIUM_PLUS, REVIEW_OF_TARGETS
from .school import ATTAINMENT, ATTENDANCE, SCHOOL, SEN

FORM = Form(
    version="2026.1",
    sections=(
        ABOUT_ME,
        CARE_AND_CONTACTS,
        SCHOOL,
        ATTENDANCE,
        ATTAINMENT,
        SEN,
        HEALTH,
        CHILDS_VIEWS,
        CARER_AND_PARENT_VIEWS,
        REVIEW_OF_TARGETS,
        NEW_TARGETS,
        ASPIRATIONS,
        PUPIL_PREMIUM_PLUS,
        TRANSITION,
        LEISURE,
        ACTIONS,
        MEETING,
    ),
)
