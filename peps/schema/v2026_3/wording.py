"""The words of a question where its child is in no school: by variant, one line for each question.

A question keeps its key, its head and its lines of the guidance; only how it is asked differs.
Pupil premium plus is for children from Reception to Year 11; before it there is the early years
pupil premium, after it a grant of its own for attendance, retention and attainment from 16 to 18.
The early years form asks about funding of any name, and in Reception by the name of the first.
"""

from collections.abc import Mapping
from dataclasses import replace

from ..parts import Field, Section, Variant
from .section_words import AFTER_YEAR_11, ANY_FUND, EARLY_FUND, SECTIONS, young

Words = Mapping[str, str | bool | tuple[tuple[str, str], ...]]  # label, hint, choices, needed

_REACHED = {"label": "The carer, and how to reach them"}
_PEOPLE = {"hint": "At home, friends, family, where the child learns or works."}
_STRENGTHS = {"hint": "Interests, strengths and capabilities."}
_CARER_SAYS = {"hint": "What goes well, what worries them, what they ask for."}
_CONSENT = {"hint": "Consent, forms that need a signature; who receives reports."}
_HANDED_OVER = {
    "label": "What the next place is told, by whom, when",
    "hint": "This plan, what works, SEN, safeguarding; from whom to whom.",
}
_NEXT = {
    "moving_on.next_place": {
        "label": "The next course, job or training, and how far it is settled",
        "hint": "Applied, offered, accepted.",
    },
    "moving_on.handed_over": _HANDED_OVER,
}
_AFTER_YEAR_11 = {
    "seeking_education.sought": {
        "label": "Places asked, with the day and the answer",
        "hint": "Application, interview, refusal, silence.",
    },
    "seeking_education.next_step": {"hint": "Who asks again, and what else is tried."},
    **ANY_FUND,
    "transition_and_stability.limit_disruption": {
        "hint": "Timing, transport, a visit, somebody known who goes along.",
    },
}
_OUTSIDE_SCHOOL = {
    "about_me.what_i_like": _STRENGTHS,
    "about_me.important_people": _PEOPLE,
    "care_and_contacts.carer": _REACHED,
    "care_and_contacts.parental_responsibility": _CONSENT,
    "carer_and_parent_views.carers_views": _CARER_SAYS,
    "childs_views.going_well": {"label": "What is going well"},
}

_STUDY = {
    "label": "Learning activities and study support outside lessons",
    "hint": "Clubs, tuition, a place to study, library, equipment.",
}
_NEW_PLACE = {"label": "Is a new place to learn, or a change of home, planned?"}
_EARLY_YEARS: Mapping[str, Words] = {  # with a setting or without one
    **_OUTSIDE_SCHOOL,
    **EARLY_FUND,
    "about_me.important_people": {"hint": "At home, friends, family, where the child plays."},
    "care_and_contacts.carers_role_in_learning": {
        "hint": "What the carer does to support learning: books, songs, play, outings, a group."
    },
    "health_and_wellbeing.health_at_school": {
        "label": "Health needs that whoever looks after the child by day should know of",
        "hint": "Medication, hearing, sight, allergies: what they should do.",
    },
    "transition_and_stability.is_change_planned": {
        "label": "Is a change of setting, the start of school or a change of home planned?"
    },
    "transition_and_stability.what_changes": {
        "hint": "Where the setting changes or school begins, “Moving on” asks about the next one.",
        "choices": (
            ("school", "The setting, or school begins"),
            ("home", "The home alone"),
            ("both", "Both"),
        ),
    },
    "transition_and_stability.limit_disruption": {
        "hint": "Staying with the same people, transport, timing, a visit, a toy that goes along."
    },
    "transition_and_stability.transition_support": {
        "hint": "Where the setting changes, school begins or the child comes back after illness. "
        "Leave it empty if neither."
    },
    "transition_and_stability.stability": {"label": "What keeps home and daily life stable"},
    "moving_on.next_place": {"label": "The next setting, class or school: how far it is settled"},
    "leisure_and_learning.out_of_school_learning": {
        "label": "Play and learning at home and in groups",
        "hint": "Groups, library, music, swimming, books and toys.",
    },
}

WORDS: Mapping[Variant | None, Mapping[str, Words]] = {
    Variant.EARLY_YEARS: _EARLY_YEARS,
    Variant.POST_16: {
        **_AFTER_YEAR_11,
        "about_me.what_i_like": _STRENGTHS,
        "about_me.important_people": _PEOPLE,
        "transition_and_stability.is_change_planned": {
            "label": "Is a change of school, college, course or home planned?"
        },
        "transition_and_stability.what_changes": {
            "hint": "Where the place of learning changes, “Moving on” asks about the next one."
        },
        "transition_and_stability.transition_support": {
            "hint": "Where the place of learning changes or somebody comes back after illness. "
            "Leave it empty if neither."
        },
        "transition_and_stability.stability": {"label": "What keeps education and home stable"},
        "leisure_and_learning.out_of_school_learning": _STUDY,
        "care_and_contacts.carer": {"label": "The carer, and how school or college reaches them"},
        "care_and_contacts.parental_responsibility": {
            "hint": "Trips, photographs, consent; who receives reports."
        },
        "care_and_contacts.carers_role_in_learning": {
            "hint": "What the carer does to support learning: study at home, open evenings, "
            "applications."
        },
        "carer_and_parent_views.carers_views": _CARER_SAYS,
        "childs_views.going_well": {"label": "What is going well at school or college"},
        "health_and_wellbeing.health_at_school": {
            "label": "Health needs that school or college should know of"
        },
    },
    Variant.POST_16_AT_WORK: {
        **_AFTER_YEAR_11,
        **_OUTSIDE_SCHOOL,
        **_NEXT,
        "care_and_contacts.carers_role_in_learning": {
            "hint": "What the carer does to support learning: mornings, travel, time to study."
        },
        "school_and_key_people.attends": {"label": "What work or training is it?"},
        "school_and_key_people.current_arrangements": {"label": "Current work and training"},
        "attendance_and_behaviour.attendance_record": {
            "label": "Attendance at work and training this term and this year",
            "hint": "Of working hours and of training, and what lies behind it.",
        },
        "attendance_and_behaviour.behaviour_strategies": {
            "label": "What helps when it gets hard, agreed with the Virtual School",
            "hint": "What employer and trainer do, what they avoid, who agreed it and when; “none "
            "needed” if so.",
        },
        "health_and_wellbeing.health_at_school": {
            "label": "Health needs that employer and trainer should know of",
        },
        "childs_views.going_well": {"label": "What is going well at work and in training"},
        "transition_and_stability.is_change_planned": {
            "label": "Is a change of work, course or home planned?"
        },
        "transition_and_stability.what_changes": {
            "hint": "Where the work or the course changes, “Moving on” asks about the next.",
            "choices": (
                ("school", "The work, training or course"),
                ("home", "The home, and the work is kept"),
                ("both", "Both the work and the home"),
            ),
        },
        "transition_and_stability.transition_support": {
            "hint": "Into other work, training or a course. Leave it empty if none is planned."
        },
        "transition_and_stability.stability": {"label": "What keeps work and home stable"},
        "leisure_and_learning.out_of_school_learning": {
            "label": "Learning activities and study support outside working hours",
            "hint": "Clubs, tuition, a place to study, library, equipment.",
        },
    },
    Variant.POST_16_IN_NEITHER: {
        **_AFTER_YEAR_11,
        **_OUTSIDE_SCHOOL,
        **_NEXT,
        "about_me.important_people": {"hint": "At home, friends, family, whoever helps."},
        "care_and_contacts.carers_role_in_learning": {
            "hint": "What the carer does to support learning: visits, applications, a place and "
            "time for it."
        },
        "school_and_key_people.attends": {"label": "What is the young person doing now?"},
        "school_and_key_people.current_arrangements": {"label": "What fills the week now"},
        "attendance_and_behaviour.attendance_record": {
            "label": "What the young person took part in this term",
            "hint": "Appointments, visits, tasters, tuition: kept, of those offered, and what "
            "lies behind it. “Nothing was offered” if so.",
        },
        "attendance_and_behaviour.conduct_record": {
            "label": "How they get on with others",
            "hint": "With whoever helps them, and in groups; what goes well, what is hard.",
        },
        "attendance_and_behaviour.attendance_support": {"label": "Support to take part"},
        "attendance_and_behaviour.behaviour_strategies": {
            "label": "What helps when it gets hard, agreed with the Virtual School",
            "hint": "Where there is anything: what others do, what they avoid, who agreed it.",
            "needed": False,  # the guidance asks what the VSH and a school agree
        },
        "health_and_wellbeing.health_at_school": {
            "label": "Health needs that a course, an employer or an adviser should know of",
            "hint": "Medication, hearing, sight, allergies: what they should do.",
        },
        "transition_and_stability.is_change_planned": {
            "label": "Is a new place to learn or work, or a change of home, planned?"
        },
        "transition_and_stability.what_changes": {
            "hint": "Where a place begins, “Moving on” asks about it.",
            "choices": (
                ("school", "A place in education, training or work begins"),
                ("home", "The home alone"),
                ("both", "Both"),
            ),
        },
        "transition_and_stability.transition_support": {
            "hint": "Into the new place: a shorter week at first, somebody who goes along. Leave "
            "it empty if none is planned."
        },
        "transition_and_stability.stability": {"label": "What keeps home and daily life stable"},
        "leisure_and_learning.out_of_school_learning": {
            "label": "Learning activities and study support",
            "hint": "Clubs, tuition, a place to study, library, equipment.",
        },
    },
    Variant.CUSTODY: {
        **_OUTSIDE_SCHOOL,
        "care_and_contacts.carer": {"label": "Who cares for the child, there and outside"},
        "care_and_contacts.carers_role_in_learning": {
            "hint": "What carer and caseworker do to support learning: visits, letters, books."
        },
        "school_and_key_people.attends": {"label": "Why is the child there now?"},
        "attendance_and_behaviour.attendance_record": {
            "label": "Lessons attended this term and this year"
        },
        "attendance_and_behaviour.behaviour_strategies": {
            "label": "Behaviour strategies agreed with staff and the Virtual School"
        },
        "health_and_wellbeing.health_at_school": {
            "label": "Health needs that staff who teach should know of"
        },
        "pupil_premium_plus.planned": {
            "hint": "Additional resources designated to support the child's attainment. Pupil "
            "premium plus is for children up to Year 11; after it name the fund. “None” if so."
        },
        "transition_and_stability.is_change_planned": _NEW_PLACE,
        "transition_and_stability.limit_disruption": {
            "hint": "Records handed over in time, the same people, a visit before."
        },
        "transition_and_stability.stability": {
            "label": "What keeps learning and the ties to home stable"
        },
        "leisure_and_learning.out_of_school_learning": {
            "label": "Learning activities and study support outside lessons",
            "hint": "Library, clubs, work from outside, a place to study, equipment.",
        },
    },
    Variant.INTERIM: {
        **_OUTSIDE_SCHOOL,
        "care_and_contacts.carers_role_in_learning": {
            "hint": "What the carer does to support learning: reading, a place to work, going "
            "along to tuition and to visits."
        },
        "attendance_and_behaviour.behaviour_strategies": {
            "hint": "What those who teach the child do, what they avoid, who agreed it and when; "
            "“none needed” if so."
        },
        "health_and_wellbeing.health_at_school": {
            "label": "Health needs that whoever teaches the child should know of"
        },
        "transition_and_stability.is_change_planned": _NEW_PLACE,
        "transition_and_stability.limit_disruption": {
            "hint": "The same people, transport, timing outside Years 10 and 11, a visit."
        },
        "transition_and_stability.stability": {"label": "What keeps learning and home stable"},
        "leisure_and_learning.out_of_school_learning": _STUDY,
    },
}


def in_own_words(section: Section, variant: Variant | None) -> Section:
    """The section in the words of its variant; as it was where the variant has none of its own."""
    words = WORDS.get(variant, {})

    def said(field: Field) -> Field:
        changes = words.get(f"{section.key}.{field.key}")
        field = replace(field, **changes) if changes else field  # type: ignore[arg-type]
        return _of_a_young_person(field) if variant in AFTER_YEAR_11 else field

    own = dict(SECTIONS.get(variant, {}).get(section.key, {}))
    if variant in AFTER_YEAR_11:
        own = {name: young(own.get(name, getattr(section, name))) for name in ("title", "intro")}
    return replace(section, fields=tuple(said(field) for field in section.fields), **own)  # type: ignore[arg-type]


def _of_a_young_person(field: Field) -> Field:
    return replace(
        field,
        label=young(field.label),
        hint=young(field.hint),
        choices=tuple((value, young(words)) for value, words in field.choices),
    )
