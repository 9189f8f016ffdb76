"""What goes wrong, as `application/problem+json` (RFC 9457)."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

TYPE = "application/problem+json"
MOST = 100


class Wrong(serializers.Serializer[Any]):
    """One thing that is wrong, and where in what was sent (JSON pointer)."""

    pointer = serializers.CharField()
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """Why a request was refused: `detail` in words, or `errors` by their place."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    errors = Wrong(many=True, required=False)


NOT_GIVEN = {(status, TYPE): Problem for status in (401, 403, 404, 406, 429)}
NOT_TAKEN = {(status, TYPE): Problem for status in (400, 401, 403, 406, 409, 411, 413, 415, 429)}


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error that is expected; another one stays a fault of ours."""
    response = exception_handler(error, context)
    if response is None:
        return None
    detail = response.data.get("detail") if isinstance(response.data, dict) else None
    problem = _problem(response.status_code)
    if isinstance(error, ValidationError):
        problem["errors"] = list(_flat(error.detail))[:MOST]
    elif detail:
        problem["detail"] = str(detail)
    response.data = problem
    response.content_type = TYPE
    return response


def problem_response(status: int, detail: str = "") -> JsonResponse:
    """The same for what never reaches a view."""
    problem = _problem(status) | ({"detail": detail} if detail else {})
    return JsonResponse(problem, status=status, content_type=TYPE)


@csrf_exempt  # there is nothing here that a browser could be made to do
def not_found(request: HttpRequest) -> JsonResponse:
    """There is no such address here."""
    return problem_response(404)


def _problem(status: int) -> dict[str, Any]:
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}


def _flat(detail: Any, pointer: str = "") -> Iterator[dict[str, str]]:
    """Each error with the JSON pointer of what it is about."""
    if isinstance(detail, dict):
        for name, each in detail.items():
            yield from _flat(each, pointer if name == "non_field_errors" else f"{pointer}/{name}")
    elif isinstance(detail, list) and not all(isinstance(each, ErrorDetail) for each in detail):
        for at, each in enumerate(detail):
            yield from _flat(each, f"{pointer}/{at}")
    else:
        for each in detail if isinstance(detail, list) else [detail]:
            yield {"pointer": pointer, "detail": str(each)}
