"""The child calls at any time: worried about being safe, or wanting help to say it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from peps.forms.voices import CallForm
from peps.models import PersonalLink
from peps.rules.voices import Call
from peps.services.call_people import who_is_told
from peps.services.calls import call_for_help
from peps.services.open_links import whom_to_ask
from peps.voice.refused import Why, told
from peps.voice.speaker import Speaker
from vsh.govuk.unsent import unsent_of
from vsh.history.context import note

from .by_link import child_words
from .child_voice import ChildPage
from .link_session import end, link_before


class Worried(ChildPage):
    """The child is worried about being safe: who is told, then told they are."""

    call = Call.SAFETY
    template = "say/worried.html"
    too_long = "say/not_told.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Who will be told, before anything is."""
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Tell them at once, whatever was written."""
        return self.tell_them()

    def tell_them(self) -> HttpResponse:
        """Call, and say who was told."""
        text = self.request.POST.get("text", "")
        made = call_for_help(speaker=self.speaker, kind=self.kind, text=text)
        back = reverse("say:start")
        return self.plain("say/told.html", readers=None, back_url=back, call=made)

    def turned_away(self, why: Why, rested: PersonalLink | None, *, is_child: bool) -> HttpResponse:
        """A child who hesitated for long is heard all the same, and shown nothing of the plan.
        Where the link is closed or another's, they are told that nobody knows."""
        if self.request.method != "POST":
            return super().turned_away(why, rested, is_child=is_child)
        if rested and rested.purpose in self.purposes:
            self.speaker = Speaker(link=rested)
            if self.is_of_plan(self.request.POST.get("of_plan", "")):
                note(link=rested.ref)
                return self.tell_them()
        may_open_again = why is not Why.CLOSED
        before, unsent = link_before(self.request), unsent_of(self.request)
        context = {
            "told": told(why, is_child=True),
            "may_open_again": may_open_again,
            "ask": whom_to_ask(pk=before) if before else None,
            "unsent": child_words(unsent, is_sendable=may_open_again) if unsent else None,
        }
        response = render(self.request, "say/nobody_told.html", context, status=404)
        if why is Why.CLOSED:
            end(response)
        return response

    @property
    def kind(self) -> Call:
        """What is called for."""
        return self.call

    def show(self) -> HttpResponse:
        """The screen."""
        return self.plain(
            self.template,
            form=CallForm(),
            readers=None,
            back_url=reverse("say:start"),
            told=who_is_told(self.call, self.pep.pupil),
        )


class Help(Worried):
    """Somebody to help the child say it: an advocate, or an interpreter."""

    call = Call.ADVOCATE
    template = "say/help.html"

    @property
    def kind(self) -> Call:
        """The button that was pressed."""
        is_interpreter = self.request.POST.get("kind") == Call.INTERPRETER
        return Call.INTERPRETER if is_interpreter else Call.ADVOCATE
