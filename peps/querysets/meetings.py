"""Reads of meetings, handovers and recipients that chain as English."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, Least, NullIf

from pupils.querysets import RelatedToPupilQuerySet
from vsh.accounts.roles import Permission, Role
from vsh.calendars import today

from .plans import PepQuerySet, RelatedToPepQuerySet

if TYPE_CHECKING:
    from vsh.accounts.models import User

    from ..models import Handover, Meeting, Pep, Recipient  # noqa: F401  (the query sets' types, in quotes)

MOST_OPENINGS = 5


class MeetingQuerySet(RelatedToPupilQuerySet["Meeting"]):
    """Meetings about PEPs."""

    pupil_path = "pep__pupil"

    def of_plan(self, pep: "Pep") -> Self:
        """Those arranged for the plan, and those that an earlier plan of the child arranged for
        a day since this one opened."""
        for_this = Q(pep=pep) | Q(
            pep__pupil=pep.pupil_id, pep__opened_on__lt=pep.opened_on, day__gte=pep.opened_on
        )
        return self.filter(for_this)

    def coming(self, day: date) -> Self:
        """Those from `day` on that stand."""
        return self.filter(day__gte=day, cancelled_on__isnull=True, is_held__isnull=True)

    def with_part_of(self, user: "User") -> Self:
        """Those that the person organises or is asked to."""
        from ..models import Attendee

        asked = Attendee.objects.filter(meeting=OuterRef("pk"), user=user, is_invited=True)
        arranged = Q(arranged_by=user, passed_to__isnull=True)
        return self.filter(Q(Exists(asked)) | Q(passed_to=user) | arranged)

    def with_record(self, user: "User") -> Self:
        """With what decides whether `user` may write what came of each: `locked_on`, when a plan to
        which it belongs was last completed and is still complete; `was_at_school`, whether a
        setting of theirs had the child, or had accepted them, on its day. And with what they have
        kept of its minutes (`kept_rows`)."""
        from pupils.models import Enrolment

        from ..models import MinutesDraft

        plans = _complete_plans().order_by("-completed_on")
        day = Least(OuterRef("day"), Value(today()))
        places = Enrolment.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=day),
            Q(started_on__lte=day) | Q(accepted_on__lte=day),
            pupil=OuterRef("pep__pupil"),
            setting__in=user.setting_ids(),
        )
        kept = MinutesDraft.objects.filter(meeting=OuterRef("pk"), user=user)
        return self.annotate(
            locked_on=Subquery(plans.values("completed_on")[:1]),
            was_at_school=Exists(places),
            kept_rows=kept.as_rows(),
        )

    def not_locked(self) -> Self:
        """Without those whose record a complete plan has locked."""
        locking = _complete_plans().filter(completed_on__gte=OuterRef("day"))
        return self.filter(~Exists(locking))

    def with_writers(self) -> Self:
        """With `minutes_writings` and `attendance_writings`: who saved each and when, as the
        history keeps it, in turn."""
        return self.annotate(
            **{f"{what}_writings": _writings(what) for what in ("minutes", "attendance")}
        )


def _complete_plans() -> PepQuerySet:
    """The complete ones of the plans to which a meeting belongs: the one for which it was arranged,
    and those of the child opened since, up to its day."""
    from ..models import Pep

    arranged_for = Q(pk=OuterRef("pep"))
    since = Q(
        pupil=OuterRef("pep__pupil"),
        opened_on__gt=OuterRef("pep__opened_on"),
        opened_on__lte=OuterRef("day"),
    )
    return Pep.objects.filter(arranged_for | since, state="complete")


def _writings(what: str) -> ArraySubquery:
    kept = apps.get_model("peps", "MeetingEvent").objects.filter(
        **{"pgh_obj": OuterRef("pk"), f"{what}_by__isnull": False, f"{what}_at__isnull": False}
    )
    name = Coalesce(NullIf(f"{what}_by__name", Value("")), f"{what}_by__email")
    return ArraySubquery(kept.order_by("pgh_id").values(row=JSONObject(by=name, at=f"{what}_at")))


class HandoverQuerySet(RelatedToPupilQuerySet["Handover"]):
    """Plans that go with their child to another school."""

    def waiting(self) -> Self:
        """Those that stand and that nobody has accepted."""
        return self.filter(accepted_on__isnull=True, withdrawn_on__isnull=True)

    def to_be_accepted_by(self, user: "User") -> Self:
        """Those that wait for a designated teacher of the new school, such as `user`, the longest
        waiting first."""
        own = user.setting_ids(Role.DESIGNATED_TEACHER)
        rows = self.visible_to(user, Permission.HAND_OVER_PEP).waiting().filter(setting__in=own)
        return rows.order_by("sent_on", "id")

    def begun_since(self, day: date, *, until: date) -> Self:
        """Those that stand, accepted or not, whose place began in these days after another."""
        return self.filter(
            withdrawn_on__isnull=True,
            former_setting__isnull=False,
            enrolment__started_on__range=(day, until),
        )


class RecipientQuerySet(RelatedToPepQuerySet["Recipient"]):
    """People who are to have a complete plan."""

    def of_whom_the_letter_tells(self) -> Self:
        """Without who is left out, and without a parent of whom nobody has said yet that they get
        one."""
        return self.filter(left_out_because="").exclude(capacity="parent", how="")

    def with_links(self) -> Self:
        """With `has_link`, whether the person has a personal link that nobody closed, and
        `opened`: when they opened the finished plan by it, the last time first."""
        from ..models import CopyOpening, PersonalLink

        links = PersonalLink.objects.filter(recipient=OuterRef("pk"), revoked_at__isnull=True)
        openings = CopyOpening.objects.filter(link__recipient=OuterRef("pk")).order_by("-id")
        row = JSONObject(at="at", said_by="said_by", is_download="is_download")
        opened = ArraySubquery(openings.values(row=row)[:MOST_OPENINGS])
        return self.annotate(has_link=Exists(links), opened=opened)
