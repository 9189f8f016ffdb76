"""The plan's page on what child, carers and parents say, their drawings, and a child's calls."""

from dataclasses import replace
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView, View

from peps.forms.voices import TakenUpForm
from peps.models import CourtOrderClosure, PersonalLink, VoiceCall, VoicePicture
from peps.rules.links import manner_for, refusal_to_make
from peps.rules.reasons import may_read_reasons
from peps.rules.voices import Call
from peps.schema.speakers import Purpose
from peps.services.calls import take_up_call
from peps.services.links import child_of
from peps.views.pep_pages import PepFormPage, PepPageMixin
from peps.voice.closings import closings_of
from peps.voice.said import parts_of
from pupils.models import Pupil
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.calendars.rules import age_on


class Voices(PepPageMixin, TemplateView):
    """What child, carers and parents said, who is invited, and what the child called for."""

    permission = Permission.READ_PEP
    template_name = "peps/voices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One part for each purpose."""
        user = self.user
        links = PersonalLink.objects.visible_to(user).filter(pep=self.pep).as_on(today())
        orders = CourtOrderClosure.objects.visible_to(user).filter(
            pupil=self.pupil, lifted_at__isnull=True
        )
        permissions = self.child_permissions
        may_invite = Permission.INVITE_TO_PEP in permissions
        made = list(links) if may_invite else []
        child = made[0].child_now if made else child_of(self.pep)
        parts = parts_of(
            self.pep,
            reader=user,
            links=made,
            orders=list(orders.select_related("closed_by")),
            here=child.parts_here,
        )
        tells = may_read_reasons(permissions)
        return super().get_context_data(
            parts=[
                {
                    "part": replace(part, order=None, links=[]),
                    "closings": closings_of(part, reader=user, tells_reasons=tells),
                    "refused": refusal_to_make(
                        part.purpose,
                        child,
                        open_links=sum(not link.why_closed for link in part.links),
                        tells_reasons=tells,
                    ),
                }
                for part in parts
            ],
            may_invite=may_invite and not self.pep.is_of_care_ended_by(today()),
            calls=sorted(
                VoiceCall.objects.visible_to(user)
                .told_to(user)
                .filter(pep=self.pep)
                .select_related("taken_up_by")
                .prefetch_related("lines__by"),
                key=lambda call: (call.kind != Call.SAFETY, call.taken_up_at is not None),
            ),
            may_close=Permission.CLOSE_LINKS_BY_COURT_ORDER in permissions,
            **kwargs,
        )


class OfVoices(PepFormPage):
    """A form that leads back to the page of voices."""

    permission = Permission.INVITE_TO_PEP

    def get_success_url(self) -> str:
        """Back to the page of voices."""
        return self.pep_url("peps:voices")

    @property
    def purpose(self) -> Purpose:
        """Whom it is about."""
        try:
            return Purpose(self.kwargs["purpose"])
        except ValueError:
            raise Http404 from None

    @property
    def manner(self) -> str:
        """The manner that the child's age suggests."""
        return manner_for(years=age_on(self.pupil.date_of_birth, today())).value


class TakeUpCall(OfVoices):
    """One of those who were told of a child's call says what is being done."""

    permission = Permission.READ_PEP
    form_class = TakenUpForm
    template_name = "peps/take_up_call.html"
    page_title = "Say what is being done"
    submit_text = "Save"
    success_message = "What is being done is on record"

    def get_pupil(self) -> Pupil:
        """404 for a call of which the person was not told."""
        pupil = super().get_pupil()
        calls = VoiceCall.objects.visible_to(self.user).told_to(self.user).filter(pep=self.pep)
        told = calls.select_related("taken_up_by").prefetch_related("lines__by")
        call = told.filter(pk=self.kwargs["call"]).first()
        if call is None:
            raise Http404
        self.call: VoiceCall = call
        return pupil

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The call, and what others do about it."""
        is_taken_up = self.call.taken_up_at is not None
        if is_taken_up:
            self.page_title, self.submit_text = "Add to what is being done", "Add this too"
        return super().get_context_data(call=self.call, is_taken_up=is_taken_up, **kwargs)

    def act(self, form: Any) -> None:
        """Call the service."""
        take_up_call(actor=self.user, call=self.call, **form.cleaned_data)

    def form_invalid(self, form: Any) -> HttpResponse:
        """The call as it is now: somebody else may have taken it up since the page was opened."""
        self.get_pupil()
        return super().form_invalid(form)


class Picture(PepPageMixin, View):
    """A drawing from the private store, for those who may see it."""

    permission = Permission.READ_PEP

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        """The file; 404 for a private one that is not theirs to see."""
        pictures = VoicePicture.objects.visible_to(self.user).readable_by(self.user)
        found = pictures.filter(voice__pep=self.pep, ref=self.kwargs["picture"]).first()
        if found is None:
            raise Http404
        return FileResponse(found.file.open("rb"), content_type="image/jpeg")
