"""Reads of what children, carers and parents said, and of what they keep private."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from peps.querysets import RelatedToPepQuerySet
from peps.rules.voices import READS_PRIVATE_ANSWERS
from pupils.querysets import M
from vsh.calendars import today

if TYPE_CHECKING:
    from vsh.accounts.models import User


class OfVoiceQuerySet(RelatedToPepQuerySet[M]):
    """Answers and pictures, as their writers have them."""

    pupil_path = "voice__pep__pupil"

    def open_to_all(self) -> Self:
        """Those that are not private."""
        return self.filter(is_private=False)

    def shown_in(self, session: str) -> Self:
        """What its writer sees: what is private only in the session that wrote it, until it is
        sent."""
        is_of_session = Q(session=session) & ~Q(session="")
        return self.filter(Q(is_private=False) | is_of_session)

    def kept_before(self, session: str) -> Self:
        """What is private and not sent, of another session than this one: shown in none."""
        return self.filter(is_private=True).exclude(session__in=["", session])

    def to_send(self, session: str) -> Self:
        """What is sent from a session: all but what was kept before."""
        return self.exclude(pk__in=self.kept_before(session).values("pk"))


class VoiceAnswerQuerySet(OfVoiceQuerySet[M]):
    """Answers, as their writers have them."""

    def kept_before(self, session: str) -> Self:
        """But for what was sent in these words, and then closed to all but a few."""
        from peps.models import SentAnswer

        same: dict[str, Any] = {
            name: OuterRef(name) for name in ("voice", "key", "choices", "text", "private_to")
        }
        as_sent = SentAnswer.objects.filter(is_private=True, **same)
        return super().kept_before(session).filter(~Exists(as_sent))


class SentAnswerQuerySet(OfVoiceQuerySet[M]):
    """What was sent: what is not yet sent nobody else reads."""

    def sent(self) -> Self:
        """All of them."""
        return self.all()

    def readable_by(self, user: "User") -> Self:
        """Sent ones of children whom `user` may see; private ones as the social worker or officer
        whom the child's screen named when it was written, and who is that today."""
        is_named = Q(private_to=[]) | Q(private_to__contains=[user.pk])
        is_open = Q(is_private=False) | (Q(Exists(self._in_role(user))) & is_named)
        return self.visible_to(user).sent().filter(is_open)

    def closed_to(self, user: "User") -> Self:
        """Private ones that `user` would read as the child's social worker or officer of today, had
        they been named to the child."""
        kept = self.visible_to(user).sent().filter(Exists(self._in_role(user)), is_private=True)
        return kept.exclude(private_to=[]).exclude(private_to__contains=[user.pk])

    def _in_role(self, user: "User") -> "QuerySet[Any]":
        from pupils.models import Involvement

        return Involvement.objects.held_in_role_on(today()).filter(
            pupil=OuterRef(self.pupil_path), user=user, capacity__in=READS_PRIVATE_ANSWERS
        )


class VoicePictureQuerySet(SentAnswerQuerySet[M]):
    """Pictures."""

    def sent(self) -> Self:
        """Those of a part that was sent since they were added, and they with it."""
        is_given = Q(is_private=False) | Q(session="")
        return self.filter(is_given, voice__sent_at__gte=F("added_at"))


class VoiceCallQuerySet(RelatedToPepQuerySet[M]):
    """Calls of a child for help."""

    def told_to(self, user: "User") -> Self:
        """Those of which `user` was told, of children whom they still see."""
        return self.visible_to(user).filter(told=user)

    def waiting(self) -> Self:
        """Those that nobody has taken up."""
        return self.filter(taken_up_at__isnull=True)
