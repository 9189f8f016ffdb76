"""Schools that a child went to before being on record here, as a transfer file tells them.

Such a place is history and starts no clock: only a time that ended before the child came on record
is taken, where nothing else is on record. Of later times the record knows better, and stands.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vsh.calendars import today
from vsh.organisations.models import EducationSetting
from vsh.tables.cells import Cells, iso_date, text
from vsh.tables.findings import Level, Problem
from vsh.tables.job import Job, Outcome
from vsh.tables.reading import Row

from ...models import Enrolment, Pupil
from ..attainment.commit import lock_children
from ..attainment.row import Child
from ..deadlines import recalculate_pupils
from ..told_by_people import ToldByPeople, told_by_people
from .file import CTF, SCHOOLS
from .row import child_told


@dataclass(frozen=True, kw_only=True)
class SaidSchool:
    """A time at a school."""

    row: Row
    pupil_id: int
    number: tuple[str, str]  # authority and establishment
    started_on: date
    ended_on: date | None


def read_school(
    row: Row, *, children: Mapping[str, Child], on: date
) -> tuple[SaidSchool | None, list[Problem]]:
    """One record of the school history."""
    cells = Cells(row)
    child = child_told(cells, children)
    area = cells.read("LEA", text(longest=3), required=True)
    establishment = cells.read("Estab", text(longest=4), required=True)
    started_on = cells.read("EntryDate", iso_date, required=True)
    ended_on = cells.read("LeavingDate", iso_date)
    if started_on and started_on > on:
        cells.refuse("EntryDate", "future", "The first day is in the future. Correct it.")
    if started_on and child and started_on < child.born_on:
        cells.refuse("EntryDate", "before_birth", "The child was not born yet. Correct the day.")
    if started_on and ended_on and ended_on < started_on:
        cells.refuse("LeavingDate", "end_before_start", "It ends before it starts. Correct a day.")
    if cells.is_refused or not (child and area and establishment and started_on):
        return None, cells.problems
    return SaidSchool(
        row=row,
        pupil_id=child.id,
        number=(area, establishment),
        started_on=started_on,
        ended_on=ended_on,
    ), cells.problems


def load_schools(
    job: Job, children: Mapping[str, Child], passes_over: Callable[[Row], bool]
) -> None:
    """Load the places of each child that lie before the record."""
    said, on = [], today()
    for row in job.rows_of(CTF, SCHOOLS):
        if passes_over(row):
            continue
        one, problems = read_school(row, children=children, on=on)
        if one is None:
            job.refuse(row, *problems)
        else:
            said.append(one)
    plan = _plan(said)
    if any(isinstance(place, Enrolment) for place in plan):
        lock_children({one.pupil_id for one in said})
        plan = _plan(said)
        places = [place for place in plan if isinstance(place, Enrolment)]
        Enrolment.objects.bulk_create(places)
        recalculate_pupils({place.pupil_id for place in places})
    for one, found in zip(said, plan, strict=True):
        _tell(job, one, found)


def _tell(job: Job, said: SaidSchool, found: Enrolment | Problem | None) -> None:
    row = said.row
    if isinstance(found, Problem) and found.level is Level.ERROR:
        job.refuse(row, found)
        return
    if isinstance(found, Problem):
        job.name(row, [found])
    is_new = isinstance(found, Enrolment)
    job.settle(row.file, row.line, Outcome.NEW if is_new else Outcome.SAME)


def _plan(said: Sequence[SaidSchool]) -> list[Enrolment | Problem | None]:
    """What becomes of each time: a new place, nothing since it is on record, or why not."""
    ids = {one.pupil_id for one in said}
    since = dict(Pupil.objects.filter(pk__in=ids).values_list("pk", "on_record_since"))
    on_record: dict[int, list[Enrolment]] = defaultdict(list)
    for place in Enrolment.objects.filter(pupil__in=ids, kind__in=Enrolment.MAIN_KINDS):
        on_record[place.pupil_id].append(place)
    settings, people = _settings(said), told_by_people(ids)
    found: dict[int, Enrolment | Problem | None] = {}
    for one in sorted(said, key=lambda one: one.started_on):
        places, setting = on_record[one.pupil_id], _setting_of(one, settings)
        told = people.get(one.pupil_id, ToldByPeople())
        if isinstance(setting, Problem):
            found[id(one)] = setting
            continue
        shared = [place for place in places if _overlap(place, one)]
        if any(place.setting_id == setting.pk for place in shared):
            found[id(one)] = None
        elif one.ended_on is None or one.ended_on >= since[one.pupil_id] or shared:
            found[id(one)] = _doubt(
                "school_on_record",
                "Only schools that the child left before being on record here are taken from this "
                "file, where nothing else is on record. The record stands; correct it on the page "
                "“School and attendance” if the file is right.",
            )
        elif told.wrong_at(setting.pk, one.started_on):
            found[id(one)] = _doubt(
                "put_right", "A person took this place off the record. It stays off."
            )
        else:
            place = Enrolment(
                pupil_id=one.pupil_id,
                setting=setting,
                started_on=one.started_on,
                ended_on=one.ended_on,
            )
            places.append(place)
            found[id(one)] = place
    return [found[id(one)] for one in said]


def _overlap(place: Enrolment, said: SaidSchool) -> bool:
    is_before = place.ended_on is not None and place.ended_on < said.started_on
    return not is_before and (said.ended_on is None or place.started_on <= said.ended_on)


def _settings(said: Iterable[SaidSchool]) -> dict[tuple[str, str], list[EducationSetting]]:
    numbers = {one.number for one in said}
    found: dict[tuple[str, str], list[EducationSetting]] = defaultdict(list)
    for setting in EducationSetting.objects.filter(
        la_code__in={area for area, _ in numbers},
        establishment_number__in={establishment for _, establishment in numbers},
    ):
        found[setting.la_code, setting.establishment_number].append(setting)
    return found


def _setting_of(
    said: SaidSchool, settings: Mapping[tuple[str, str], list[EducationSetting]]
) -> EducationSetting | Problem:
    """The school of that number that was open on the first day: a successor may have the same."""
    of_number = settings.get(said.number, [])
    was_open = [
        one
        for one in of_number
        if (one.opened_on is None or one.opened_on <= said.started_on)
        and (one.closed_on is None or one.closed_on >= said.started_on)
    ]
    if len(was_open) == 1:
        return was_open[0]
    if of_number:
        return _doubt(
            "which_school",
            "Not one school of that number was open on that day. Record the place on the page "
            "“School and attendance”.",
        )
    message = "No setting on record has this number. Load the schools register, or correct it."
    return Problem(column="Estab", code="unknown_school", message=message)


def _doubt(code: str, message: str) -> Problem:
    return Problem(column="EntryDate", code=code, message=message, level=Level.WARNING)
