"""Attendance that a school's register or a council's system sends in."""

import csv
import datetime
import io
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from placements.imports.attendance.file import MARKS
from vsh.api.authentication import PerToken, Sending, SendingByDay
from vsh.api.problems import NOT_TAKEN
from vsh.api.scopes import Scope
from vsh.calendars import today
from vsh.intake.api import KEY_HEADER, Delivery, deliver

MOST_MARKS = 10_000
DAYS_BACK = 60  # what a token that has got into wrong hands can reach; a person reaches all


class _Word(serializers.RegexField):
    """A cell without blanks or line ends, so that each mark stays one row."""

    def __init__(self, **kwargs: Any) -> None:
        message = {"invalid": "Send it without blanks or line ends."}
        super().__init__(r"^\S+\Z", error_messages=message, **kwargs)


class Mark(serializers.Serializer[Any]):
    """One session of one child, as the columns of a file of attendance have it."""

    upn = _Word(max_length=13)
    urn = _Word(max_length=20)
    date = serializers.DateField(
        help_text=f"Of the last {DAYS_BACK} days: older marks come as a file, by a person."
    )
    session = serializers.ChoiceField(
        ["AM", "PM"], error_messages={"invalid_choice": "Send AM or PM."}
    )
    code = _Word(max_length=3)

    def validate_date(self, day: datetime.date) -> datetime.date:
        """What is older than `DAYS_BACK` days no system changes."""
        if day < today() - datetime.timedelta(days=DAYS_BACK):
            raise serializers.ValidationError(
                f"A system sends marks of the last {DAYS_BACK} days. Give older ones to the "
                "virtual school as a file, which a person loads."
            )
        return day

    def validate_urn(self, urn: str) -> str:
        """A school's token tells of no other school, and asks nothing of one."""
        setting = self.context["token"].setting
        if setting is not None and urn != setting.urn:
            raise serializers.ValidationError(
                f"This token sends marks of {setting.urn} alone. Leave the mark out."
            )
        return urn


class Marks(serializers.Serializer[Any]):
    """A delivery of marks."""

    marks = Mark(many=True, allow_empty=False, max_length=MOST_MARKS)


class AttendanceMarks(APIView):
    """`POST`: marks of the last 60 days; each is checked as a row of a file is."""

    scope = Scope.ATTENDANCE_IN
    throttle_classes = (PerToken, Sending, SendingByDay)

    @extend_schema(request=Marks, responses={202: Delivery} | NOT_TAKEN, parameters=[KEY_HEADER])
    def post(self, request: Request) -> Response:
        """202 with where to ask what became of them."""
        sent = Marks(data=request.data, context={"token": request.auth})
        sent.is_valid(raise_exception=True)
        return deliver(
            request, kind="attendance", layout=MARKS.title, content=_file(sent.validated_data)
        )


def _file(sent: dict[str, Any]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, MARKS.required)
    writer.writeheader()
    writer.writerows({**mark, "date": mark["date"].isoformat()} for mark in sent["marks"])
    return out.getvalue().encode()
