"""What other systems send in: the same way as files, checked alike, with the same findings."""

import hashlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied, Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from vsh.api.problems import NOT_GIVEN
from vsh.api.refusals import BadKey, Conflict
from vsh.api.scopes import Scope
from vsh.api.services import lock_token
from vsh.tables.findings import Level

from .models import ImportRun
from .services import MayNotImportError, receive_files

KEY = "Idempotency-Key"
KEY_HEADER = OpenApiParameter(
    KEY,
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="8 to 64 characters, new for each delivery. The same again is the same delivery.",
)
_SHORTEST_KEY, _LONGEST_KEY = 8, 64
MOST_AT_WORK = 3
MOST_WAITING = 10  # for a person
_COME_AGAIN_SECONDS = 20
_A_PERSON_COMES_SECONDS = 3600
# Before, who asks could try marks without sending any, and so read what is on record.
_TOLD_IN_FULL = (ImportRun.State.LOADED, ImportRun.State.NOTHING)


class FoundInRow(serializers.Serializer[Any]):
    """Something about a row: an `error` refuses it, a `warning` is a doubt. Rows count from 0, as
    they were sent; where it is about the delivery as a whole, `row` is null."""

    row = serializers.IntegerField(allow_null=True)
    field = serializers.CharField()
    level = serializers.ChoiceField([level.value for level in Level])
    code = serializers.CharField()
    detail = serializers.CharField()


class Delivery(serializers.ModelSerializer[ImportRun]):
    """What became of a delivery. `needs_a_person`: something in it is refused; nothing of it is
    loaded before somebody has looked at it on the page "Imports". `found` holds the first things
    of each level; the report on that page holds all. What is new, changed or the same, and what
    is no error, is told once it is loaded."""

    rows_new = serializers.IntegerField(read_only=True, allow_null=True)
    rows_changed = serializers.IntegerField(read_only=True, allow_null=True)
    rows_same = serializers.IntegerField(read_only=True, allow_null=True)
    needs_a_person = serializers.BooleanField(source="is_ready", read_only=True)
    found = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    class Meta:
        model = ImportRun
        fields = (
            "ref", "url", "state", "uploaded_at", "finished_at", "rows_new", "rows_changed",
            "rows_same", "rows_refused", "needs_a_person", "failure", "found",
        )  # fmt: skip
        read_only_fields = fields

    def to_representation(self, instance: ImportRun) -> dict[str, Any]:
        """Counts beside what is on record stay untold until the record is as they say."""
        told = super().to_representation(instance)
        if instance.state not in _TOLD_IN_FULL:
            told |= dict.fromkeys(("rows_new", "rows_changed", "rows_same"))
        return told

    def get_url(self, run: ImportRun) -> str:
        """Where to ask again."""
        return reverse("api-v1:delivery", kwargs={"ref": run.ref})

    @extend_schema_field(FoundInRow(many=True))
    def get_found(self, run: ImportRun) -> list[dict[str, Any]]:
        """By the row that was sent: in the file made of it the header is line 1."""
        levels = list(Level) if run.state in _TOLD_IN_FULL else [Level.ERROR]
        return [
            {
                "row": one["line"] - 2 if one["line"] > 1 else None,
                "field": one["column"],
                "level": level.value,
                "code": one["code"],
                "detail": one["message"],
            }
            for level in levels
            for one in run.findings.get(level.value, [])
        ]


class DeliveryView(APIView):
    """`GET`: what became of a delivery of this system."""

    scope = Scope.ATTENDANCE_IN

    @extend_schema(responses={200: Delivery} | NOT_GIVEN)
    def get(self, request: Request, ref: str) -> Response:
        """404 for that of another system."""
        runs = ImportRun.objects.visible_to(request.user).filter(sent_by=request.auth)  # type: ignore[misc]
        run = runs.filter(ref=ref).first()
        if run is None:
            raise Http404
        return Response(Delivery(run).data)


def deliver(request: Request, *, kind: str, layout: str, content: bytes) -> Response:
    """Take rows in as a file of this kind; the same key again is answered as the first time.

    Without an error in it a delivery is loaded by itself; otherwise a person decides. A system
    that sends faster than a worker loads waits, not the others; and so does one of whose
    deliveries nobody takes care. Two at once are taken one after the other.
    """
    key = request.headers.get(KEY, "")
    if not (_SHORTEST_KEY <= len(key) <= _LONGEST_KEY and key.isascii() and key.isprintable()):
        raise BadKey(f"Send {KEY}: {_SHORTEST_KEY} to {_LONGEST_KEY} plain characters.")
    token: Any = request.auth
    lock_token(token)
    if before := _sent_before(token, key, content):
        return before
    sent = ImportRun.objects.visible_to(token.made_by).filter(sent_by=token)
    if sent.at_work().count() >= MOST_AT_WORK:
        raise Throttled(
            wait=_COME_AGAIN_SECONDS,
            detail=f"{MOST_AT_WORK} deliveries of this system are still at work.",
        )
    if sent.filter(state=ImportRun.State.READY).count() >= MOST_WAITING:
        raise Throttled(
            wait=_A_PERSON_COMES_SECONDS,
            detail=f"{MOST_WAITING} deliveries of this system wait for a person. Ask the virtual "
            "school to look at them on the page “Imports”.",
        )
    try:
        run = receive_files(
            actor=token.made_by,
            authority=token.authority,
            kind=kind,
            files=[(SimpleUploadedFile(f"{token.system}.csv", content), layout)],
            sent_by=token,
            key=key,
        )
    except MayNotImportError:
        raise PermissionDenied from None
    return _accepted(run)


def _sent_before(token: Any, key: str, content: bytes) -> Response | None:
    runs = ImportRun.objects.visible_to(token.made_by)
    run = runs.filter(sent_by=token, idempotency_key=key).first()
    if run is None:
        return None
    if run.files.filter(sha256=hashlib.sha256(content).hexdigest()).exists():
        return _accepted(run)
    raise Conflict("This key was sent with other rows before. Use a new key for a new delivery.")


def _accepted(run: ImportRun) -> Response:
    answer = Delivery(run).data
    return Response(answer, status=202, headers={"Location": answer["url"]})
