"""The officer is told of days with code E that no suspension on record explains, once for each run
of them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from placements.contradictions import Contradiction, contradicting
from placements.models import AttendanceDay
from pupils.models import CarePeriod, Pupil
from pupils.news import news_of, who_is
from pupils.reminder_people import load_people
from vsh.accounts.roles import Role
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.notices.services import Message, queue_notices

_LOOKED_AT = timedelta(days=60)
_NEW = timedelta(days=5)  # a register that comes in late, as after Easter
_BETWEEN = timedelta(days=10)  # days of one run may have a holiday of a week between them


def alert_of_unexplained_suspension(day: date | None = None) -> int:
    """Queue word of children in care whose register says of these days that they are suspended,
    while no suspension or exclusion of then is on record; how many were new."""
    day = day or today()
    in_care = CarePeriod.objects.current_on(day).filter(pupil=OuterRef("enrolment__pupil"))
    rows: Any = AttendanceDay.objects.filter(
        contradicting(Contradiction.NOT_SUSPENDED),
        Exists(in_care),
        day__range=(day - _LOOKED_AT, day),
    )
    days: dict[int, list[date]] = {}
    for pupil_id, on in rows.order_by("day").values_list("enrolment__pupil", "day"):
        days.setdefault(pupil_id, []).append(on)
    runs = {pk: run for pk, found in days.items() if (run := _last_run(found))[-1] >= day - _NEW}
    pupils = Pupil.objects.select_related("authority").in_bulk(runs)
    people = load_people(set(runs), on=day)

    def messages() -> Iterator[Message]:
        for pk, run in sorted(runs.items()):
            pupil = pupils[pk]
            for person in people.standing_in_for(Role.VIRTUAL_SCHOOL_OFFICER, pupil):
                yield news_of(
                    pupil,
                    to=person,
                    about=f"unexplained_suspension:{pupil.ref}:{run[0]}",
                    stage="reported",
                    subject="Code E without a suspension",
                    said=f"The register of {who_is(pupil)} has code E (suspended or excluded) "
                    f"since {long_date(run[0])}, and no suspension or exclusion that covers it is "
                    "on record. Ask the school: what it decided, for how long, and what education "
                    "there is from the sixth day.",
                    page="placements:attendance_year",
                )

    return queue_notices(messages())


def _last_run(days: list[date]) -> list[date]:
    """The last days that follow each other, oldest first."""
    run = days[-1:]
    for on in reversed(days[:-1]):
        if run[0] - on > _BETWEEN:
            break
        run.insert(0, on)
    return run
