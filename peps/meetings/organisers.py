"""Who is to stand for a meeting: its organiser, and once they no longer see the child, who works in
that place now."""

from django.db.models.functions import Coalesce

from peps.facts.people_told import allocated, designated_teachers, officers_or_heads, sees
from peps.models import Meeting
from peps.querysets import MeetingQuerySet
from pupils.models import Involvement, Pupil
from pupils.person_of_row import seen_by
from vsh.accounts.models import Membership, User
from vsh.accounts.roles import Role

SOCIAL_WORKER = Involvement.Capacity.SOCIAL_WORKER
_VIRTUAL_SCHOOL = (Role.VIRTUAL_SCHOOL_HEAD, Role.VIRTUAL_SCHOOL_OFFICER)


def organiser_now(meeting: Meeting) -> User:
    """The organiser on record while they see the child, else who is in their place."""
    user, pupil = meeting.organiser, meeting.pep.pupil
    if sees(user, pupil):
        return user
    people = _in_the_place_of(user, pupil)
    return user if user in people or not people else min(people, key=str)


def left_behind(meetings: MeetingQuerySet) -> list[Meeting]:
    """Those whose organiser no longer sees the child; one query for all organisers."""
    rows = meetings.alias(stands_for=Coalesce("passed_to", "arranged_by"))
    return list(
        rows.filter(~seen_by("stands_for", pupil="pep__pupil")).select_related(
            "pep", "arranged_by", "passed_to"
        )
    )


def _in_the_place_of(user: User, pupil: Pupil) -> set[User]:
    """The next of the Virtual School for one of theirs, the next social worker for a social worker;
    otherwise, or without one, the designated teacher, and without one the Virtual School."""
    own = Membership.objects.filter(user=user, role__in=_VIRTUAL_SCHOOL)
    if own.filter(authority=pupil.authority_id).exists():
        return officers_or_heads(pupil)
    was = Involvement.objects.filter(pupil=pupil, user=user, capacity=SOCIAL_WORKER)
    workers = allocated(pupil, SOCIAL_WORKER) if was.exists() else set()
    return workers or designated_teachers(pupil) or officers_or_heads(pupil)
