"""What Ofsted grades, and in which words, under the framework in force on the day.

State-funded schools have had no overall grade since September 2024: the key judgements were given
alone until report cards began on 10 November 2025. Grades of two frameworks are never equated.
Key judgements: Ofsted, School inspection handbook (16 September 2024), paragraph 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

FIRST_WITHOUT_OVERALL = date(2024, 9, 1)
FIRST_REPORT_CARD = date(2025, 11, 10)
# Groups of the national register whose schools are state-funded, in lower case.
STATE_FUNDED = frozenset(
    {"academies", "free schools", "local authority maintained schools", "special schools"}
)
_FOUR_GRADES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
_CARD_GRADES = (
    *("Exceptional", "Strong standard", "Expected standard"),
    *("Needs attention", "Urgent improvement"),
)
_STAGES = ("early years", "sixth form")  # where the school has them


@dataclass(frozen=True, kw_only=True)
class Framework:
    """What was graded under it, and with which grades in each area."""

    key: str
    words: str
    areas: Mapping[str, tuple[str, ...]]


OVERALL = Framework(
    key="overall",
    words="overall effectiveness",
    # Two kinds of "inadequate" stand beside it, as the national register told them.
    areas={"overall effectiveness": (*_FOUR_GRADES, "Special measures", "Serious weaknesses")},
)
KEY_JUDGEMENTS = Framework(
    key="key_judgements",
    words="key judgements",
    areas=dict.fromkeys(
        (
            *("quality of education", "behaviour and attitudes"),
            *("personal development", "leadership and management"),
            *_STAGES,
        ),
        _FOUR_GRADES,
    ),
)
REPORT_CARD = Framework(
    key="report_card",
    words="report card",
    areas={
        **dict.fromkeys(
            (
                *("inclusion", "curriculum and teaching", "achievement"),
                *("attendance and behaviour", "personal development and well-being"),
                *("leadership and governance", *_STAGES),
            ),
            _CARD_GRADES,
        ),
        "safeguarding": ("Met", "Not met"),
    },
)
FRAMEWORKS = {one.key: one for one in (OVERALL, KEY_JUDGEMENTS, REPORT_CARD)}
WHEN_IN_FORCE = (
    "State-funded schools have an overall grade to 31 August 2024, key judgements from then to "
    "9 November 2025, a report card from 10 November 2025."
)


def in_force(framework: str, *, on: date, is_state_funded: bool) -> bool:
    """Whether a school inspected on the day was graded under it.

    When the overall grade ended for other settings, such as independent schools, is not on record
    here: of them it is taken of any day.
    """
    if framework == OVERALL.key:
        return on < FIRST_WITHOUT_OVERALL or not is_state_funded
    if framework == KEY_JUDGEMENTS.key:
        return FIRST_WITHOUT_OVERALL <= on < FIRST_REPORT_CARD
    return framework == REPORT_CARD.key and on >= FIRST_REPORT_CARD


def is_state_funded(type_group: str) -> bool:
    """Whether a school of this group of the register is; of an unknown group most are."""
    return not type_group or type_group.casefold() in STATE_FUNDED


def framework_of(words: str) -> Framework | None:
    """The framework by its key or its words."""
    plain = _plain(words)
    return next((one for one in FRAMEWORKS.values() if plain in (_plain(one.key), one.words)), None)


def area_of(words: str, framework: Framework) -> str | None:
    """The area as the framework names it; the overall grade needs none."""
    plain = _plain(words).removesuffix(" provision").replace("wellbeing", "well being")
    if framework is OVERALL and plain in ("", "overall"):
        return next(iter(framework.areas))
    return next((one for one in framework.areas if plain == _plain(one)), None)


def grade_of(words: str, framework: Framework, area: str) -> str | None:
    """The grade as the framework spells it."""
    plain = _plain(words)
    return next((one for one in framework.areas[area] if plain == _plain(one)), None)


def _plain(words: str) -> str:
    for sign, instead in (("&", " and "), ("_", " "), ("-", " ")):
        words = words.replace(sign, instead)
    return " ".join(words.casefold().split())
