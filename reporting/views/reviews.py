"""The reviewing officer's list: reviews that come, and the PEP to read before each."""

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from peps.models import Pep
from pupils.child_permissions import may_for, note_roles
from reporting.coming_reviews import coming_reviews, readiness
from reporting.paging import page_of
from vsh.accounts.access import PermissionRequiredMixin
from vsh.accounts.roles import Permission
from vsh.audit.services import record_list_read
from vsh.calendars import today
from vsh.govuk.words import in_sentence


class ComingReviews(PermissionRequiredMixin, TemplateView):
    """Reviews of the next four weeks."""

    permission = Permission.READ_COMING_REVIEWS
    template_name = "reporting/coming_reviews.html"
    extra_context = {"page_title": "Coming reviews"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each with the readiness of its PEP."""
        reviews = coming_reviews(self.user, on=today())
        count = reviews.count()
        page = page_of(reviews, count=count, number=self.request.GET.get("page"))
        page.object_list = list(page.object_list)
        note_roles(self.user, [review.pupil for review in page.object_list])
        record_list_read(user=self.user, page="reporting:coming_reviews", filters={}, count=count)
        return super().get_context_data(
            page_obj=page,
            rows=[self._row(review) for review in page.object_list],
            **kwargs,
        )

    def _row(self, review: Any) -> dict[str, Any]:
        may_read = review.pep_ref and may_for(self.user, Permission.READ_PEP, review.pupil)
        words, colour = readiness(review.pep_state, is_newest=review.pep_ref == review.newest_ref)
        term = f"{review.pep_season.capitalize()} term {review.pep_year}" if review.pep_ref else ""
        kind = Pep.Kind(review.pep_kind).label if review.pep_ref else ""
        return {
            "review": review,
            "pupil": review.pupil,
            "readiness": words,
            "colour": colour,
            "term": f"{kind}, {in_sentence(term)}" if term else "",
            "may_record": may_for(self.user, Permission.RECORD_STATUTORY_REVIEW, review.pupil),
            "pep_url": reverse("peps:read", kwargs={"ref": review.pep_ref}) if may_read else "",
        }
