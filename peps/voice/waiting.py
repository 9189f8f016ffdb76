"""Calls of children that wait for one of those who were told: on the list of each, until then."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from peps.models import VoiceCall
from peps.rules.voices import Call
from vsh.accounts.models import User


def calls_waiting_for(user: User) -> "QuerySet[VoiceCall]":
    """A worry about safety first, then the one that waits longest."""
    urgency = Case(
        When(kind=Call.SAFETY, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    calls = VoiceCall.objects.visible_to(user).told_to(user).waiting()
    return calls.select_related("pep__pupil").order_by(urgency, "at", "pk")
