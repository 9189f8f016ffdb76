"""The same people in every test: two authorities, three schools, and an outsider always among them.

The day is Wednesday 4 November 2026, so that terms, moves and reviews lie where a test expects.
Children carry canary names, which no page may show to somebody who must not see them.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pupils.models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Enrolment,
    Involvement,
    Pupil,
)
from pupils.names import search_form
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role
from vsh.calendars.models import CalendarEntry, CurrentDay
from vsh.organisations.models import Authority, EducationSetting

TODAY = date(2026, 11, 4)
PASSWORD = "a-password-for-tests"

TERMS_2026_27 = [
    ("term", "Autumn", date(2026, 9, 1), date(2026, 12, 18)),
    ("closure", "Autumn half term", date(2026, 10, 26), date(2026, 10, 30)),
    ("inset", "INSET day", date(2026, 9, 1), date(2026, 9, 1)),
    ("term", "Spring", date(2027, 1, 4), date(2027, 3, 25)),
    ("closure", "Spring half term", date(2027, 2, 15), date(2027, 2, 19)),
    ("term", "Summer", date(2027, 4, 12), date(2027, 7, 21)),
    ("closure", "Summer half term", date(2027, 5, 31), date(2027, 6, 4)),
]


@dataclass
class Cast:
    """Everybody, by the name of what they are."""

    northshire: Authority
    southmoor: Authority
    oakfield: EducationSetting  # in Northshire
    elm: EducationSetting  # another school of Northshire
    moorside: EducationSetting  # in Southmoor
    people: dict[str, User] = field(default_factory=dict)
    children: dict[str, Pupil] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User | Pupil:
        """`cast.head`, `cast.ada`: a person or a child by name."""
        for group in ("people", "children"):
            found = self.__dict__.get(group, {}).get(name)
            if found is not None:
                return found
        raise AttributeError(name)


def assemble_cast() -> Cast:
    """Write the cast into the database, and hold today at `TODAY`."""
    CurrentDay.objects.create(day=TODAY)
    northshire = Authority.objects.create(
        code="999",
        name="Northshire",
        virtual_school_head_name="Helen Head",
        virtual_school_email="virtual.school@northshire.example",
        virtual_school_phone="01999 100200",
    )
    southmoor = Authority.objects.create(code="998", name="Southmoor")
    for authority in (northshire, southmoor):
        add_terms(authority)
    cast = Cast(
        northshire=northshire,
        southmoor=southmoor,
        oakfield=_setting("999001", "Oakfield School", "999"),
        elm=_setting("999002", "Elm Grove School", "999"),
        moorside=_setting("998001", "Moorside School", "998"),
    )
    _people(cast)
    _children(cast)
    return cast


def add_terms(authority: Authority) -> None:
    """Give an authority the term dates of 2026-27."""
    CalendarEntry.objects.bulk_create(
        CalendarEntry(
            authority=authority,
            academic_year="2026-27",
            kind=kind,
            name=name,
            starts_on=first,
            ends_on=last,
        )
        for kind, name, first, last in TERMS_2026_27
    )


def add_person(
    name: str,
    role: Role,
    place: Authority | EducationSetting,
    *,
    ends_on: date | None = None,
) -> User:
    """A person with one membership since September 2024."""
    return _add_people({name: _membership(name, role, place, ends_on=ends_on)})[name]


def _membership(
    name: str,
    role: Role,
    place: Authority | EducationSetting,
    *,
    ends_on: date | None = None,
) -> Membership:
    """That of a person who is not yet written."""
    user = User(
        email=f"{name}@{place.name.split()[0].lower()}.example",
        name=name.replace("_", " ").title(),
    )
    return Membership(
        user=user,
        role=role,
        authority=place if isinstance(place, Authority) else None,
        setting=place if isinstance(place, EducationSetting) else None,
        starts_on=date(2024, 9, 1),
        ends_on=ends_on,
    )


def _add_people(memberships: dict[str, Membership]) -> dict[str, User]:
    """Write people and their memberships, each kind at once."""
    people = {name: membership.user for name, membership in memberships.items()}
    for user in people.values():
        user.set_password(PASSWORD)
    User.objects.bulk_create(people.values())
    Membership.objects.bulk_create(memberships.values())
    return people


def add_child(cast: Cast, name: str, **options: Any) -> Pupil:
    """A child of the cast with these options of `Child`."""
    return add_children(cast, {name: options})[name]


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child with one care period, one episode, one placement and one school, on record here
    since entering care."""

    authority: Authority | None = None
    born_on: date = date(2012, 3, 10)
    looked_after_from: date = date(2026, 2, 2)
    looked_after_to: date | None = None
    setting: EducationSetting | None = None
    enrolled_from: date = date(2025, 9, 1)
    is_restricted: bool = False
    is_address_confidential: bool = False


def add_children(cast: Cast, options: dict[str, dict[str, Any]]) -> dict[str, Pupil]:
    """Children by name, all written in five statements."""
    told = {name: Child(**own) for name, own in options.items()}
    pupils = {
        name: Pupil(
            authority=child.authority or cast.northshire,
            child_id=f"C-{name}",
            legal_first_name=name.title(),
            legal_last_name=f"Canary{name}",
            search_name=search_form("", name.title(), f"Canary{name}"),
            date_of_birth=child.born_on,
            sex="F",
            nc_year=9,
            is_restricted=child.is_restricted,
            on_record_since=child.looked_after_from,
        )
        for name, child in told.items()
    }
    Pupil.objects.bulk_create(pupils.values())
    times = {
        name: {"started_on": child.looked_after_from, "ended_on": child.looked_after_to}
        for name, child in told.items()
    }
    periods = {name: CarePeriod(pupil=pupils[name], **times[name]) for name in told}
    CarePeriod.objects.bulk_create(periods.values())
    CareEpisode.objects.bulk_create(
        CareEpisode(
            care_period=periods[name],
            legal_status="C2",
            category_of_need="N1",
            reason_started="S",
            **times[name],
        )
        for name in told
    )
    CarePlacement.objects.bulk_create(
        CarePlacement(
            pupil=pupils[name],
            care_period=periods[name],
            placement_type="U6",
            provider="PR1",
            postcode="NS1 1AA",
            area_code="999",
            is_address_confidential=child.is_address_confidential,
            **times[name],
        )
        for name, child in told.items()
    )
    Enrolment.objects.bulk_create(
        Enrolment(
            pupil=pupils[name],
            setting=child.setting or cast.oakfield,
            started_on=child.enrolled_from,
        )
        for name, child in told.items()
    )
    cast.children |= pupils
    return pupils


def allocate(pupil: Pupil, user: User, capacity: str, *, ended_on: date | None = None) -> None:
    """Make `user` the child's social worker, reviewing officer and so on."""
    _involvement(pupil, user, capacity, ended_on=ended_on).save()


def _involvement(
    pupil: Pupil, user: User, capacity: str, *, ended_on: date | None = None
) -> Involvement:
    return Involvement(
        pupil=pupil,
        user=user,
        capacity=capacity,
        started_on=date(2026, 2, 2),
        ended_on=ended_on,
    )


def _setting(urn: str, name: str, la_code: str) -> EducationSetting:
    return EducationSetting.objects.create(
        urn=urn, name=name, la_code=la_code, phase="secondary", postcode="NS1 2BB"
    )


def _people(cast: Cast) -> None:
    north, south = cast.northshire, cast.southmoor
    roles = {
        "head": (Role.VIRTUAL_SCHOOL_HEAD, north),
        "officer": (Role.VIRTUAL_SCHOOL_OFFICER, north),
        "data": (Role.DATA_OFFICER, north),
        "social_worker": (Role.SOCIAL_WORKER, north),
        "other_social_worker": (Role.SOCIAL_WORKER, north),
        "team_manager": (Role.TEAM_MANAGER, north),
        "iro": (Role.IRO, north),
        "send_officer": (Role.SEND_OFFICER, north),
        "adviser": (Role.PERSONAL_ADVISER, north),
        "director": (Role.DIRECTOR, north),
        "member": (Role.LEAD_MEMBER, north),
        "teacher": (Role.DESIGNATED_TEACHER, cast.oakfield),
        "school_staff": (Role.SCHOOL_STAFF, cast.oakfield),
        "head_teacher": (Role.HEAD_TEACHER, cast.oakfield),
        "other_teacher": (Role.DESIGNATED_TEACHER, cast.elm),
        "south_head": (Role.VIRTUAL_SCHOOL_HEAD, south),
        "south_director": (Role.DIRECTOR, south),
    }
    memberships = {name: _membership(name, *what) for name, what in roles.items()}
    memberships["former_officer"] = _membership(
        "former_officer", Role.VIRTUAL_SCHOOL_OFFICER, north, ends_on=date(2026, 11, 3)
    )
    cast.people |= _add_people(memberships)
    cast.people["outsider"] = User.objects.create_user(
        "outsider@nowhere.example", PASSWORD, name="Olga Outsider"
    )


def _children(cast: Cast) -> None:
    """Ada: Northshire's, at Oakfield. Ben: Northshire's, left Oakfield for Elm Grove yesterday.
    Cam: Southmoor's, at Oakfield too. Dee: Southmoor's, at Moorside. Eve: restricted, Oakfield.
    Fay: no longer looked after, still at Oakfield."""
    children: dict[str, dict[str, Any]] = {
        "ada": {"is_address_confidential": True},
        "ben": {"setting": cast.elm, "enrolled_from": date(2026, 11, 4)},
        "cam": {"authority": cast.southmoor},
        "dee": {"authority": cast.southmoor, "setting": cast.moorside},
        "eve": {"is_restricted": True},
        "fay": {"looked_after_to": date(2026, 10, 1)},
    }
    add_children(cast, children)
    Enrolment.objects.create(
        pupil=cast.ben,
        setting=cast.oakfield,
        started_on=date(2025, 9, 1),
        ended_on=date(2026, 11, 3),
    )
    Involvement.objects.bulk_create(
        _involvement(cast.children[child], cast.people[person], capacity)
        for child in ("ada", "ben", "eve")
        for person, capacity in [
            ("social_worker", "social_worker"),
            ("team_manager", "team_manager"),
            ("iro", "iro"),
            ("officer", "virtual_school_officer"),
        ]
    )
