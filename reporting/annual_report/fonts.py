"""The pages' fonts as files: they come from a package, and nothing else is used."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured

_NAME = "atkinson-hyperlegible-next-{subset}-{weight}-normal.woff2"
FONT_REGULAR = _NAME.format(subset="latin", weight=400)
FONT_FILES = tuple(
    _NAME.format(subset=subset, weight=weight)
    for subset in ("latin", "latin-ext")
    for weight in (400, 700)
)


def font_file(name: str) -> Path:
    """Where the compiled style sheet keeps this font."""
    if name not in FONT_FILES:
        raise ValueError(f"{name!r} is not one of the report's fonts")
    path = finders.find(f"fonts/{name}")
    if path is None:
        raise ImproperlyConfigured(
            "The fonts are missing: compile the style sheet with `npm run build`."
        )
    return Path(path)
