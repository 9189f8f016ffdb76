"""What a request may hold: JSON of a bounded size, neither deeper nor longer than is of use."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from .refusals import MOST_MEGABYTES, TOO_LARGE, TooLarge


class BoundedJSONParser(JSONParser):
    """Refuses by the length that was announced: a server reads no more than that."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """What was sent; a word about it where it is no JSON."""
        request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_MEGABYTES * 1024 * 1024:
            raise TooLarge(TOO_LARGE)
        try:
            return super().parse(stream, media_type, dict(parser_context or {}))
        except RecursionError:
            raise ParseError("This JSON is nested too deeply. Send plain rows.") from None
