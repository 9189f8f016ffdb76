"""Which form a child's PEP takes, and which sections their circumstances add.

Source: statutory guidance (2018): the PEP runs from pre-school to age 18, is initiated even
without a school place, and plans transitions, "such as when a child starts attending a new
school"; Annex 2 for children in custody.
"""

from dataclasses import dataclass, replace
from datetime import date

from peps.schema import Answers, Circumstance, Variant
from pupils.rules.ages import year_of_age
from vsh.calendars.rules import Season, academic_year, nominal_start

CUSTODY = {"R5", "K1"}  # SSDA903 placements: young offender institution, secure children's home
YEARS_BEFORE_A_MOVE = {6, 11, 13}  # the whole year
YEARS_OF_ARRIVAL = {0, 7}  # the first term: by the second the child goes to school there
YEARS_OF_A_NATIONAL_CHECK = {1, 2, 4, 6}  # phonics (again in 2), multiplication, end of KS2
YEARS_OF_OPTIONS = {8, 9}
YEARS_OF_EXAMINATIONS = {10, 11}
FIRST_MONTH_OF_AUTUMN = 9
LAST_YEAR_OF_SCHOOL_AGE = 11


@dataclass(frozen=True, kw_only=True)
class Learner:
    """What decides the form: age, where the child learns and lives on the day.

    `place` is the kind of the main place (`main`, `otherwise`, `no_place`), blank if nobody has
    said. `has_setting`: a setting of whatever kind has the child or has accepted them, so that
    there is a designated teacher to write. `is_move_planned` is an accepted place elsewhere, or the
    plan's own answer that the school changes. `has_earlier_plan`: a plan of theirs, in whatever
    time in care, came before this one and was not set aside; `child_spoke_before` and
    `home_spoke_before`: the last of them says what the child, or a carer or parent, wanted to be
    different. `has_attendance`: schools reported some for the plan's term; `has_exclusions`: for
    its academic year. `season` is the term of the plan, if there is one.
    """

    date_of_birth: date
    on: date
    season: Season | None = None
    nc_year: int | None = None
    place: str = ""
    is_full_time: bool = True
    has_setting: bool = False
    has_alternative_provision: bool = False
    has_ehc_plan: bool = False
    placement_type: str = ""
    is_move_planned: bool = False
    has_earlier_plan: bool = False
    child_spoke_before: bool = False
    home_spoke_before: bool = False
    has_attendance: bool = False
    has_exclusions: bool = False

    @property
    def year(self) -> int:
        """The year group on record, else the one of the child's age; Reception is 0."""
        return year_of_age(self.date_of_birth, self.on) if self.nc_year is None else self.nc_year

    @property
    def is_in_transition(self) -> bool:
        """Whether the year ends with a move, or the child has just arrived in the autumn."""
        by_day = self.on.month >= FIRST_MONTH_OF_AUTUMN
        is_autumn = self.season is Season.AUTUMN if self.season else by_day
        return self.year in YEARS_BEFORE_A_MOVE or (self.year in YEARS_OF_ARRIVAL and is_autumn)

    @property
    def learns_somewhere(self) -> bool:
        """Whether the child has a main school by now or is educated otherwise."""
        return self.place in {"main", "otherwise"}

    @property
    def has_a_form_for_learners(self) -> bool:
        """Whether the plan is that of a child who learns, or is about to, somewhere."""
        return self.has_setting or self.learns_somewhere


def in_term(child: Learner, *, year: str, season: Season) -> Learner:
    """The child as the plan of a term sees them.

    One begun in August is written for the year group of September; one that is left over from an
    earlier year is written for the child of today.
    """
    this_year = academic_year(child.on)
    if year < this_year:
        return child
    if year == this_year:
        return replace(child, season=season)
    nc_year = None if child.nc_year is None else child.nc_year + 1
    return replace(child, on=nominal_start(year, season), season=season, nc_year=nc_year)


def says_that_the_school_changes(answers: Answers) -> bool:
    """Whether a plan's own answers on planned changes are of a move of school.

    A plan that says only that something changes, as those written before what moves was asked,
    is one until somebody says that the school is kept.
    """
    return answers.get("is_change_planned") == "yes" and answers.get("what_changes") != "home"


def variant_of(child: Learner) -> Variant:
    """The form for a plan that begins today. At work is a person's choice: no record says so."""
    if child.placement_type in CUSTODY:
        return Variant.CUSTODY
    if child.year <= 0:
        return Variant.EARLY_YEARS  # also without a setting
    if child.year > LAST_YEAR_OF_SCHOOL_AGE:
        return Variant.POST_16 if child.has_a_form_for_learners else Variant.POST_16_IN_NEITHER
    if not child.has_a_form_for_learners:
        return Variant.INTERIM
    return Variant.PRIMARY if child.year <= 6 else Variant.SECONDARY


def circumstances_of(child: Learner) -> frozenset[Circumstance]:
    """The circumstances that add a section or a question."""
    is_of_school_age = 0 < child.year <= LAST_YEAR_OF_SCHOOL_AGE
    is_held = child.placement_type in CUSTODY
    lacks_education = not child.learns_somewhere or not child.is_full_time
    applies = {
        Circumstance.TRANSITION: child.is_in_transition or child.is_move_planned,
        Circumstance.ALTERNATIVE_PROVISION: child.has_alternative_provision,
        Circumstance.EHC_PLAN: child.has_ehc_plan,
        Circumstance.SEEKING_EDUCATION: is_of_school_age and lacks_education and not is_held,
        Circumstance.EARLIER_PLAN: child.has_earlier_plan,
        Circumstance.CHILD_SPOKE_BEFORE: child.child_spoke_before,
        Circumstance.HOME_SPOKE_BEFORE: child.home_spoke_before,
        Circumstance.ATTENDANCE_KNOWN: child.has_attendance,
        Circumstance.ATTENDANCE_UNKNOWN: not child.has_attendance,
        Circumstance.SUSPENSIONS_UNKNOWN: not child.has_exclusions,
    }
    of_the_child = frozenset(circumstance for circumstance, holds in applies.items() if holds)
    return of_the_child | of_school_year(child.year)


def of_school_year(year: int) -> frozenset[Circumstance]:
    """The circumstances of a school year, each of which adds a question to a section."""
    applies = {
        Circumstance.BEFORE_RECEPTION: year < 0,
        Circumstance.IN_RECEPTION: year == 0,
        Circumstance.YEAR_OF_A_NATIONAL_CHECK: year in YEARS_OF_A_NATIONAL_CHECK,
        Circumstance.FROM_YEAR_7: year >= 7,
        Circumstance.CHOOSING_OPTIONS: year in YEARS_OF_OPTIONS,
        Circumstance.FROM_YEAR_9: year >= 9,
        Circumstance.EXAMINATION_YEARS: year in YEARS_OF_EXAMINATIONS,
    }
    return frozenset(circumstance for circumstance, holds in applies.items() if holds)
