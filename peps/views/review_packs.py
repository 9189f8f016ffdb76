"""The pack for a child's statutory review: read, printed, sent."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from peps.facts.usable_plans import HANDED_IN
from peps.forms import ConfirmForm
from peps.reading.as_it_stands import as_it_stands
from peps.reading.letter import letter_for
from peps.reading.review_pack import plan_to_read, review_to_prepare
from peps.reading.review_topics import topics_of
from peps.services.review_packs import note_pack_opened, send_review_pack
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
        day, permissions = today(), self.child_permissions
        found = review_to_prepare(self.user, self.pupil, permissions=permissions, on=day)
        if found is None:
            return super().get_context_data(review=None, **kwargs)
        if any(row["user_id"] == self.user.pk and not row["opened_at"] for row in found.copies):
            note_pack_opened(actor=self.user, review=found.review)
        pep = plan_to_read(found.review)
        letter = None
        if pep is not None:
            pep.pupil = self.pupil
            written = letter_for(pep=pep, permissions=permissions, day=day)
            letter = as_it_stands(written, targets=found.targets, actions=found.actions, on=day)
        return super().get_context_data(
            review=found.review,
            copies=[_copy(row) for row in found.copies],
            pep=pep,
            is_draft=pep is not None and pep.state not in HANDED_IN,
            topics=topics_of(self.pupil, found, pep, on=day),
            letter=letter,
            parts=[c for c in letter.chapters if c.key in _PARTS] if letter else [],
            **kwargs,
        )


def _copy(row: dict[str, Any]) -> dict[str, Any]:
    """To whom a pack was sent, when and by whom, and when they opened it."""
    opened_at = row["opened_at"] and datetime.fromisoformat(row["opened_at"])
    days = {name: date.fromisoformat(row[name]) for name in ("sent_on", "arranged_for")}
    return {**row, **days, "opened_at": opened_at}


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
        found = review_to_prepare(
            self.user, self.pupil, permissions=self.child_permissions, on=today()
        )
        pep = plan_to_read(found.review) if found else None
        return super().get_context_data(
            review=found.review if found else None,
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
