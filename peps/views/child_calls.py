"""The child calls at any time: worried about being safe, or wanting help to say it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from peps.forms.voices import CallForm
from peps.rules.voices import Call
from peps.services.call_people import who_is_told
from peps.services.calls import call_for_help

from .child_voice import ChildPage


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
        text = request.POST.get("text", "")
        made = call_for_help(speaker=self.speaker, kind=self.kind, text=text)
        back = reverse("say:start")
        return self.plain("say/told.html", readers=None, back_url=back, call=made)

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
