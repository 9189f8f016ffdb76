"""The description of the addresses for machines (OpenAPI), and in it how a token is sent."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from .authentication import TokenAuthentication
from .problems import problem_response


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A bearer token."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        """As RFC 6750 has it."""
        return {"type": "http", "scheme": "bearer"}


@csrf_exempt  # there is nothing here that a browser could be made to do
def description(request: HttpRequest) -> HttpResponse:
    """The same for everybody, whatever the query says: made once in the life of a process."""
    if request.method not in ("GET", "HEAD"):
        return problem_response(405)
    return HttpResponse(_described(), content_type=OpenApiYamlRenderer.media_type)


@cache
def _described() -> bytes:
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    described = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return OpenApiYamlRenderer().render(described, renderer_context={})
