"""Reads of plans that chain as English, and of what belongs to one."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat, JSONObject

from pupils.places import at_a_setting
from pupils.querysets import M, RelatedToPupilQuerySet, under_eighteen

from .own_words import own_words

if TYPE_CHECKING:
    from ..models import Pep

MOST_DOWNLOADS = 50


class PepQuerySet(RelatedToPupilQuerySet["Pep"]):
    """Personal Education Plans."""

    def before(self, pep: "Pep") -> Self:
        """The child's earlier PEPs that were written or are being written, latest first."""
        earlier = Q(opened_on__lt=pep.opened_on) | Q(opened_on=pep.opened_on, pk__lt=pep.pk)
        peps = self.filter(earlier, pupil=pep.pupil_id).exclude(state="not_required")
        return peps.order_by("-opened_on", "-id")

    def with_an_earlier_one(self) -> Self:
        """Those that have an earlier plan of the child, by the same measure as `before`, with
        the last of them as `last_before`."""
        opened_on = OuterRef("opened_on")
        earlier = Q(opened_on__lt=opened_on) | Q(opened_on=opened_on, pk__lt=OuterRef("pk"))
        others = self.model.objects.filter(earlier, pupil=OuterRef("pupil"))
        last = others.exclude(state="not_required").order_by("-opened_on", "-id")
        return self.annotate(last_before=Subquery(last.values("pk")[:1])).filter(
            last_before__isnull=False
        )

    def with_is_first(self) -> Self:
        """PEPs with `is_first`: whether it is the first of its time in care that stands."""
        opened_on = OuterRef("opened_on")
        before = Q(opened_on__lt=opened_on) | Q(opened_on=opened_on, pk__lt=OuterRef("pk"))
        others = self.model.objects.filter(before, care_period=OuterRef("care_period"))
        return self.annotate(is_first=~Exists(others.exclude(state="not_required")))

    def as_on(self, day: date) -> Self:
        """PEPs with their child and, as `has_setting`, whether the child has a setting, with its
        designated teacher, on `day`."""
        from pupils.models import Enrolment

        places = Enrolment.objects.filter(at_a_setting(day), pupil=OuterRef("pupil"))
        peps = self.select_related("pupil__authority", "care_period")
        return peps.annotate(has_setting=Exists(places))

    def with_writers(self) -> Self:
        """PEPs with who initiated and who submitted them."""
        return self.select_related("initiated_by", "submitted_by")

    def with_short_form(self) -> Self:
        """PEPs with `is_short`, whether they are on the short form, and `may_be_short`, whether
        their authority allows it."""
        from ..models import ShortForm, ShortFormPolicy

        chosen = ShortForm.objects.filter(pep=OuterRef("pk"), ended_on__isnull=True)
        allowed = ShortFormPolicy.objects.filter(
            authority=OuterRef("pupil__authority"), is_allowed=True
        )
        return self.annotate(is_short=Exists(chosen), may_be_short=Exists(allowed))

    def with_downloads(self) -> Self:
        """PEPs with the day of the last PDF as `pdf_made_on`, as `downloads` who took one and
        when, newest first, and `was_finished`, whether it was opened again once it was complete."""
        from ..models import FinishedVersion, PepSnapshot, SnapshotDownload

        pdfs = PepSnapshot.objects.filter(pep=OuterRef("pk")).values("made_on")
        taken = SnapshotDownload.objects.filter(snapshot__pep=OuterRef("pk")).order_by("-id")
        row = JSONObject(name="taken_by__name", at="taken_at")
        return self.annotate(
            pdf_made_on=Subquery(pdfs[:1]),
            downloads=ArraySubquery(taken.values(row=row)[:MOST_DOWNLOADS]),
            was_finished=Exists(FinishedVersion.objects.filter(pep=OuterRef("pk"))),
        )

    def with_placement_type(self, day: date) -> Self:
        """PEPs with the kind of the child's home on `day`, which decides the form."""
        from pupils.models import CarePlacement

        home = CarePlacement.objects.current_on(day).filter(pupil=OuterRef("pupil"))
        kinds = home.order_by("-started_on").values("placement_type")
        return self.annotate(placement_type=Subquery(kinds[:1]))

    def with_meeting(self, day: date) -> Self:
        """PEPs with the `ref` and `day` of their next meeting, without one of the last."""
        from ..models import Meeting

        opened_on = OuterRef("opened_on")
        arranged_before = Q(pep__pupil=OuterRef("pupil"), pep__opened_on__lt=opened_on)
        meetings = Meeting.objects.filter(
            Q(pep=OuterRef("pk")) | arranged_before & Q(day__gte=opened_on),
            cancelled_on__isnull=True,
        ).annotate(row=JSONObject(ref="ref", day="day"))
        coming = meetings.coming(day).order_by("day", "starts_at")
        last = meetings.order_by("-day", "-starts_at")
        first = Coalesce(Subquery(coming.values("row")[:1]), Subquery(last.values("row")[:1]))
        return self.annotate(meeting=first)

    def with_meeting_days(self) -> Self:
        """PEPs with `meeting_days`: the days of their meetings on record, without those cancelled
        or not held."""
        from ..models import Meeting

        opened_on = OuterRef("opened_on")
        arranged_before = Q(pep__pupil=OuterRef("pupil"), pep__opened_on__lt=opened_on)
        meetings = Meeting.objects.filter(
            Q(pep=OuterRef("pk")) | arranged_before & Q(day__gte=opened_on),
            cancelled_on__isnull=True,
        ).exclude(is_held=False)
        return self.annotate(meeting_days=ArraySubquery(meetings.order_by("day").values("day")))

    def with_last_return(self) -> Self:
        """PEPs with `last_return`: why they came back last, who gave them back and when."""
        from ..models import PepStatusChange

        back = PepStatusChange.objects.filter(pep=OuterRef("pk"), to_state="returned")
        row = JSONObject(reason="reason", by="by__name", on="on")
        return self.annotate(last_return=Subquery(back.order_by("-id").values(row=row)[:1]))

    def with_open_decision(self) -> Self:
        """PEPs with `has_open_decision`: whether a significant decision waits for an answer."""
        from ..models import ProposedDecision

        waiting = ProposedDecision.objects.filter(pupil=OuterRef("pupil"), answer="")
        return self.annotate(has_open_decision=Exists(waiting))

    def with_own_words(self) -> Self:
        """PEPs with `own_words`, what child, carers and parents have sent."""
        return self.annotate(own_words=own_words())

    def with_concerns(self) -> Self:
        """PEPs with `concern_rows`: reference, section and state of each concern about them."""
        from ..models import Concern

        rows = Concern.objects.filter(pep=OuterRef("pk")).order_by("id")
        told = JSONObject(ref="ref", section="section", state="state")
        return self.annotate(concern_rows=ArraySubquery(rows.values(row=told)))

    def in_care_on(self, day: date) -> Self:
        """PEPs of a time in care that has not ended by `day`."""
        goes_on = Q(care_period__ended_on__isnull=True) | Q(care_period__ended_on__gt=day)
        return self.filter(goes_on, under_eighteen(day, pupil="pupil__"))

    def open(self) -> Self:
        """PEPs that can still be written."""
        return self.filter(state__in=["opened", "initiated", "in_progress", "returned"])

    def with_term_key(self) -> Self:
        """PEPs with `term_key`, how the clock of their own term's review ends its key."""
        return self.annotate(term_key=_term_key())

    def left_unfinished(self) -> Self:
        """Those of an earlier term that can still be handed in: no later term's was, or they wait
        to be put right."""
        overtaken = Exists(_later_terms(self.model).filter(submitted_on__isnull=False))
        may_wait = ~Q(overtaken) | Q(submitted_on__isnull=False) | Q(state="returned")
        return self.of_an_earlier_term().filter(may_wait)

    def of_an_earlier_term(self) -> Self:
        """Open ones beside which a later term's plan stands, or of whose own term the review can
        no longer be met."""
        from pupils.models import Deadline

        over = Deadline.objects.filter(
            pupil=OuterRef("pupil"),
            kind="pep_term_review",
            is_current=False,
            trigger_key__endswith=OuterRef("own_term"),
        )
        is_over = Q(Exists(_later_terms(self.model))) | Q(Exists(over))
        return self.open().alias(own_term=_term_key()).filter(is_over)

    def waiting_for_assurance(self, day: date) -> Self:
        """PEPs that were submitted and neither assured nor returned, the oldest first, with
        `waiting_since` and the child's school, and kind of place, of `day`."""
        from pupils.models import Enrolment

        from ..models import PepStatusChange

        handed_in = PepStatusChange.objects.submissions().filter(pep=OuterRef("pk"))
        places = Enrolment.objects.current_on(day).main().filter(pupil=OuterRef("pupil"))
        return (
            self.filter(state="submitted")
            .select_related("pupil__authority", "submitted_by")
            .annotate(
                waiting_since=Subquery(handed_in.order_by("-id").values("on")[:1]),
                school_id=Subquery(places.values("setting")[:1]),
                school_name=Subquery(places.values("setting__name")[:1]),
                place_kind=Subquery(places.values("kind")[:1]),
            )
            .order_by("waiting_since", "id")
        )


def _later_terms(model: Any) -> Any:
    """The plans of later terms of the same time in care that were not set aside."""
    year = OuterRef("academic_year")
    # autumn, spring, summer: in the order of the alphabet
    since = Q(academic_year__gt=year) | Q(academic_year=year, season__gt=OuterRef("season"))
    later = model.objects.filter(since, care_period=OuterRef("care_period"))
    return later.exclude(state="not_required")


def _term_key() -> Concat:
    return Concat(Value("/term:"), "academic_year", Value("-"), "season")


class RelatedToPepQuerySet(RelatedToPupilQuerySet[M]):
    """Rows that belong to a PEP."""

    pupil_path = "pep__pupil"


class PepStatusChangeQuerySet(RelatedToPepQuerySet[M]):
    """Changes of a PEP's state."""

    def submissions(self) -> Self:
        """Those by which it was handed in; a late initiation leaves it where it stands."""
        return self.filter(to_state="submitted").exclude(from_state="submitted")
