"""What the roll already knows, shown beside the section that it concerns; nobody types it twice."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from peps.contact import has_contact
from peps.reading.beside import as_fact, asks_after
from peps.reading.known import Row
from peps.reading.learning_facts import attainment, attendance, wellbeing
from peps.reading.reader import Fact, Reader
from peps.schema import Circumstance, Section, form
from peps.schema.voices import ALL
from peps.voice.said import said_for_all
from pupils.care_words import LEGAL_STATUS, PLACEMENT_TYPE, in_words
from pupils.models import Enrolment, Involvement, SenStatus
from pupils.words import language, year_group
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.calendars.rules import academic_year
from vsh.govuk.dates import long_date
from vsh.organisations.models import Authority

MOST_PLACES = 8
SECTIONS_OF_VOICES = {asked.section for questions in ALL.values() for asked in questions}


def facts_for(key: str, reader: Reader) -> list[Fact]:
    """What the roll knows about one section of this PEP, as far as the reader may know it."""
    told = _FACTS.get(key)
    return [fact for fact in (told.words(reader) if told else []) if fact.value]


def said_in(key: str, reader: Reader, *, without: Collection[str] = ()) -> list[Fact]:
    """What child, carers and parents wrote themselves that belongs to one section of the plan,
    `without` what answers these questions of it and stands with them."""
    asked = {section.key for section in reader.pep.form.sections}
    return [
        as_fact(said)
        for said in said_for_all(reader.known.words_said)
        if (said.section if said.section in asked else "about_me") == key
        and said.address not in without
    ]


def virtual_school_contact(authority: Authority) -> list[Fact]:
    """How to reach the Virtual School Head, which every PEP shows (statutory guidance, 2018)."""
    facts = [
        Fact(label="Virtual School Head", value=authority.virtual_school_head_name),
        Fact(label="Virtual School", value=authority.name),
        Fact(
            label="Virtual School contact details",
            value="" if has_contact(authority) else "Not on record yet",
        ),
        Fact(label="Virtual School e-mail", value=authority.virtual_school_email),
        Fact(label="Virtual School telephone", value=authority.virtual_school_phone),
    ]
    return [fact for fact in facts if fact.value]


def _identity(reader: Reader) -> list[Fact]:
    pupil = reader.pep.pupil
    return [
        Fact(label="Known as", value=pupil.name),
        Fact(label="Date of birth", value=long_date(pupil.date_of_birth)),
        Fact(label="Year group", value=year_then(reader)),
        Fact(label="UPN", value=pupil.upn),
        Fact(label="First language", value=language(pupil.first_language)),
    ]


def year_then(reader: Reader) -> str:
    """The year group in the school year of the day that the plan tells of; on record is today's."""
    now = reader.pep.pupil.nc_year
    since = int(academic_year(today())[:4]) - int(academic_year(reader.day)[:4])
    return year_group(now if now is None else now - since)


def _care(reader: Reader) -> list[Fact]:
    """The people and, for those who may see care, the legal status and the placement."""
    since = long_date(reader.pep.care_period.started_on)
    return [
        Fact(label="Looked after since", value=since),
        *(_placement(reader) if reader.may(Permission.VIEW_CARE) else []),
        *(
            Fact(
                label=Involvement.Capacity(person["capacity"]).label,
                value=f"{person['name']}, {person['email']}",
            )
            for person in reader.known.people
        ),
    ]


def _placement(reader: Reader) -> list[Fact]:
    facts = [
        Fact(label="Legal status", value=in_words(LEGAL_STATUS, episode["legal_status"]))
        for episode in reader.known.episodes[:1]
    ]
    for home in reader.known.placements[:1]:
        if home["ended_on"] and home["ended_on"] <= reader.day.isoformat():
            continue
        lives = in_words(PLACEMENT_TYPE, home["placement_type"]) or "Placement"
        facts.append(Fact(label="Lives in", value=f"{lives}, since {_day(home['started_on'])}"))
        if reader.may(Permission.VIEW_CONFIDENTIAL_ADDRESS) and home["postcode"]:
            secret = " (confidential)" if home["is_address_confidential"] else ""
            facts.append(Fact(label="Postcode", value=home["postcode"] + secret))
    return facts


def _school(reader: Reader) -> list[Fact]:
    return virtual_school_contact(reader.pep.pupil.authority) + places_attended(reader)


def places_attended(reader: Reader) -> list[Fact]:
    """The schools and settings on record with their days, the newest first."""
    return [
        Fact(label=_place_name(place), value=_place_dates(place, reader.day))
        for place in (reader.known.places or [])[:MOST_PLACES]
    ]


def _place_name(place: Row) -> str:
    return place["name"] or Enrolment.Kind(place["kind"]).label


def _place_dates(place: Row, day: date) -> str:
    from_day = _day(place["started_on"])
    part_time = ", part time" if place["name"] and not place["is_full_time"] else ""
    if place["started_on"] > day.isoformat() and not place["ended_on"]:
        return f"from {from_day}{part_time}"
    return f"{from_day} to {_day(place['ended_on']) or 'now'}{part_time}"


def _sen(reader: Reader) -> list[Fact]:
    """The status; the plan's days too, where the form has no section of their own for them."""
    for status in reader.known.sen[:1]:
        days = [] if reader.pep.form.section("ehc_plan") else _ehc_plan(reader)
        return [Fact(label="SEN status", value=SenStatus.Status(status["status"]).label), *days]
    return [Fact(label="SEN status", value="None on record")]


def _ehc_plan(reader: Reader) -> list[Fact]:
    """The plan's day, and that of the last annual review."""
    reviewed = [row["held_on"] for row in reader.known.ehc_reviews or ()]
    for status in reader.known.sen[:1]:
        if status["status"] != SenStatus.Status.EHC_PLAN:
            return []
        return [
            Fact(label="Plan issued", value=_day(status["plan_issued_on"])),
            Fact(label="Plan last reviewed", value=_day(max(reviewed, default=""))),
        ]
    return []


def _last_targets(reader: Reader) -> list[Fact]:
    if reader.pep.reviewed:
        return []  # each stands with the questions about it
    facts: list[Fact] = []
    for row in reader.known.last_targets:
        answers = row["data"]
        asked = form(row["version"], row["variant"]).section("new_targets")
        facts += [
            Fact(label=field.group, value=_target(field.key, answers))
            for field in (asked.fields if asked else ())
            if field.key.endswith("_what") and field.is_answered(answers)
        ]
    is_second = Circumstance.EARLIER_PLAN in reader.pep.circumstances
    nothing = "The last plan holds none" if is_second else "There is no earlier plan here"
    return facts or [Fact(label="Last targets", value=nothing)]


def _target(key: str, answers: Row) -> str:
    number = key.removesuffix("_what")
    by_when = answers.get(f"{number}_by_when", "")
    until = f" Until {_day(by_when)}." if by_when else ""
    measure = answers.get(f"{number}_measure", "").rstrip(".")
    return f"{answers[key]} Measured by: {measure}.{until}"


def _meeting(reader: Reader) -> list[Fact]:
    """The meetings on record, and the reviews of the care plan beside them.

    A plan that is complete has had its meeting: that of the day of its completion is not to come.
    """
    rows, today = reader.known.meeting_days, reader.day.isoformat()
    finished_on = str(reader.pep.completed_on or "")
    held = [row["day"] for row in rows if row["is_held"]]
    coming = [
        row["day"]
        for row in rows
        if row["is_held"] is None and row["day"] >= today and row["day"] > finished_on
    ]
    return [
        Fact(label="Last PEP meeting", value=_day(max(held, default=""))),
        Fact(label="Next PEP meeting", value=_day(min(coming, default=""))),
        *_reviews(reader),
    ]


def _reviews(reader: Reader) -> list[Fact]:
    rows = reader.known.reviews
    today = reader.day.isoformat()
    held = [row["held_on"] for row in rows if row["held_on"] and row["held_on"] <= today]
    planned = [row["planned_on"] for row in rows if row["planned_on"] and not row["held_on"]]
    return [
        Fact(label="Last review of the care plan", value=_day(max(held, default=""))),
        Fact(label="Next review of the care plan", value=_day(min(planned, default=""))),
    ]


def _moves(reader: Reader) -> list[Fact]:
    day = reader.day.isoformat()
    places = (place for place in reversed(reader.known.places) if place["kind"] == "main")
    begun = (place["name"] for place in places if place["started_on"] <= day)
    schools = dict.fromkeys(filter(None, begun))
    facts = [Fact(label="Schools so far, as recorded", value=", ".join(schools) or "None")]
    if reader.may(Permission.VIEW_CARE):
        homes = str(len(reader.known.placements))
        facts.append(Fact(label="Placements in this time in care", value=homes))
    return facts


def _day(text: str | None) -> str:
    """ISO text as 7 March 2026; what is not a day, as it stands."""
    if not text:
        return ""
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text


@dataclass(frozen=True)
class Told:
    """What is said beside a section, and the topics of `Known` that it is made from."""

    words: Callable[[Reader], list[Fact]]
    topics: tuple[str, ...] = ()


_FACTS = {
    "about_me": Told(_identity),
    "care_and_contacts": Told(_care, ("people", "episodes", "placements")),
    "school_and_key_people": Told(_school, ("places", "teachers")),
    "sen_and_ehc_plan": Told(_sen, ("sen", "ehc_reviews")),
    "ehc_plan": Told(_ehc_plan, ("sen", "ehc_reviews")),
    "moving_on": Told(_moves, ("places", "placements")),
    "health_and_wellbeing": Told(wellbeing, ("scores",)),
    "attendance_and_behaviour": Told(attendance, ("attendance", "marks", "exclusions")),
    "attainment_and_progress": Told(attainment, ("results",)),
    "review_of_targets": Told(_last_targets, ("last_targets",)),
    "transition_and_stability": Told(_moves, ("places", "placements")),
    "meeting": Told(_meeting, ("meeting_days", "reviews")),
}


def topics_of(section: Section) -> tuple[str, ...]:
    """What of `Known` is read for one section; nothing where nothing is ever told beside it."""
    key = section.key
    if key not in _FACTS and key not in SECTIONS_OF_VOICES:
        return ()
    before = ("words_before",) if asks_after(section) else ()
    return (*(_FACTS[key].topics if key in _FACTS else ()), "words_said", *before)
