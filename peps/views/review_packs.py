"""The pack for a child's statutory review: read, printed, sent."""

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from peps.forms import ConfirmForm
from peps.reading.letter import letter_for
from peps.review_packs import HANDED_IN, copies_of, review_to_prepare, topics_of
from peps.services.review_packs import note_pack_opened, plan_to_read, send_review_pack
from pupils.form_pages import PupilFormPage
from pupils.pages import PupilPageMixin
from vsh.accounts.roles import Permission
from vsh.calendars import today


class ShowReviewPack(PupilPageMixin, TemplateView):
    """What the review should discuss, then the plan, beginning with the child's own words."""

    permission = Permission.READ_REVIEW_PACK
    tab = "peps:of_pupil"
    template_name = "peps/review_pack.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pack as of today, and to whom it was sent."""
        review = review_to_prepare(self.user, self.pupil)
        if review is None:
            return super().get_context_data(review=None, **kwargs)
        copies = copies_of(self.user, review)
        if any(copy.user == self.user and copy.opened_at is None for copy in copies):
            note_pack_opened(actor=self.user, review=review)
        pep = plan_to_read(review)
        if pep is not None:
            pep.pupil = self.pupil
        topics = topics_of(
            self.pupil, pep, user=self.user, permissions=self.child_permissions, on=today()
        )
        letter = (
            letter_for(pep=pep, permissions=self.child_permissions, day=today()) if pep else None
        )
        return super().get_context_data(
            review=review,
            copies=copies,
            pep=pep,
            is_draft=pep is not None and pep.state not in HANDED_IN,
            topics=topics,
            letter=letter,
            parts=[c for c in letter.chapters if c.key in _PARTS] if letter else [],
            **kwargs,
        )


_PARTS = ("childs_views", "new_targets", "actions", "attendance_and_behaviour")


class SendReviewPack(PupilFormPage):
    """Send the pack to the reviewing officer now."""

    permission = Permission.SEND_REVIEW_PACK
    tab = "peps:of_pupil"
    form_class = ConfirmForm
    template_name = "peps/send_review_pack.html"
    page_title = "Send the review pack"
    submit_text = "Send the pack"
    success_message = "The pack is sent: the reviewing officer is told where to read it"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """For which review, with which plan."""
        review = review_to_prepare(self.user, self.pupil)
        pep = plan_to_read(review) if review else None
        return super().get_context_data(
            review=review,
            pep=pep,
            is_draft=pep is not None and pep.state not in HANDED_IN,
            **kwargs,
        )

    def act(self, form: Any) -> None:
        """Call the service."""
        send_review_pack(actor=self.user, pupil=self.pupil)

    def get_success_url(self) -> str:
        """The pack."""
        return reverse("peps:review_pack", kwargs={"ref": self.pupil.ref})
