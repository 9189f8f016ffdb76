"""The plan's page on what child, carers and parents say, and the links by which they say it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import TemplateView, View

from peps.forms import reason_for
from peps.forms.links import HandOverForm, LinkForm
from peps.forms.voices import TakenUpForm
from peps.models import CourtOrderClosure, PersonalLink, VoiceCall, VoicePicture
from peps.rules.links import manner_for, refusal_to_make
from peps.rules.reasons import may_read_reasons
from peps.rules.voices import Call
from peps.schema.speakers import Purpose
from peps.services.calls import take_up_call
from peps.services.links import (
    NewLink,
    child_of,
    close_by_court_order,
    hand_over,
    lift_court_order,
    make_link,
    refusal_to_invite,
    revoke_link,
)
from peps.views.link_session import keep, remember_handed_over
from peps.views.pep_pages import PepFormPage, PepPageMixin
from peps.voice.closings import closings_of
from peps.voice.said import parts_of
from peps.voice.speaker import Speaker
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
            home=child.home,
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


class _OfVoices(PepFormPage):
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


class _Invites(_OfVoices):
    """A page that invites: where nobody may be invited now, that is said at once."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, or back to the page of voices with the reason why not."""
        if refused := refusal_to_invite(actor=self.user, pep=self.pep, purpose=self.purpose):
            messages.error(request, refused)
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)


class MakeLink(_Invites):
    """Make a link; what it is stands on the next page, once."""

    form_class = LinkForm
    template_name = "peps/make_link.html"
    submit_text = "Make the link"

    def get_pupil(self) -> Pupil:
        """404 for a purpose that there is not."""
        _ = self.purpose
        return super().get_pupil()

    def get_form_kwargs(self) -> dict[str, Any]:
        """A child's link asks in which manner."""
        return {**super().get_form_kwargs(), "purpose": self.purpose}

    def get_initial(self) -> dict[str, Any]:
        """The manner by age."""
        return {"manner": self.manner}

    def act(self, form: Any) -> None:
        """Call the service."""
        self.made: NewLink = make_link(
            actor=self.user, pep=self.pep, purpose=self.purpose, **form.cleaned_data
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """The link and the code, shown this once; nothing of them stays in the browser."""
        response = super().form_valid(form)
        if not hasattr(self, "made"):
            return response
        list(messages.get_messages(self.request))  # "Saved" is said by the page itself
        context = self.get_context_data(made=self.made)
        return render(self.request, "peps/link_made.html", context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom it is for."""
        words = {"child": "the child", "carer": "a carer", "parent": "a parent"}[self.purpose]
        is_made = hasattr(self, "made")
        self.page_title = "The link is ready" if is_made else f"Make a link for {words}"
        return super().get_context_data(whom=words, purpose=self.purpose, **kwargs)


class HandOver(_Invites):
    """Hand this device to the child: the adult is signed out, and signs in again to go on."""

    form_class = HandOverForm
    template_name = "peps/hand_over.html"
    page_title = "Hand this device to the child"
    purpose = Purpose.CHILD
    submit_text = "Sign me out and begin"

    def get_initial(self) -> dict[str, Any]:
        """The manner by age."""
        return {"manner": self.manner}

    def act(self, form: Any) -> None:
        """Call the service."""
        self.link = hand_over(actor=self.user, pep=self.pep, **form.cleaned_data)

    def form_valid(self, form: Any) -> HttpResponse:
        """Nothing but the child's own page opens from here on without the adult's password."""
        response = super().form_valid(form)
        if hasattr(self, "link"):
            list(messages.get_messages(self.request))  # none waits for the next to sign in
            logout(self.request)
            response = HttpResponseRedirect(reverse("say:start"))
            remember_handed_over(self.request, self.link)
            keep(response, Speaker(link=self.link))
        return response


class RevokeLink(_OfVoices):
    """Close a link at once."""

    form_class = reason_for("Why the link is closed", max_length=1000)
    template_name = "peps/revoke_link.html"
    page_title = "Close this link"
    submit_text = "Close the link"
    success_message = "The link is closed"

    def get_pupil(self) -> Pupil:
        """404 for a link of another plan."""
        pupil = super().get_pupil()
        links = PersonalLink.objects.visible_to(self.user).filter(pep=self.pep)
        link = links.filter(ref=self.kwargs["link"]).first()
        if link is None:
            raise Http404
        self.link: PersonalLink = link
        return pupil

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which link."""
        return super().get_context_data(link=self.link, **kwargs)

    def act(self, form: Any) -> None:
        """Call the service."""
        revoke_link(actor=self.user, link=self.link, **form.cleaned_data)


class CourtOrder(_OfVoices):
    """Record that a court order closes the links of a purpose, or that it does no more."""

    permission = Permission.CLOSE_LINKS_BY_COURT_ORDER
    form_class = reason_for("Which court order it is, and why", max_length=1000)
    template_name = "peps/court_order.html"

    def get_pupil(self) -> Pupil:
        """404 for a purpose that there is not."""
        _ = self.purpose
        return super().get_pupil()

    @property
    def order(self) -> CourtOrderClosure | None:
        """The order in force."""
        orders = CourtOrderClosure.objects.visible_to(self.user).filter(
            pupil=self.pupil, purpose=self.purpose, lifted_at__isnull=True
        )
        return orders.select_related("closed_by").first()

    def act(self, form: Any) -> None:
        """Call the service that the page offered, whatever somebody did meanwhile."""
        is_lifting = "lift" in self.request.POST
        act = lift_court_order if is_lifting else close_by_court_order
        act(actor=self.user, pep=self.pep, purpose=self.purpose, **form.cleaned_data)
        self.success_message = (
            "The order is lifted: new links can be made"
            if is_lifting
            else "The links are closed, and no new one can be made"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The order in force, if there is one."""
        order = self.order
        self.page_title = "Lift the court order" if order else "Close links by court order"
        self.submit_text = "Lift the order" if order else "Close the links"
        return super().get_context_data(order=order, purpose=self.purpose, **kwargs)


class TakeUpCall(_OfVoices):
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
