"""People whose school goes on under another URN and who no longer see its children.

A place follows the register from a school to its successor; a role does not, since no file gives
anybody access. So every load names the schools where roles are left behind, until they are
carried over (`manage.py carry_roles`) or ended.
"""

from datetime import date
from typing import Any

from vsh.accounts.succession import roles_left_behind
from vsh.organisations.succession import predecessors_of
from vsh.tables.findings import Level, Problem
from vsh.tables.job import Job

from ...models import Enrolment
from .file import ROLL


def warn_of_roles_left_behind(job: Job, authority: Any, on: date) -> None:
    """One warning for each school of this authority's children whose predecessor holds roles."""
    places = Enrolment.objects.current_on(on).filter(pupil__authority=authority)
    settings = set(places.exclude(setting=None).values_list("setting", flat=True))
    for former, later in predecessors_of(settings):
        people = roles_left_behind(former, later).values("user").distinct().order_by().count()
        if not people:
            continue
        told = "1 person holds a role" if people == 1 else f"{people} people hold roles"
        problem = Problem(
            column="school_urn",
            code="roles_left_behind",
            message=f"{told} at {former} (URN {former.urn}) and not at its successor {later} "
            f"(URN {later.urn}), where children are now on roll: they no longer see them. Ask who "
            f"runs the system to carry the roles over (manage.py carry_roles --from {former.urn} "
            f"--to {later.urn}) or to end them.",
            level=Level.WARNING,
        )
        job.note(job.tables_of(ROLL)[0].name, 0, problem)
