"""The pages by which personal links are made, handed over and closed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from peps.forms import reason_for
from peps.forms.links import HandOverForm, LinkForm
from peps.models import CourtOrderClosure, PersonalLink
from peps.schema.speakers import Purpose
from peps.services.closed_links import close_by_court_order, lift_court_order, revoke_link
from peps.services.links import NewLink, hand_over, make_link, refusal_to_invite
from peps.views.link_session import keep, remember_handed_over
from peps.voice.parents import parents_known
from peps.voice.speaker import Speaker
from pupils.models import Pupil
from vsh.accounts.roles import Permission

from .voices import OfVoices


class _Invites(OfVoices):
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
        """A child's link asks in which manner; a parent's, whether it is for one who is known."""
        known = parents_known(self.pep) if self.purpose is Purpose.PARENT else []
        return {**super().get_form_kwargs(), "purpose": self.purpose, "known": known}

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


class RevokeLink(OfVoices):
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


class CourtOrder(OfVoices):
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
