"""The return's codes: their words, and the return years (ending 31 March) in which each is valid.

Source: SSDA903 code sets, returns of 2018 to 2027. H5 and P2 ended with the return of 2024, Z1
with that of 2025; K3 came in 2025, Z11 to Z14 in 2026 (their official labels were not found);
E43 and E44 became E45 to E48, and CUSTOD came, in 2020.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .care_words import CATEGORY_OF_NEED, LEGAL_STATUS, PARTICIPATION, PLACEMENT_TYPE


@dataclass(frozen=True)
class CodeSet:
    """Codes with their words; `first` and `last` name the years of those not always valid."""

    labels: Mapping[str, str]
    first: Mapping[str, int] = field(default_factory=dict)
    last: Mapping[str, int] = field(default_factory=dict)

    def __contains__(self, code: object) -> bool:
        return code in self.labels

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self.labels)

    def __len__(self) -> int:
        return len(self.labels)

    def label(self, code: str) -> str:
        """The code's words; an unknown code as it stands."""
        return self.labels.get(code, code)

    def is_withdrawn_by(self, code: str, year: int) -> bool:
        """Whether the code had ended before the return of `year`."""
        return code in self.last and year > self.last[code]

    def is_not_yet_in(self, code: str, year: int) -> bool:
        """Whether the code came only after the return of `year`."""
        return code in self.first and year < self.first[code]


def return_year(day: date) -> int:
    """The year of the return's 31 March on or after `day`."""
    return day.year if (day.month, day.day) <= (3, 31) else day.year + 1


LEGAL_STATUSES = CodeSet(LEGAL_STATUS)
CATEGORIES_OF_NEED = CodeSet(CATEGORY_OF_NEED)
PARTICIPATIONS = CodeSet(PARTICIPATION)
PLACEMENT_TYPES = CodeSet(
    {
        **PLACEMENT_TYPE,
        "Z1": "Other placement",
        "Z11": "Other placement (Z11)",
        "Z12": "Other placement (Z12)",
        "Z13": "Other placement (Z13)",
        "Z14": "Other placement (Z14)",
    },
    first={"K3": 2025, "Z11": 2026, "Z12": 2026, "Z13": 2026, "Z14": 2026},
    last={"H5": 2024, "P2": 2024, "Z1": 2025},
)
TEMPORARY_PLACEMENTS = frozenset({"T0", "T1", "T2", "T3", "T4"})  # the home stays where it was
WITHOUT_PROVIDER = TEMPORARY_PLACEMENTS | {"Z1", "Z11", "Z12", "Z13", "Z14"}
PROVIDERS = CodeSet(
    {
        "PR0": "Parent or person with parental responsibility",
        "PR1": "Own authority",
        "PR2": "Other authority",
        "PR3": "Other public provider",
        "PR4": "Private provider",
        "PR5": "Voluntary provider",
    }
)
REASONS_EPISODE_STARTED = CodeSet(
    {
        "S": "Started to be looked after",
        "P": "Placement and carer changed",
        "L": "Legal status changed",
        "T": "Placement changed, same carer",
        "U": "Legal status and placement changed, same carer",
        "B": "Legal status, placement and carer changed",
    }
)
NEXT_EPISODE = "X1"
REASONS_EPISODE_ENDED = CodeSet(
    {
        "X1": "Next episode began the same day",
        "E11": "Adopted, unopposed",
        "E12": "Adopted, consent dispensed with",
        "E2": "Died",
        "E3": "Care taken over by another authority",
        "E4A": "Returned home, planned",
        "E4B": "Returned home, not planned",
        "E13": "To a parent or relative without parental responsibility",
        "E41": "Child arrangements order",
        "E43": "Special guardianship order, former foster carer",
        "E44": "Special guardianship order, other carer",
        "E45": "Special guardianship order, former foster carer, relative or friend",
        "E46": "Special guardianship order, former foster carer, other",
        "E47": "Special guardianship order, other carer, relative or friend",
        "E48": "Special guardianship order, other carer, other",
        "E5": "Independent living with formal support",
        "E6": "Independent living without support",
        "E7": "Adult residential care",
        "E8": "Any other reason",
        "E9": "Sentenced to custody",
        "E14": "Accommodation on remand ended",
        "E15": "Age assessment found an adult",
        "E16": "Moved abroad",
        "E17": "Aged 18, stayed with carers",
    },
    first={"E45": 2020, "E46": 2020, "E47": 2020, "E48": 2020},
    last={"E43": 2019, "E44": 2019},
)
REASONS_CARE_ENDED = CodeSet(
    {code: words for code, words in REASONS_EPISODE_ENDED.labels.items() if code != NEXT_EPISODE},
    first=REASONS_EPISODE_ENDED.first,
    last=REASONS_EPISODE_ENDED.last,
)
REASONS_PLACEMENT_CHANGED = CodeSet(
    {
        "CARPL": "Care plan",
        "CLOSE": "Carer resigned or home closed",
        "ALLEG": "Allegation",
        "STAND": "Standards concern",
        "APPRR": "Approval removed",
        "CREQB": "Carer asked: behaviour",
        "CREQO": "Carer asked: other reason",
        "CHILD": "Child asked",
        "LAREQ": "Authority asked",
        "PLACE": "Status of placement only",
        "CUSTOD": "Custody",
        "OTHER": "Other",
    },
    first={"CUSTOD": 2020},
)
ETHNICITIES = CodeSet(
    {
        "WBRI": "White British",
        "WIRI": "White Irish",
        "WOTH": "Any other White background",
        "WIRT": "Traveller of Irish heritage",
        "WROM": "Gypsy or Roma",
        "MWBC": "White and Black Caribbean",
        "MWBA": "White and Black African",
        "MWAS": "White and Asian",
        "MOTH": "Any other mixed background",
        "AIND": "Indian",
        "APKN": "Pakistani",
        "ABAN": "Bangladeshi",
        "AOTH": "Any other Asian background",
        "BCRB": "Caribbean",
        "BAFR": "African",
        "BOTH": "Any other Black background",
        "CHNE": "Chinese",
        "OOTH": "Any other ethnic group",
        "REFU": "Refused",
        "NOBT": "Not yet obtained",
    }
)
REASONS_WITHOUT_SDQ = CodeSet(
    {
        "SDQ1": "Aged under 4 or over 16 at the last assessment",
        "SDQ2": "Carer refused",
        "SDQ3": "Not possible: severity of disability",
        "SDQ4": "Other",
        "SDQ5": "Child refused",
    }
)
