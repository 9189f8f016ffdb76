"""Pages that a personal link opens: its session, its log of reads, the one page when it fails."""

import json
from dataclasses import replace
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.views.generic import View

from peps.forms.links import CodeForm
from peps.models import Pep, PersonalLink
from peps.schema.speakers import Purpose
from peps.services.one_part import join_parts
from peps.services.open_links import give_back, link_of_token, open_link, try_code, whom_to_ask
from peps.services.voices import refusal_now
from peps.views.link_session import end, keep, link_before, rested_link, speaker_of
from peps.voice.refused import Why, told
from peps.voice.said import Own, as_handed_in, own_part
from peps.voice.speaker import Speaker
from vsh.audit.services import record_read_by_link
from vsh.govuk.unsent import Unsent, is_autosave, unsent_of, unsent_page
from vsh.history.context import note
from vsh.organisations.models import Authority


def closed_page(request: HttpRequest, ask: Authority | None = None) -> HttpResponse:
    """The one page for a link that is expired, used or closed; it does not say which. Who has, or
    had, a link is told whose virtual school to ask."""
    return render(request, "say/closed.html", {"ask": ask}, status=404)


def not_there(request: HttpRequest, why: Why, rested: PersonalLink | None) -> HttpResponse:
    """What to do for who opens a page of a session that is not, or of another link."""
    if why is Why.CLOSED:
        link = link_before(request)
        response = closed_page(request, whom_to_ask(pk=link) if link else None)
        end(response)
        return response
    return render(request, "say/again.html", {"why": why.name, "rested": rested}, status=404)


def child_words(unsent: Unsent, *, is_sendable: bool = True) -> Unsent:
    """Of what a child sent what they wrote themselves."""
    texts = [("", words) for label, words in unsent.words if label in {"Text", "Says"}]
    return replace(unsent, words=texts, says_whose=unsent.says_whose and is_sendable)


def refused_words(request: HttpRequest, why: Why, *, is_child: bool) -> HttpResponse | None:
    """What was just written is not saved, and stands on this page; nothing where nothing was, but
    for a script, which takes no page for an answer."""
    now = told(why, is_child=is_child)
    if is_autosave(request) and request.method == "POST":
        return HttpResponse(now.line, status=404, content_type="text/plain; charset=utf-8")
    unsent = unsent_of(request)
    if unsent is None:
        return None
    if is_child:
        unsent = child_words(unsent)
    context = {"told": now, "is_child": is_child}
    return unsent_page(request, "say/unsent.html", unsent, status=404, **context)


class NotKept(View):
    """Nothing of these pages stays in the browser or in what lies between."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Mark whatever is answered."""
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        return response


class ByLink(NotKept):
    """A page for who came by a personal link: `self.link`, `self.pep`, `self.said_by`."""

    purposes: frozenset[Purpose] = frozenset(Purpose)
    is_over = False
    speaker: Speaker

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask the session and the link each time; log what was read."""
        speaker = speaker_of(request)
        is_child = self.purposes == {Purpose.CHILD}
        if speaker is None or Purpose(speaker.link.purpose) not in self.purposes:
            rested = None if speaker else rested_link(request)
            why = Why.ANOTHER if speaker else Why.RESTED if rested else Why.CLOSED
            return self.turned_away(why, rested, is_child=is_child)
        self.speaker = speaker
        if not self.is_of_plan(request.POST.get("of_plan", self.of_plan)):
            return self.turned_away(Why.ANOTHER, None, is_child=is_child)
        note(link=speaker.link.ref)
        if request.method == "GET" and not join_parts(speaker.link):
            return self.turned_away(Why.CLOSED, None, is_child=is_child)
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 423 and open_link(speaker.link.pk) is None:
            return self.turned_away(Why.CLOSED, None, is_child=is_child)
        if self.is_over:
            end(response)
            return response
        keep(response, speaker)
        if request.method == "GET" and response.status_code == 200:
            reader = speaker.link.person + (f": {self.said_by}" if self.said_by else "")
            page = request.resolver_match.view_name if request.resolver_match else ""
            record_read_by_link(reader=reader, page=page, pupil_ref=self.pep.pupil.ref)
        return response

    def turned_away(self, why: Why, rested: PersonalLink | None, *, is_child: bool) -> HttpResponse:
        """What was written, which is not saved, or what to do now."""
        words = refused_words(self.request, why, is_child=is_child)
        return words or not_there(self.request, why, rested)

    @property
    def link(self) -> PersonalLink:
        """The link in hand."""
        return self.speaker.link

    @property
    def pep(self) -> Pep:
        """Its plan."""
        return self.link.pep

    @property
    def said_by(self) -> str:
        """The name that the person gave."""
        return self.speaker.said_by

    @property
    def of_plan(self) -> str:
        """What every form of the link sends along: a browser has one link open at a time, under one
        name. A new link of the same person and name has the same mark, which names nobody. Of a
        part that is no home's yet also the link's own: the part may become one's meanwhile."""
        own, part, *_ = self.marks
        is_of_no_home = not self.link.whose.removeprefix("home:").isdecimal()
        return f"{own} {part}" if self.link.purpose == Purpose.CARER and is_of_no_home else part

    def is_of_plan(self, sent: str) -> bool:
        """Whether a form is of the link in hand, or of one with the same person and name."""
        return not set(self.marks).isdisjoint(sent.split())

    @cached_property
    def marks(self) -> list[str]:
        """Those of the link itself and of its part, under every name of the part: it may get
        another while a page stands open."""
        said_by = " ".join(self.said_by.split()).casefold()
        told = [json.dumps([whose, said_by]) for whose in (self.link.ref, *self.link.parts)]
        marks = [salted_hmac("peps.views.by_link", each).hexdigest()[:16] for each in told]
        return [f"{self.pep.ref}-{self.link.purpose}-{mark}" for mark in marks]

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """A page of the link's own frame."""
        own = {"link": self.link, "pep": self.pep, "said_by": self.said_by}
        context = {**own, "of_plan": self.of_plan, **context}
        return render(self.request, template, context, status=status)


class OfPart(ByLink):
    """A page of the part that the link writes."""

    @property
    def refused(self) -> str:
        """Why nothing can be written any more."""
        return refusal_now(self.link)

    @cached_property
    def own(self) -> Own:
        """What was said so far; once it can be sent no more, beside it what was sent."""
        own = own_part(self.speaker)
        return as_handed_in(own) if self.refused else own


class Open(NotKept):
    """The address of the link: asks for the code, then goes on without a token in the address."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The question for the code; who is signed in is told whose link it is, and not let in."""
        link = link_of_token(token)
        if link is None:
            return closed_page(request, whom_to_ask(token))
        if request.user.is_authenticated:
            return self.tell(link)
        return self.ask(CodeForm(purpose=Purpose(link.purpose)))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Begin the session when the code is right; after many wrong ones wait."""
        link = link_of_token(token)
        if link is None:
            return closed_page(request, whom_to_ask(token))
        if request.user.is_authenticated:
            if "sign_out" not in request.POST:
                return self.tell(link)
            logout(request)
            return HttpResponseRedirect(request.path)
        form = CodeForm(request.POST, purpose=Purpose(link.purpose))
        if not form.is_valid():
            return self.ask(form)
        note(link=link.ref)
        if refused := try_code(link, token=token, code=form.cleaned_data["code"]):
            form.add_error("code", refused)
            return self.ask(form)
        response = HttpResponseRedirect(reverse("say:start"))
        keep(response, Speaker(link=link, said_by=form.cleaned_data.get("said_by", "")))
        return response

    def tell(self, link: PersonalLink) -> HttpResponse:
        """What is opened and written there stands as another person's: nobody does so signed in."""
        return render(self.request, "say/signed_in.html", {"purpose": link.purpose})

    def ask(self, form: CodeForm) -> HttpResponse:
        """The page with the one question."""
        return render(self.request, "say/code.html", {"form": form})


class Leave(ByLink):
    """The session is over; a device that was handed over goes back to the adult's sign-in."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """End it."""
        self.is_over = True
        if not self.link.is_handed_over:
            return render(request, "say/left.html")
        give_back(self.link.pk)
        plan = reverse("peps:voices", kwargs={"ref": self.pep.ref})
        return HttpResponseRedirect(f"{reverse('account_login')}?next={plan}")
