"""The page of one section as a test opens and sends it."""

from django.urls import reverse

HTMX = {"HTTP_HX_REQUEST": "true"}
LEISURE = {"leisure_interests": "Climbing", "out_of_school_learning": "Homework club"}


def url_of(pep, key="leisure_and_learning"):
    return reverse("peps:section", kwargs={"ref": pep.ref, "key": key})
