"""What the frame of every page shows that is known without a person: is this a demonstration?"""

from django.conf import settings
from django.http import HttpRequest


def layout(request: HttpRequest) -> dict[str, bool]:
    """`is_demonstration` puts the banner on the page that says so."""
    return {"is_demonstration": bool(getattr(settings, "DEMO", False))}
