"""Where a child learns: places, gaps between them, a place that starts or ends."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from placements.contradictions import contradicting_in_words, with_contradicting_days
from placements.forms import EndEnrolmentForm, EnrolmentForm
from placements.models import SchoolChange
from placements.move_facts import moves_so_far
from placements.places import (
    changes_of_hours,
    reportable,
    with_changes_of_hours,
    with_owed_consultation,
    with_timetable,
    with_told,
)
from placements.reported import attendance_of, say_excluded
from placements.rules.moves import KEY_STAGE_4
from placements.services.school_options import said_of_school, year_group_of
from placements.services.timetables import Agreed, record_place
from placements.sessions import with_marks
from pupils.models import Enrolment
from pupils.pages import PupilPageMixin
from pupils.services.enrolments import end_enrolment
from vsh.accounts.roles import Permission
from vsh.calendars import today

from .place_pages import PlaceFormPage, SchoolChoicePage

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Days between two main places of which nothing is on record."""

    started_on: date
    ended_on: date


class School(PupilPageMixin, TemplateView):
    """Every place of the child, newest first, with the gaps between main places."""

    permission = Permission.VIEW_PUPIL
    template_name = "placements/school.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Places in force first, then past ones and gaps in one list."""
        day = today()
        places: list[Any] = list(
            with_marks(
                with_contradicting_days(
                    with_owed_consultation(
                        with_changes_of_hours(
                            with_told(with_timetable(self.pupil.enrolments.with_hours_on(day)))
                        )
                    ),
                    on=day,
                )
                .select_related("setting")
                .order_by("-started_on", "id")
            )
        )
        for place in places:
            place.pupil, place.changes_of_hours = self.pupil, changes_of_hours(place)
        present = [p for p in places if p.ended_on is None or p.ended_on >= day]
        past: list[Any] = [p for p in places if p not in present]
        rows = sorted([*past, *gaps(places)], key=lambda row: row.started_on, reverse=True)
        permissions = self.child_permissions
        reported = attendance_of(
            self.pupil, places=places, user=self.user, permissions=permissions, day=day
        )
        sees_home = Permission.VIEW_CARE in permissions
        say_excluded(present, reported["exclusions"], sees_home=sees_home, day=day)
        return super().get_context_data(
            present=present,
            today=day,
            contradicting=contradicting_in_words(places),
            past=[{"row": row, "is_gap": isinstance(row, Gap)} for row in rows],
            may_edit=Permission.EDIT_SCHOOLING in self.child_permissions,
            may_see_search=Permission.VIEW_CARE in self.child_permissions,
            may_change_hours=self.reportable(places),
            may_consult=Permission.SEARCH_SCHOOL in self.child_permissions,
            may_tell=Permission.TELL_SETTING in self.child_permissions,
            **reported,
            **kwargs,
        )

    def reportable(self, places: list[Any]) -> set[int]:
        """The ids of the places whose hours the reader may change: a school its own."""
        if Permission.AGREE_TIMETABLE not in self.child_permissions:
            return set()
        return reportable(self.user, Permission.AGREE_TIMETABLE, places)


class RecordEnrolment(SchoolChoicePage):
    """A place that starts: find the school first, then say from when."""

    template_name = "placements/record_enrolment.html"
    form_class = EnrolmentForm
    page_title = "Record a school place"
    success_message = "School place recorded"
    recorded: Enrolment | None = None

    @cached_property
    def present(self) -> Enrolment | None:
        """The main place of today."""
        return self.pupil.enrolments.current_on(today()).main().select_related("setting").first()

    def get_form_kwargs(self) -> dict[str, Any]:
        """The place that would end."""
        return super().get_form_kwargs() | {"current": self.present}

    def act(self, form: Any) -> None:
        """Record it."""
        data = dict(form.cleaned_data)
        known = said_of_school(self.pupil, data.get("setting"))
        is_part_time = data["is_part_time"] and data["kind"] != Enrolment.Kind.NO_PLACE
        self.recorded = record_place(
            actor=self.user,
            pupil=self.pupil,
            kind=data["kind"],
            setting=data.get("setting"),
            accepted_on=data["accepted_on"],
            started_on=data["started_on"],
            is_full_time=not data["is_part_time"] and data["kind"] != Enrolment.Kind.NO_PLACE,
            agreed=Agreed(until_on=data["until_on"], next_review_on=data["next_review_on"])
            if is_part_time
            else None,
            hours_a_week=data["hours_a_week"],
            part_time_reason=data["part_time_reason"],
            evidence=data["evidence"] or known.evidence,
            exceptional_reason=data["exceptional_reason"] or known.exceptional_reason,
            ends_current=data.get("ends_current", False),
            reason_ended=data.get("reason_ended", ""),
        )

    def get_success_url(self) -> str:
        """The consultation, where another school took the place of one."""
        changes = SchoolChange.objects.visible_to(self.user).filter(enrolment=self.recorded)
        may_answer = Permission.SEARCH_SCHOOL in self.child_permissions
        if self.recorded is None or not may_answer or not changes.exists():
            return super().get_success_url()
        place = {"ref": self.pupil.ref, "pk": self.recorded.pk}
        return reverse("placements:consult_about_school", kwargs=place)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What a change of school costs, where there is a school to leave."""
        if self.present is not None and self.present.kind != Enrolment.Kind.NO_PLACE:
            kwargs["so_far"] = moves_so_far(self.pupil, list(self.pupil.placements.all()))
            year_group = year_group_of(self.pupil, today())
            kwargs["is_key_stage_4"] = year_group in KEY_STAGE_4
        return super().get_context_data(**kwargs)


class EndEnrolment(PlaceFormPage):
    """A place that ends."""

    form_class = EndEnrolmentForm
    success_message = "The end of the place is recorded"

    @cached_property
    def enrolment(self) -> Enrolment:
        """The place, if it is this child's and has not ended.

        Where it ended while somebody filled in the form, the service says so beside their answers.
        """
        rows = self.pupil.enrolments.all()
        if self.request.method != "POST":
            rows = rows.filter(ended_on__isnull=True)
        found = rows.select_related("setting", "pupil").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @property
    def page_title(self) -> str:  # type: ignore[override]
        """Which place."""
        place = self.enrolment
        return f"End the place: {place.setting or place.get_kind_display()}"

    def get_initial(self) -> dict[str, Any]:
        """The version that the page shows."""
        return {"version": self.enrolment.version}

    def act(self, form: Any) -> None:
        """Record the end."""
        data = form.cleaned_data
        end_enrolment(
            actor=self.user,
            enrolment=self.enrolment,
            version=data["version"],
            ended_on=data["ended_on"],
            reason_ended=data["reason_ended"],
            ended_by_placement=data["ended_by_placement"] == "yes",
            leaves_without_place=data["next_place"] == "without",
        )


def gaps(places: list[Enrolment]) -> list[Gap]:
    """The days between one main place's last day and the next one's first.

    A weekend, also a long one, between two places is no gap.
    """
    main = sorted(
        (p for p in places if p.kind in Enrolment.MAIN_KINDS), key=lambda place: place.started_on
    )
    found = []
    for earlier, later in pairwise(main):
        if earlier.ended_on is not None and (later.started_on - earlier.ended_on) > 4 * DAY:
            found.append(Gap(started_on=earlier.ended_on + DAY, ended_on=later.started_on - DAY))
    if main and main[-1].ended_on is not None and main[-1].ended_on < today():
        found.append(Gap(started_on=main[-1].ended_on + DAY, ended_on=today()))
    return found
