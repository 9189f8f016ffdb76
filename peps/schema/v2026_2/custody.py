"""In custody, at any age: what the detention placement plan says of education, and release.

Source: statutory guidance (2018), Annex 2.
"""

from ..parts import Field, Owner, Section
from . import primary, secondary, shared

ESTABLISHMENT = Section(
    key="school_and_key_people",
    title="Education in custody, and key people",
    owners=(Owner.CARE,),
    guidance_words=(
        "The detention placement plan includes the arrangements made by staff in the youth "
        "detention accommodation for education and training, the name and address of the "
        "institution attended immediately before, the authority that maintains any EHC plan, and "
        "the name of the VSH."
    ),
    fields=(
        shared.EDUCATION_HISTORY,
        Field(
            key="attended_before",
            label="School, college or training attended immediately before detention",
            hint="Name and address; whether the place is kept, and who asked for that.",
            needed=True,
        ),
        shared.attends(
            ("remand", "On remand"),
            ("sentence", "Serving a sentence"),
            ("welfare", "In secure accommodation for their own welfare"),
        ),
        shared.current_arrangements(
            "What staff of the establishment have arranged: hours, subjects, courses, library."
        ),
        Field(
            key="needs_met_there",
            label="How learning needs are met there",
            hint="As assessed on arrival; who passed on the last PEP, and when.",
            needed=True,
            guidance=("SG-CON-03",),
        ),
        Field(
            key="ehc_plan_authority",
            label="The authority that maintains the EHC plan",
            hint="“No EHC plan” if so.",
            needed=True,
        ),
        shared.key_adult("Whom the child trusts there"),
        shared.school_contacts(
            "Head of education, youth offending team's officer, caseworker: how to reach them"
        ),
    ),
)

RELEASE = Section(
    key="release",
    title="Planning for release",
    owners=(Owner.CARE,),
    guidance_words=(
        "Plan ahead in sufficient time so that a suitable educational or training placement can "
        "be arranged wherever the child will live following release from custody."
    ),
    fields=(
        Field(
            key="release_on",
            label="When release is expected, and how sure that is",
            needed=True,
        ),
        Field(
            key="place_on_release",
            label="The school, college, training or work on release",
            hint="Where the child will live, what is asked for, answers so far, the first day.",
            needed=True,
            guidance=("SG-CON-04",),
        ),
        Field(
            key="continuity",
            label="How learning begun inside goes on outside",
            hint="Courses, coursework, examinations entered for, records handed over.",
            needed=True,
            guidance=("SG-CON-04",),
        ),
    ),
)

ATTENDANCE = Section(
    key="attendance_and_behaviour",
    title="Attendance and conduct",
    owners=(Owner.CARE,),
    guidance_words=primary.ATTENDANCE.guidance_words,
    fields=shared.attendance_fields(
        record="Lessons attended of those offered, and what kept the child away.",
        conduct="How the child gets on with staff and others; what goes well, what is hard.",
    ),
)

ATTAINMENT = Section(
    key="attainment_and_progress",
    title="Attainment and progress",
    owners=(Owner.CARE,),
    guidance_words=secondary.ATTAINMENT.guidance_words,
    fields=(
        shared.attainment_now("Results before, assessments on arrival, courses now."),
        shared.PROGRESS,
        shared.ACHIEVEMENTS,
        shared.EDUCATIONAL_NEEDS,
        shared.stage_support(
            "Support to make progress there", "And to complete qualifications that were begun."
        ),
        shared.CATCH_UP_SUPPORT,
        shared.WHAT_MADE_A_DIFFERENCE,
    ),
)
