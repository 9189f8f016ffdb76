"""Where and under what a child is looked after; statutory reviews."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from placements.area_contacts import contact_there, with_area
from placements.custody_reading import custody_in, held_without_move, with_custody
from placements.forms import CorrectReviewForm, ReviewForm
from placements.late_appointments import late_words
from placements.models import CareMove
from placements.rules.custody import HELD
from placements.rules.homes import TOLD_WITHIN, Stay, moved_on
from pupils.care_words import (
    CATEGORY_OF_NEED,
    LEGAL_STATUS,
    PARTICIPATION,
    PLACEMENT_TYPE,
    in_words,
)
from pupils.form_pages import PupilFormPage
from pupils.models import CareEpisode, CarePlacement, MissingEpisode, Pupil, StatutoryReview
from pupils.pages import PupilPageMixin
from pupils.rules.ages import eighteenth_birthday
from pupils.services.reviews import appointment, correct_review, record_review
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.govuk.dates import long_date
from vsh.govuk.forms import GovukForm


class Care(PupilPageMixin, TemplateView):
    """Care periods, legal status, placements, reviews."""

    permission = Permission.VIEW_CARE
    template_name = "placements/care.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The facts, newest first; an address that is confidential only for those who may."""
        pupil = self.pupil
        visible = CareEpisode.objects.visible_to(self.user).filter(care_period__pupil=pupil)
        episodes = list(visible.order_by("-started_on"))
        may_see_address = Permission.VIEW_CONFIDENTIAL_ADDRESS in self.child_permissions
        adult_on = eighteenth_birthday(pupil.date_of_birth)
        moves = list(CareMove.objects.visible_to(self.user).filter(pupil=pupil))
        away = pupil.missing_episodes.order_by("-started_on")
        in_json = JSONObject(kind="kind", started_on="started_on", ended_on="ended_on")
        recorded = [move for move in moves if not move.is_draft]
        homes = list(with_area(pupil.placements.order_by("-started_on")))
        # With the periods, since a page asks the database at most twelve questions.
        periods = list(
            with_custody(pupil.care_periods.order_by("-started_on"), self.user).annotate(
                away=ArraySubquery(away.values(row=in_json))
            )
        )
        custody = custody_in(periods)
        is_held = any(home.placement_type in HELD and home.ended_on is None for home in homes)
        home = next((one for one in homes if one.ended_on is None), None)
        goes_on = any(period.ceased_on(today()) is None for period in periods)
        held = held_without_move(custody, episodes, _of_today(homes), on=today())
        untold = _untold_moves(homes, recorded) if goes_on else set()
        is_told = home is not None and (may_see_address or not home.is_address_confidential)
        shown = home if is_told and adult_on > today() else None
        other_name, other = contact_there(shown, own=pupil.authority.code)
        return super().get_context_data(
            other_name=other_name,
            other=other,
            custody=custody,
            asks_of_custody=is_held and (custody is None or custody.ended_on is not None),
            held=held if goes_on else None,
            draft=next((move for move in moves if move.is_draft), None),
            adult_on=adult_on if adult_on <= today() else None,  # what is open ended then
            periods=periods,
            episodes=[
                {
                    "episode": episode,
                    "legal_status": in_words(LEGAL_STATUS, episode.legal_status),
                    "category": in_words(CATEGORY_OF_NEED, episode.category_of_need),
                }
                for episode in episodes
            ],
            placements=[
                _placement_row(placement, self.pupil.authority.code, may_see_address)
                | {
                    "moves": [move.pk for move in recorded if _began(placement, move)],
                    "is_untold": placement.pk in untold,
                }
                for placement in homes
            ],
            missing=_times_missing(periods[0].away) if periods else [],
            reviews=[
                {
                    "review": review,
                    "participation": in_words(PARTICIPATION, review.participation),
                    "late": "" if review.held_on else late_words(pupil, review.planned_on),
                }
                for review in pupil.reviews.order_by("-id")
            ],
            **kwargs,
        )


def _of_today(homes: list[CarePlacement]) -> CarePlacement | None:
    on = today()
    begun = (home for home in homes if home.started_on <= on)
    return next((home for home in begun if home.ended_on is None or on < home.ended_on), None)


def _untold_moves(homes: list[CarePlacement], recorded: list[CareMove]) -> set[int]:
    """The home of today where it began in the last weeks by a move of which a file alone told."""
    stays = [
        Stay(
            care_period=home.care_period_id,
            started_on=home.started_on,
            placement_type=home.placement_type,
            postcode=home.postcode,
        )
        for home in homes
    ]
    moved, on = set(moved_on(stays)), today()
    return {
        home.pk
        for home in homes
        if home.started_on in moved
        and on - TOLD_WITHIN < home.started_on
        and home is _of_today(homes)
        and not any(_began(home, move) for move in recorded)
    }


def _began(home: CarePlacement, move: CareMove) -> bool:
    """Whether the home began with the move: by its day, where another move told of the same one."""
    return move.placement_id == home.pk or (
        move.placement_id is None and move.from_on == home.started_on
    )


class _ReviewPage(PupilFormPage):
    """A form on a review, back to the tab."""

    permission = Permission.RECORD_STATUTORY_REVIEW
    tab = "placements:care"

    def get_success_url(self) -> str:
        """Back to the tab."""
        return reverse("placements:care", kwargs={"ref": self.pupil.ref})


class RecordReview(_ReviewPage):
    """A review held or arranged."""

    form_class: type[GovukForm] = ReviewForm
    page_title = "Record a statutory review"
    success_message = "Review recorded"

    def act(self, form: Any) -> None:
        """Record it."""
        record_review(actor=self.user, pupil=self.pupil, **form.cleaned_data)

    def form_valid(self, form: Any) -> HttpResponse:
        """A day after the last one allowed is saved, and said to be so."""
        response = super().form_valid(form)
        arranged = appointment(self.pupil)
        is_saved = isinstance(response, HttpResponseRedirect)
        if is_saved and arranged and (late := late_words(self.pupil, arranged.planned_on)):
            day = long_date(arranged.planned_on) if arranged.planned_on else ""
            messages.warning(self.request, f"The next review is arranged for {day}. {late}")
        return response

    def get_form_kwargs(self) -> dict[str, Any]:
        """The day for which the review on record is arranged, to ask about."""
        arranged = appointment(self.pupil)
        return super().get_form_kwargs() | {"arranged_for": arranged and arranged.planned_on}


class CorrectReview(_ReviewPage):
    """The day of a review that was held, or how the child took part, put right."""

    form_class: type[GovukForm] = CorrectReviewForm
    page_title = "Correct a statutory review"
    success_message = "Review corrected"

    def get_pupil(self) -> Pupil:
        """404 too for a review that is another child's or has not been held."""
        pupil = super().get_pupil()
        reviews = StatutoryReview.objects.visible_to(self.user)
        self.review = get_object_or_404(
            reviews, pk=self.kwargs["review"], pupil=pupil, held_on__isnull=False
        )
        return pupil

    def get_initial(self) -> dict[str, Any]:
        """What is on record."""
        return {"held_on": self.review.held_on, "participation": self.review.participation}

    def act(self, form: Any) -> None:
        """Correct it."""
        correct_review(
            actor=self.user, pupil=self.pupil, review_id=self.review.pk, **form.cleaned_data
        )


def _times_missing(away: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Times away as the page shows them."""
    return [
        {
            "started_on": date.fromisoformat(one["started_on"]),
            "ended_on": date.fromisoformat(one["ended_on"]) if one["ended_on"] else None,
            "how": MissingEpisode.Kind(one["kind"]).label,
        }
        for one in away
    ]


def _placement_row(
    placement: CarePlacement, authority_code: str, may_see_address: bool
) -> dict[str, Any]:
    """One placement as the page shows it."""
    is_hidden = placement.is_address_confidential and not may_see_address
    where = "Confidential" if is_hidden else placement.postcode
    area = placement.area_code
    return {
        "placement": placement,
        "type": in_words(PLACEMENT_TYPE, placement.placement_type),
        "where": where,
        "area": area and ("In authority" if area == authority_code else "Out of authority"),
        "is_confidential": placement.is_address_confidential,
        "miles": None if is_hidden else placement.distance,
    }
