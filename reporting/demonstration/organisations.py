"""Northshire and Southmoor, their schools and their term dates."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

from peps.services.call_policy import set_safeguarding_lead
from vsh.calendars.models import CalendarEntry
from vsh.calendars.rules import WorkingDays
from vsh.calendars.rules.years import academic_year
from vsh.organisations.models import Authority, EducationSetting, InspectionOutcome

Setting = EducationSetting
Stretch = tuple[str, str, date, date]  # kind, name, first and last day


@dataclass(frozen=True, kw_only=True)
class Place:
    """An authority of the demonstration with its settings by phase."""

    authority: Authority
    postcode_area: str
    secondary: list[EducationSetting]
    primary: list[EducationSetting]
    special: list[EducationSetting]
    alternative: list[EducationSetting]
    college: list[EducationSetting]
    nursery: list[EducationSetting]

    @property
    def settings(self) -> list[EducationSetting]:
        """Every setting of the place."""
        return [
            *self.secondary,
            *self.primary,
            *self.special,
            *self.alternative,
            *self.college,
            *self.nursery,
        ]


NORTHSHIRE = {
    "secondary": [
        "Oakfield Academy",
        "Elm Grove High School",
        "St Cuthbert's Catholic School",
        "Harbour View Academy",
        "Kingsmead School",
        "The Priory School",
        "Westbridge Community College",
        "Ashdown Park School",
    ],
    "primary": [
        "Beechwood Primary School",
        "Castle Street Primary School",
        "Chestnut Lane Infant and Junior School",
        "Fairfield Primary Academy",
        "Hilltop Primary School",
        "Holy Trinity C of E Primary School",
        "Larkspur Primary School",
        "Meadow Vale Primary School",
        "Northgate Primary School",
        "Orchard Primary School",
        "Riverside Primary School",
        "St Anne's RC Primary School",
        "Windmill Hill Primary School",
        "Woodlands Primary Academy",
    ],
    "special": ["Brookside Special School", "The Lighthouse School"],
    "alternative": ["Northshire Pupil Referral Unit"],
    "college": ["Northshire College", "Harbour Sixth Form College"],
    "nursery": ["Little Acorns Nursery", "Sunbeams Pre-school"],
}
SOUTHMOOR = {
    "secondary": ["Moorside Academy", "Southmoor High School"],
    "primary": ["Heather Bank Primary School", "Tarn View Primary School", "Moor Lane Primary"],
    "special": ["Rowan House School"],
    "alternative": [],
    "college": ["Southmoor College"],
    "nursery": ["Stepping Stones Nursery"],
}
_TYPES = {
    "secondary": ("34", "Academy converter", Setting.Phase.SECONDARY, 11, 16),
    "primary": ("1", "Community school", Setting.Phase.PRIMARY, 4, 11),
    "special": ("7", "Community special school", Setting.Phase.NOT_APPLICABLE, 4, 19),
    "alternative": ("14", "Pupil referral unit", Setting.Phase.NOT_APPLICABLE, 11, 16),
    "college": ("18", "Further education", Setting.Phase.POST_16, 16, 99),
    "nursery": ("15", "Local authority nursery school", Setting.Phase.NURSERY, 2, 5),
}
_GRADES = ["Good", "Good", "Good", "Outstanding", "Requires improvement"]


def found_northshire() -> Place:
    """The authority that most of the demonstration is about."""
    authority = Authority.objects.create(
        code="999",
        name="Northshire",
        region="North",
        virtual_school_head_name="Helen Marsh",
        virtual_school_email="virtual.school@northshire.example",
        virtual_school_phone="01999 100 200",
    )
    set_safeguarding_lead(
        authority=authority, name="Sunita Rao", email="safeguarding@northshire.example"
    )
    return _with_settings(authority, "NS", NORTHSHIRE)


def found_southmoor() -> Place:
    """The neighbour, some of whose children attend Northshire's schools."""
    authority = Authority.objects.create(
        code="998",
        name="Southmoor",
        region="North",
        virtual_school_head_name="Samuel Price",
        virtual_school_email="virtual.school@southmoor.example",
        virtual_school_phone="01998 300 400",
    )
    return _with_settings(authority, "SM", SOUTHMOOR)


def _with_settings(authority: Authority, area: str, names: dict[str, list[str]]) -> Place:
    made: dict[str, list[EducationSetting]] = {}
    number = 0
    for group, titles in names.items():
        type_code, type_name, phase, low, high = _TYPES[group]
        made[group] = []
        for title in titles:
            number += 1
            made[group].append(
                EducationSetting(
                    urn=f"{authority.code}{number:03}",
                    la_code=authority.code,
                    la_name=authority.name,
                    establishment_number=f"{4000 + number}",
                    name=title,
                    type_code=type_code,
                    type_name=type_name,
                    phase=phase,
                    low_age=low,
                    high_age=high,
                    town=authority.name,
                    postcode=f"{area}{number % 9 + 1} {number % 8 + 1}AB",
                    telephone=f"01632 960{number:03}",  # numbers that Ofcom keeps for fiction
                    source=Setting.Source.ADDED,
                )
            )
    Setting.objects.bulk_create([one for group in made.values() for one in group])
    place = Place(authority=authority, postcode_area=area, **made)
    InspectionOutcome.objects.bulk_create(
        InspectionOutcome(
            setting=setting,
            framework=InspectionOutcome.Framework.OVERALL,
            grade=_GRADES[index % len(_GRADES)],
            inspected_on=date(2022 + index % 3, 3 + index % 4, 14),
            source="Invented for the demonstration",
        )
        for index, setting in enumerate(place.settings)
    )
    return place


def publish_terms(place: Place, *, on: date) -> None:
    """Term dates of the authority from two years before to the year after; Oakfield's own too."""
    this_year = int(academic_year(on)[:4])
    entries = []
    for year in range(this_year - 1, this_year + 2):
        entries += _year(year, authority=place.authority)
    if place.authority.code == "999":
        for year in range(this_year - 1, this_year + 2):
            entries += _year(year, setting=place.secondary[0], has_long_half_term=True)
    CalendarEntry.objects.bulk_create(entries)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _stretches(year: int, *, has_long_half_term: bool = False) -> list[Stretch]:
    """One academic year's terms, closures and INSET days, laid around Christmas and Easter."""
    first = date(year, 9, 1)
    while first.weekday() > 4:
        first += timedelta(days=1)
    christmas_break = _monday(date(year, 12, 25)) - timedelta(days=3)  # the Friday before
    good_friday = easter(year + 1) - timedelta(days=2)
    spring_starts = _monday(date(year + 1, 1, 8))
    spring_ends = good_friday - timedelta(days=1)
    summer_starts = easter(year + 1) + timedelta(days=15)
    summer_ends = _monday(date(year + 1, 7, 22)) + timedelta(days=1)
    october = _monday(date(year, 10, 28))
    february = _monday(date(year + 1, 2, 17))
    may = _monday(date(year + 1, 5, 31))
    october_first = october - timedelta(days=7) if has_long_half_term else october
    return [
        ("term", "Autumn term", first, christmas_break),
        ("closure", "Autumn half term", october_first, october + timedelta(days=4)),
        ("term", "Spring term", spring_starts, spring_ends),
        ("closure", "Spring half term", february, february + timedelta(days=4)),
        ("term", "Summer term", summer_starts, summer_ends),
        ("closure", "Summer half term", may, may + timedelta(days=4)),
        ("inset", "INSET day", first, first),
        ("inset", "INSET day", spring_starts, spring_starts),
    ]


def _year(year: int, *, has_long_half_term: bool = False, **owner: object) -> list[CalendarEntry]:
    return [
        CalendarEntry(
            academic_year=f"{year}-{(year + 1) % 100:02}",
            kind=kind,
            name=name,
            starts_on=start,
            ends_on=end,
            **owner,
        )
        for kind, name, start, end in _stretches(year, has_long_half_term=has_long_half_term)
    ]


def terms_of(year: int) -> list[tuple[date, date]]:
    """First and last school day of the three terms of an academic year."""
    terms = [(start, end) for kind, _, start, end in _stretches(year) if kind == "term"]
    return [(school_day_from(start), end) for start, end in terms]


def working_day_from(day: date) -> date:
    """The day itself, or the next on which an office is open."""
    working_days = WorkingDays()
    while not working_days.is_working_day(day):
        day += timedelta(days=1)
    return day


def school_day_from(day: date) -> date:
    """The day itself, or the next that is a school day by either half term."""
    day = working_day_from(day)
    while not _is_in_term(day):
        day = working_day_from(day + timedelta(days=1))
    return day


def _is_in_term(day: date) -> bool:
    rows = _stretches(int(academic_year(day)[:4]), has_long_half_term=True)
    rows += _stretches(int(academic_year(day)[:4]))
    kinds = {kind for kind, _, start, end in rows if start <= day <= end}
    return kinds == {"term"}
