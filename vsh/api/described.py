"""How a token is sent, for the description of the addresses (OpenAPI)."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from .authentication import TokenAuthentication


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A bearer token."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """As RFC 6750 has it."""
        return {"type": "http", "scheme": "bearer"}
