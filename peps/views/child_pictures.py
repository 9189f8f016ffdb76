"""The child's drawings: photos added, shown to the child again, and taken away."""

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from peps.forms.voices import PictureForm
from peps.rules.voices import MOST_PICTURES
from peps.services.kept_before import take_along, take_away
from peps.services.voice_pictures import add_picture, take_picture_away
from peps.services.voices import VoiceRefused

from .child_voice import ChildPage

WORDS_ALONE = "Choose the photo too. To go on without one, take your words away"


class DrawingPage(ChildPage):
    """Photos of drawings."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The pictures, and room for another."""
        return self.show(PictureForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add one, or take one away; “Next” takes along what was chosen."""
        if "away" in request.POST or "before" in request.POST:
            return self.settle(request.POST.get("away"), request.POST.get("before"))
        is_next, says = "next" in request.POST, request.POST.get("says", "").strip()
        if is_next and not request.FILES and not says:
            return HttpResponseRedirect(self.beside(1))
        form = PictureForm(request.POST, request.FILES)
        if says:
            form.fields["picture"].error_messages["required"] = WORDS_ALONE
        if not form.is_valid():
            return self.show(form)
        try:
            add_picture(
                speaker=self.speaker,
                upload=form.cleaned_data["picture"],
                says=form.cleaned_data["says"],
                is_private=form.cleaned_data["is_private"],
            )
        except ValidationError as refusal:
            form.add_error("picture", refusal.messages)  # type: ignore[arg-type]
            return self.show(form, status=423 if isinstance(refusal, VoiceRefused) else 200)
        return HttpResponseRedirect(self.beside(1)) if is_next else self.to("say:drawing")

    def settle(self, ref: str | None, before: str | None) -> HttpResponse:
        """Take one away, or those that were kept before; or these go along when it is sent."""
        try:
            if ref is not None:
                take_picture_away(speaker=self.speaker, ref=ref)
            elif before == "along":
                take_along(speaker=self.speaker, pictures_alone=True)
                return self.to("say:check")
            elif before == "away":
                take_away(speaker=self.speaker, pictures_alone=True)
        except VoiceRefused:
            return self.show(PictureForm(), status=423)
        return self.to("say:drawing")

    def show(self, form: PictureForm, *, status: int = 200) -> HttpResponse:
        """The screen."""
        return self.screen(
            "say/drawing.html",
            status=status,
            form=form,
            pictures=self.own.pictures,
            is_in_copies=False,
            has_room=self.own.has_room,
            most=MOST_PICTURES,
            is_sent=self.own.is_sent,
            kept=self.own.kept_pictures - self.own.pictures_before,
            before=self.own.pictures_before,
            next_url=self.beside(1),
        )


class OwnPicture(ChildPage):
    """A picture of the child's own, from the private store."""

    def get(self, request: HttpRequest, picture: str) -> FileResponse:
        """The file."""
        found = next((each for each in self.own.pictures if each.ref == picture), None)
        if found is None:
            raise Http404
        return FileResponse(found.file.open("rb"), content_type="image/jpeg")
