"""Officers keep the phrases that their authority's feedback uses again: added, retired, kept."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from peps.models import FeedbackPhrase
from vsh.accounts.models import User
from vsh.accounts.roles import Permission
from vsh.calendars import today
from vsh.organisations.models import Authority


@transaction.atomic
def add_phrase(*, actor: User, authority: Authority, text: str) -> FeedbackPhrase:
    """Add words to the authority's phrases; the same words are not kept twice."""
    _require(actor, authority.pk)
    phrase = FeedbackPhrase(
        authority=authority, text=" ".join(text.split()), added_on=today(), added_by=actor
    )
    Authority.objects.select_for_update().get(pk=authority.pk)
    in_use = FeedbackPhrase.objects.filter(authority=authority, retired_on__isnull=True)
    if in_use.filter(text=phrase.text).exists():
        raise ValidationError({"text": "These words are among your phrases already."})
    phrase.save()
    return phrase


@transaction.atomic
def retire_phrase(*, actor: User, phrase: FeedbackPhrase) -> FeedbackPhrase:
    """Take words out of use; feedback in which they stand keeps them."""
    phrase = FeedbackPhrase.objects.select_for_update().get(pk=phrase.pk)
    _require(actor, phrase.authority_id)
    if phrase.retired_on is None:
        phrase.retired_on, phrase.retired_by = today(), actor
        phrase.save()
    return phrase


def _require(actor: User, authority_id: int) -> None:
    if authority_id not in actor.authority_ids_where(Permission.ASSURE_PEP):
        raise PermissionDenied(Permission.ASSURE_PEP.value)
