"""Who the children are."""

from datetime import date

from reporting.annual_report.facts import Child, Cohort
from reporting.annual_report.registry import Figure, Section, Shape, count, indicator, share, split

_BROAD_ETHNICITY = {
    "WBRI": "white",
    "WIRI": "white",
    "WOTH": "white",
    "WIRT": "white",
    "WROM": "white",
    "MWBC": "mixed",
    "MWBA": "mixed",
    "MWAS": "mixed",
    "MOTH": "mixed",
    "AIND": "asian",
    "APKN": "asian",
    "ABAN": "asian",
    "AOTH": "asian",
    "CHNE": "asian",
    "BCRB": "black",
    "BAFR": "black",
    "BOTH": "black",
    "OOTH": "other",
}
_STAGES = {
    "early": "Early years, before Reception",
    "reception": "Reception",
    "ks1": "Key stage 1 (Years 1 and 2)",
    "ks2": "Key stage 2 (Years 3 to 6)",
    "ks3": "Key stage 3 (Years 7 to 9)",
    "ks4": "Key stage 4 (Years 10 and 11)",
    "post16": "Post-16 (Years 12 and 13)",
}


def stage_of(age: int) -> str:
    """The stage to which a child of this age on 31 August before the year belongs."""
    oldest = [(3, "early"), (4, "reception"), (6, "ks1"), (10, "ks2"), (13, "ks3"), (15, "ks4")]
    return next((stage for limit, stage in oldest if age <= limit), "post16")


@indicator(Section.CHILDREN, first_column="When", shape=Shape.COUNTS)
def looked_after(cohort: Cohort) -> tuple[Figure, ...]:
    """Children looked after.

    Inclusion: Children for whom the authority is responsible. Agreed series of short breaks
        (legal status V3 or V4) are left out.
    Numerator: Those looked after on at least one day of the academic year, up to the day of
        the report; on its last day, or on the day of the report if that is earlier; those who
        became looked after in the year; and those who ceased to be looked after in it.
    Denominator: None; these are plain numbers. A child who came and left counts in each. One who
        ceased to be looked after and came back by the last day counts among those who ceased and
        among those of the last day: so the children at any time in the year are those of the
        last day and those who ceased, less those who ceased and came back.
    Source: Children Act 1989, section 22(1), for who is looked after; short breaks are left
        out as in the national statistics.
    """
    first, day = cohort.year.first_day, cohort.day

    def became(child: Child) -> bool:
        return any(first <= c.started_on <= day and not c.is_short_breaks for c in child.care)

    def ceased(child: Child) -> bool:
        return any(
            c.ended_on is not None and first <= c.ended_on <= day and not c.is_short_breaks
            for c in child.care
        )

    return (
        count("At any time in the year", cohort.in_the_year),
        count("On the last day", cohort.on_the_day),
        count("Became looked after in the year", filter(became, cohort.children)),
        count("Ceased to be looked after in the year", filter(ceased, cohort.in_the_year)),
    )


@indicator(Section.CHILDREN, first_column="Stage")
def stage(cohort: Cohort) -> tuple[Figure, ...]:
    """Stage of education.

    Inclusion: Children looked after on the last day.
    Numerator: Those whose age on 31 August before the academic year began belongs to the stage
        (aged 4: Reception; 5 and 6: key stage 1; 7 to 10: key stage 2; 11 to 13: key stage 3;
        14 and 15: key stage 4). A child taught outside their year group counts by age.
    Denominator: All children looked after on the last day.
    Source: National Curriculum key stages, Education Act 2002, section 82.
    """
    return split(
        cohort.on_the_day,
        by=lambda c: stage_of(cohort.year.age_at_start(c.born_on)),
        groups=_STAGES,
    )


@indicator(Section.CHILDREN, first_column="Recorded as")
def sex(cohort: Cohort) -> tuple[Figure, ...]:
    """Sex.

    Inclusion: Children looked after on the last day.
    Numerator: Those recorded as female, as male, or with nothing recorded.
    Denominator: All children looked after on the last day.
    Source: The SSDA903 return, item SEX, as held on the roll.
    """
    groups = {"F": "Female", "M": "Male", "U": "Not recorded"}
    return split(cohort.on_the_day, by=lambda c: c.sex if c.sex in groups else "U", groups=groups)


@indicator(Section.CHILDREN, first_column="Group")
def ethnicity(cohort: Cohort) -> tuple[Figure, ...]:
    """Ethnic group.

    Inclusion: Children looked after on the last day.
    Numerator: Those whose recorded ethnicity belongs to the broad group; Chinese is part of
        Asian, Gypsy, Roma and Traveller of Irish heritage are part of White. Refused and not
        yet obtained are counted with not recorded.
    Denominator: All children looked after on the last day.
    Source: The SSDA903 return, item ETHNIC, in the broad groups of the 2021 Census.
    """
    return split(
        cohort.on_the_day,
        by=lambda c: _BROAD_ETHNICITY.get(c.ethnicity, "unknown"),
        groups={
            "white": "White",
            "mixed": "Mixed or multiple ethnic groups",
            "asian": "Asian or Asian British",
            "black": "Black, African, Caribbean or Black British",
            "other": "Another ethnic group",
            "unknown": "Refused or not recorded",
        },
    )


@indicator(Section.CHILDREN, first_column="Status")
def special_needs(cohort: Cohort) -> tuple[Figure, ...]:
    """Special educational needs.

    Inclusion: Children of any age looked after on the last day.
    Numerator: Those with an education, health and care plan, with SEN support, with neither,
        or with nothing recorded on that day.
    Denominator: All children looked after on the last day.
    Source: Children and Families Act 2014, sections 20 and 37; SEN status as held on the roll.
    """

    def status(child: Child) -> str:
        return next((s.status for s in child.sen if s.contains(cohort.day)), "unknown")

    return split(
        cohort.on_the_day,
        by=status,
        groups={
            "E": "Education, health and care plan",
            "K": "SEN support",
            "N": "No special educational needs",
            "unknown": "Not recorded",
        },
    )


@indicator(Section.CHILDREN, first_column="Group", shape=Shape.SHARES)
def particular_groups(cohort: Cohort) -> tuple[Figure, ...]:
    """Unaccompanied children, and time in care.

    Inclusion: Children looked after on the last day.
    Numerator: Those recorded as unaccompanied asylum-seeking; and those whose present period
        of care had lasted twelve months or more on that day.
    Denominator: All children looked after on the last day.
    Source: The SSDA903 return (UASC); twelve months as in the national figures on attainment
        of looked-after children, counted here at the last day of the report.
    """

    def twelve_months(child: Child) -> bool:
        care = child.care_on(cohort.day)
        return care is not None and care.started_on <= _a_year_before(cohort.day)

    return (
        share("Unaccompanied asylum-seeking", of=cohort.on_the_day, who=lambda c: c.is_uasc),
        share("Looked after for twelve months or more", of=cohort.on_the_day, who=twelve_months),
    )


def _a_year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return day.replace(year=day.year - 1, day=28)
    return day.replace(year=day.year - 1)
