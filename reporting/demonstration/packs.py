"""Review packs of the demonstration: those that were sent, and opened, before each review."""

from datetime import date, datetime, time

from django.db.models import QuerySet

from peps.facts.usable_plans import usable_plans
from peps.models import Pep, ReviewPack, ReviewPackCopy
from pupils.models import Involvement, StatutoryReview
from vsh.calendars.current_day import LONDON
from vsh.calendars.rules import ONE_DAY, WorkingDays


def send_packs(*, on: date) -> None:
    """A pack for each review since the child was on record whose due day has come."""
    days = WorkingDays()
    iros = Involvement.objects.filter(capacity=Involvement.Capacity.IRO)
    iro_of = {row.pupil_id: row.user_id for row in iros.order_by("started_on")}
    reviews: QuerySet[StatutoryReview] = StatutoryReview.objects.filter(planned_on__isnull=False)
    for review in reviews.select_related("pupil").order_by("pk"):
        assert review.planned_on is not None
        sent_on = days.back(3, ending=review.planned_on - ONE_DAY)
        if sent_on < review.pupil.on_record_since or sent_on > on:
            continue
        plan = usable_plans(review.care_period_id).filter(opened_on__lt=sent_on).first()
        if plan and review.pupil_id in iro_of:
            _send(
                review,
                plan,
                iro_of[review.pupil_id],
                arranged_for=review.planned_on,
                sent_on=sent_on,
            )


def _send(
    review: StatutoryReview, plan: Pep, iro: int, *, arranged_for: date, sent_on: date
) -> None:
    pack = ReviewPack.objects.create(
        review=review,
        arranged_for=arranged_for,
        pep=plan,
        is_draft=plan.submitted_on is None or plan.submitted_on > sent_on,
        sent_on=sent_on,
    )
    is_opened = review.held_on is not None
    opened_at = datetime.combine(sent_on, time(16, 10), LONDON) if is_opened else None
    ReviewPackCopy.objects.create(pack=pack, user_id=iro, opened_at=opened_at)
