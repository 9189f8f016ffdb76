"""Where a section is, and the line that says whether it is saved."""

from django.urls import reverse

from peps.models import Pep

STATUS = ".vsh-autosave__status"
PHONE = {"width": 320, "height": 640}  # also a screen of 1280 at 400% of zoom


def path_of(pep: Pep, key: str = "leisure_and_learning") -> str:
    return reverse("peps:section", kwargs={"ref": pep.ref, "key": key})
