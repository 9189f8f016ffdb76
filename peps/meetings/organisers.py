"""Who stands for a meeting: who arranged it, and once they no longer see the child, who works in
that place now: the social worker, else the designated teacher, without one the Virtual School."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from peps.facts.people_told import allocated, designated_teachers, officers_or_heads
from peps.models import Meeting
from pupils.models import Involvement, Pupil
from vsh.accounts.models import User

SOCIAL_WORKER = Involvement.Capacity.SOCIAL_WORKER


def organisers_of(meetings: Iterable[Meeting]) -> Mapping[str, User]:
    """Who stands for each meeting, by its reference; one query for each who arranged some of them,
    and some more for each meeting that they left behind."""
    arranged: dict[User, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        arranged[meeting.arranged_by].append(meeting)
    found = {}
    for user, theirs in arranged.items():
        pupils = {meeting.pep.pupil_id for meeting in theirs}
        still = set(
            Pupil.objects.visible_to(user)
            .filter(pk__in=pupils)
            .order_by()
            .values_list("pk", flat=True)
        )
        for meeting in theirs:
            is_theirs = meeting.pep.pupil_id in still
            found[meeting.ref] = user if is_theirs else _in_the_place_of(user, meeting.pep.pupil)
    return found


def organiser_of(meeting: Meeting) -> User:
    """The same for one meeting."""
    return organisers_of([meeting])[meeting.ref]


def _in_the_place_of(user: User, pupil: Pupil) -> User:
    was = Involvement.objects.filter(pupil=pupil, user=user, capacity=SOCIAL_WORKER)
    workers = allocated(pupil, SOCIAL_WORKER) if was.exists() else set()
    people = workers or designated_teachers(pupil) or officers_or_heads(pupil)
    return user if user in people or not people else min(people, key=str)
