"""What invented children, carers and parents send by their links, a drawing, and two calls."""

import io
import random
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from peps.models import (
    Pep,
    PersonalLink,
    SentAnswer,
    Voice,
    VoiceAnswer,
    VoiceCall,
    VoicePicture,
)
from peps.rules.links import manner_for
from peps.rules.voices import Call
from peps.schema.speakers import Manner, Purpose
from peps.voice.readers import readers_of
from pupils.models import Involvement
from vsh.calendars.current_day import LONDON
from vsh.calendars.rules import age_on

from .voice_words import CARER, OWN_WORDS, PARENT, PICTURES, PRIVATE, SIMPLE

BY_MANNER = {
    Manner.PICTURES: PICTURES,
    Manner.SIMPLE: SIMPLE,
    Manner.OWN_WORDS: OWN_WORDS,
}
EVERY = {Purpose.CHILD: 2, Purpose.CARER: 3, Purpose.PARENT: 5}  # of those plans, each such one
NORTHSHIRE, WORKER = "999", "socialworker@northshire.example"
RECENT = timedelta(days=120)
SENT = ("key", "choices", "text", "is_private", "private_to", "said_by")
DRAWING = "My house, and the sun"
_REF = "23456789abcdefghjkmnpqrstuvwxyz"


def let_them_speak(*, rng: random.Random, on: date) -> None:
    """Parts of the newest plans of Northshire, and two calls to the social worker who signs in
    with a demo account, as far as they have children."""
    plans = _plans(on)
    for number, pep in enumerate(plans):
        for purpose, each in EVERY.items():
            if number % each == 0:
                _speak(pep, purpose, rng=rng, on=on)
    own = [pep for pep in plans if pep.initiated_by and pep.initiated_by.email == WORKER] or plans
    if own:
        _call(own[0], is_taken_up=True, rng=rng, on=on)
        _call(own[-1], is_taken_up=False, rng=rng, on=on)


def keep_drawings() -> int:
    """A drawing with the part of each child under thirteen who has sent theirs; how many.

    Files are written beside the seeding: it may be undone, they could not.
    """
    spoken = Voice.objects.filter(purpose=Purpose.CHILD, sent_at__isnull=False)
    found = 0
    for voice in spoken.exclude(manner=Manner.OWN_WORDS).filter(pictures=None).order_by("pk"):
        answer = voice.answers.select_related("link").first()
        if answer is not None:
            picture = VoicePicture(voice=voice, says=DRAWING, link=answer.link)
            picture.file.save(f"{picture.ref}.jpg", ContentFile(_drawing()), save=True)
            VoicePicture.objects.filter(pk=picture.pk).update(added_at=voice.sent_at)
            found += 1
    return found


def _plans(on: date) -> list[Pep]:
    """The newest plan of each child, begun by their social worker; no restricted record."""
    peps = Pep.objects.in_care_on(on).filter(
        pupil__authority__code=NORTHSHIRE,
        pupil__is_restricted=False,
        initiated_by__isnull=False,
        opened_on__gte=on - RECENT,
    )
    found: dict[int, Pep] = {}
    for pep in peps.select_related("pupil", "initiated_by").order_by("-opened_on", "-pk"):
        found.setdefault(pep.pupil_id, pep)
    return [found[pupil_id] for pupil_id in sorted(found)]


def _link(pep: Pep, purpose: Purpose, *, rng: random.Random, at: datetime) -> PersonalLink:
    """A link of which nobody knows the token; the child's was a device handed over."""
    inviter = pep.initiated_by
    assert inviter is not None, "a plan that somebody began"
    ref = "".join(rng.choice(_REF) for _ in range(10))
    is_child = purpose is Purpose.CHILD
    years = age_on(pep.pupil.date_of_birth, at.date())
    link = PersonalLink.objects.create(
        ref=ref,
        pep=pep,
        purpose=purpose,
        manner=manner_for(years=years) if is_child else "",
        name="" if is_child else "Jo Fielding" if purpose is Purpose.CARER else "Robin",
        token_hash=sha256(f"no token: {ref}".encode()).hexdigest(),
        code_hash="" if is_child else sha256(f"no code: {ref}".encode()).hexdigest(),
        expires_on=at.date() + timedelta(days=0 if is_child else 14),
        created_by=inviter,
        is_handed_over=is_child,
        given_back_at=at if is_child else None,
        last_used_at=at,
    )
    PersonalLink.objects.filter(pk=link.pk).update(created_at=at)
    return PersonalLink.objects.as_on(at.date()).get(pk=link.pk)


def _speak(pep: Pep, purpose: Purpose, *, rng: random.Random, on: date) -> None:
    day = min(pep.submitted_on or on, on) - timedelta(days=1)
    at = datetime.combine(max(day, pep.opened_on), time(14, 5), LONDON)
    link = _link(pep, purpose, rng=rng, at=at)
    by = "" if purpose is Purpose.CHILD else link.name
    voice = Voice.objects.create(
        pep=pep,
        purpose=purpose,
        whose=link.whose,
        name=link.name if purpose is Purpose.PARENT else "",
        manner=link.manner,
        sent_at=at,
        sent_by=by,
    )
    texts = {Purpose.CARER: CARER, Purpose.PARENT: PARENT}.get(purpose)
    for key, said in (texts or BY_MANNER[Manner(link.manner)]).items():
        choices, text = rng.choice(said)
        is_private = key in PRIVATE and purpose is Purpose.CHILD
        VoiceAnswer.objects.create(
            voice=voice,
            key=key,
            choices=choices,
            text=text,
            is_private=is_private,
            private_to=[each.user_id for each in readers_of(pep).of_private] if is_private else [],
            said_by=by,
            link=link,
        )
    VoiceAnswer.objects.filter(voice=voice).update(changed_at=at)
    SentAnswer.objects.bulk_create(
        SentAnswer(voice=voice, **{name: getattr(answer, name) for name in SENT})
        for answer in voice.answers.all()
    )


def _call(pep: Pep, *, is_taken_up: bool, rng: random.Random, on: date) -> None:
    """A wish for an advocate that was taken up, or for an interpreter that waits since today."""
    workers = Involvement.objects.filter(
        pupil=pep.pupil, capacity=Involvement.Capacity.SOCIAL_WORKER
    ).current_on(on)
    row = workers.select_related("user").first()
    if row is None:
        return
    day = max(on - timedelta(days=6), pep.opened_on) if is_taken_up else on
    at = datetime.combine(day, time(9, 20), LONDON)
    call = VoiceCall.objects.create(
        pep=pep,
        kind=Call.ADVOCATE if is_taken_up else Call.INTERPRETER,
        text="" if is_taken_up else "For my mum, so that she understands the meeting.",
        link=_link(pep, Purpose.CHILD, rng=rng, at=at),
        called_on=day,
        told_as=[f"{row.user}, social worker"],
        taken_up_at=at + timedelta(hours=3) if is_taken_up else None,
        taken_up_by=row.user if is_taken_up else None,
        taken_up_words="An advocate rings on Thursday and comes to the meeting."
        if is_taken_up
        else "",
    )
    call.told.set([row.user])
    VoiceCall.objects.filter(pk=call.pk).update(at=at)


def _drawing() -> bytes:
    """A house under the sun, as a child of six draws it."""
    paper = Image.new("RGB", (480, 340), "#fdfdf8")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((0, 280, 480, 340), fill="#7fb069")
    pen.rectangle((130, 160, 300, 290), fill="#e6ccb2", outline="#5b3a29", width=6)
    pen.polygon(((110, 165), (215, 75), (320, 165)), fill="#c8553d", outline="#5b3a29")
    pen.rectangle((190, 220, 235, 290), fill="#588b8b", outline="#5b3a29", width=4)
    pen.rectangle((150, 180, 180, 210), fill="#f7c948", outline="#5b3a29", width=4)
    pen.ellipse((370, 30, 440, 100), fill="#f7c948", outline="#e0a100", width=4)
    pen.ellipse((350, 190, 380, 220), outline="#30292f", width=5)  # somebody
    pen.line(((365, 220), (365, 265), (350, 292), (365, 265), (380, 292)), fill="#30292f", width=5)
    pen.line(((340, 235), (390, 235)), fill="#30292f", width=5)
    kept = io.BytesIO()
    paper.save(kept, "JPEG", quality=70)
    return kept.getvalue()
