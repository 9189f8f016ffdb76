"""Pages of django-allauth that this application does not offer."""

from django.http import Http404, HttpRequest, HttpResponse


def not_offered(request: HttpRequest) -> HttpResponse:
    """Nobody changes their own e-mail address: messages about children go there."""
    raise Http404
