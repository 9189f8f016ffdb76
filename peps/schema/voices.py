"""What a child, a carer and a parent are asked by their personal link, a child in three manners.

An answer bears the key of its question alone, and complete plans tell it by what stands here. What
is asked no more is left without `titles`; another question has another key; no option goes. A test
holds it to that.
"""

from dataclasses import replace

from .by_day import ByDay
from .speakers import Purpose
from .voice_parts import OWN_WORDS, PICTURES, SIMPLE, Option, Question


def _options(**words: str) -> tuple[Option, ...]:
    return tuple(Option(key=key.replace("_", "-"), words=said) for key, said in words.items())


FACES = _options(great="Great", good="Good", okay="OK", not_good="Not good", bad="Bad")

CHILD = (
    Question(
        key="school",
        label="How my days are",
        section="childs_views",
        titles={PICTURES: "How {is_it}?", SIMPLE: "How do you feel about {it}?"},
        hints={PICTURES: "Touch a face.", SIMPLE: "Choose a face. You can say why."},
        options=FACES,
        drawn_for=(PICTURES, SIMPLE),
        is_one=True,
    ),
    Question(
        key="going_well",
        label="What is going well",
        section="childs_views",
        answers="going_well",
        titles={
            PICTURES: "What is good{there}?",
            SIMPLE: "What is good{there}?",
            OWN_WORDS: "What is going well for you?",
        },
        hints={
            PICTURES: "Touch as many as you like.",
            OWN_WORDS: "At school, college or work, in training, or wherever you spend your days.",
        },
        options=_options(
            friends="My friends",
            teacher="My teacher",
            playing="Playing",
            reading="Reading",
            numbers="Numbers",
            drawing="Drawing",
            sport="Sport",
            music="Music",
            outside="Being outside",
            lunch="Lunch",
        ),
    ),
    Question(
        key="should_change",
        label="What I would like to be different",
        section="childs_views",
        answers="should_change",
        asks_for_change=True,
        titles={
            PICTURES: "What is hard{there}?",
            SIMPLE: "What would you like to be different?",
            OWN_WORDS: "What should be different, and what should we do about it?",
        },
        hints={
            PICTURES: "Touch as many as you like.",
            SIMPLE: "Something that is hard, or not fair, or that you miss.",
        },
        options=_options(
            loud="It is loud",
            reading="Reading",
            numbers="Numbers",
            still="Sitting still",
            falling_out="Falling out",
            lunch="Lunch",
            morning="Mornings",
            missing="Missing someone",
        ),
    ),
    Question(
        key="likes",
        label="What I like and am good at",
        section="about_me",
        answers="what_i_like",
        titles={
            PICTURES: "What do you like?",
            SIMPLE: "What do you like, and what are you good at?",
            OWN_WORDS: "What do you enjoy, and what are you good or getting good at?",
        },
        hints={PICTURES: "Touch as many as you like."},
        options=_options(
            playing="Playing",
            drawing="Drawing",
            reading="Stories",
            music="Music",
            sport="Sport",
            animals="Animals",
            building="Building",
            computer="Games",
            outside="Being outside",
            friends="Friends",
        ),
    ),
    Question(
        key="proud",
        label="What I am proud of",
        section="about_me",
        answers="proud_of",
        titles={
            SIMPLE: "What are you proud of?",
            OWN_WORDS: "What have you done that you are proud of?",
        },
        hints={SIMPLE: "Big or small. It can be anywhere."},
    ),
    Question(
        key="helps",
        label="What helps me to learn",
        section="about_me",
        answers="what_helps",
        asks_for_change=True,
        titles={
            PICTURES: "What helps you?",
            SIMPLE: "What helps you to learn?",
            OWN_WORDS: "What helps you to learn, and what gets in the way?",
        },
        hints={PICTURES: "Touch as many as you like."},
        options=_options(
            grown_up="A grown-up",
            friends="A friend",
            quiet="A quiet place",
            **{"break": "A break"},
            pictures="Pictures",
            toy="A cuddly toy",
            outside="Going outside",
        ),
    ),
    Question(
        key="hopes",
        label="What I hope for",
        section="aspirations_and_careers",
        asks_for_change=True,
        titles={
            SIMPLE: "What would you like to do one day?",
            OWN_WORDS: "What do you want to do after this, and what would help you get there?",
        },
    ),
    Question(
        key="meeting",
        label="Who I would like at the meeting",
        section="meeting",
        titles={
            PICTURES: "Who should come to your meeting?",
            SIMPLE: "Who should be at the meeting about your plan?",
            OWN_WORDS: "Who should be at the meeting about your plan, and who should not?",
        },
        hints={
            PICTURES: "The meeting is to talk about what you need.",
            SIMPLE: "You can come too, for all of it or a part. You can write names.",
            OWN_WORDS: "You can be there for all of it, for a part, or send somebody to speak for "
            "you. Say too where and when would be good.",
        },
        options=_options(
            me="Me",
            home="Who I live with",
            teacher="A teacher",
            worker="My social worker",
            family="My family",
            friends="A friend",
        ),
        drawn_for=(PICTURES, SIMPLE),
    ),
    Question(
        key="changed",
        label="What changed because of what I said last time",
        section="childs_views",
        answers="changed_since",
        titles={
            PICTURES: "Did things get better?",
            SIMPLE: "Did anything change because of what you said last time?",
            OWN_WORDS: "What changed because of what you said last time?",
        },
        options=_options(yes="Yes", bit="A bit", no="No"),
        drawn_for=(PICTURES, SIMPLE),
        is_one=True,
        looks_back=True,
    ),
    Question(
        key="more",
        label="Anything else",
        section="childs_views",
        asks_for_change=True,
        titles={
            SIMPLE: "Is there anything else you want to say?",
            OWN_WORDS: "What else should people know?",
        },
    ),
)


def _asked(key: str, title: str, hint: str = "", *, asks_for_change: bool = True) -> Question:
    return Question(
        key=key,
        label=title,
        section="carer_and_parent_views",
        titles={"": title},
        hints={"": hint},
        asks_for_change=asks_for_change,
    )


def _answering(field: str, *asked: Question) -> tuple[Question, ...]:
    return tuple(replace(question, answers=field) for question in asked)


CARER = _answering(
    "carers_views",
    _asked(
        "going_well",
        "What is going well at school, or wherever they learn, as you see it from home?",
        asks_for_change=False,
    ),
    _asked("worries", "What worries you, or is hard for them?"),
    _asked(
        "at_home",
        "What helps with learning at home, and what would you need?",
        "Homework, reading, a computer, a quiet place, transport to clubs.",
    ),
    _asked("leisure", "What do they enjoy out of school, and what would they like to try?"),
    _asked("next", "What should this plan do next?"),
)
PARENT = _answering(
    "parents_views",
    _asked(
        "going_well",
        "What is going well at school, or wherever they learn, as far as you know?",
        asks_for_change=False,
    ),
    _asked(
        "know",
        "What should whoever teaches or helps your child know about them?",
        "What they like, what helps.",
    ),
    _asked("worries", "What worries you?"),
    _asked("hopes", "What do you hope for?"),
)


ALL = {Purpose.CHILD: CHILD, Purpose.CARER: CARER, Purpose.PARENT: PARENT}


def questions(
    purpose: str, manner: str = "", *, looks_back: bool = False, by_day: ByDay = ByDay.SCHOOL
) -> tuple[Question, ...]:
    """The screens in order; the one that looks back only where something was said last time."""
    asked = [q.asked_of(by_day) for q in ALL[Purpose(purpose)] if manner in q.titles]
    return tuple(q for q in asked if looks_back or not q.looks_back)


def question(purpose: str, key: str) -> Question | None:
    """The question of that key, in whatever manner."""
    return next((q for q in ALL[Purpose(purpose)] if q.key == key), None)


def asked_after_again(purpose: str) -> list[str]:
    """The keys of what is looked back on next time: what somebody wanted to be different."""
    return [question.key for question in ALL[Purpose(purpose)] if question.asks_for_change]
