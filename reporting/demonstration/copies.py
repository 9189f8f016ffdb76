"""Who has a copy of the invented plans that are complete."""

import random
from datetime import timedelta

from peps.models import CopyOpening, Pep, PersonalLink, Recipient
from peps.rules.copies import reads_until

from .meetings import CARERS

Capacity, How = Recipient.Capacity, Recipient.How
READS_BY_LINK, OPENED = 0.4, 0.8
NOT_THE_PARENT = "Not appropriate: the care plan says that contact is under review."


def give_copies(*, rng: random.Random) -> None:
    """Carer and child were given one, some carers by their link; the parent is left out, or nobody
    has said yet."""
    rows: list[Recipient] = []
    complete = Pep.objects.filter(state="complete", initiated_by__isnull=False)
    for pep in complete.select_related("pupil", "initiated_by", "submitted_by").order_by("pk"):
        on, worker, teacher = pep.completed_on, pep.initiated_by, pep.submitted_by
        if on is None or worker is None:
            continue
        kept = {"pep": pep, "recorded_on": on, "recorded_by": worker}
        here = {"how": How.HERE, "given_on": on, **kept}
        given = {"how": How.HANDED_OVER, "given_on": on + timedelta(days=1), **kept}
        rows.append(Recipient(user=worker, capacity=Capacity.SOCIAL_WORKER, **here))
        if teacher is not None and teacher != worker:
            rows.append(Recipient(user=teacher, capacity=Capacity.DESIGNATED_TEACHER, **here))
        by_link = {**given, "how": How.LINK} if rng.random() < READS_BY_LINK else given
        rows.append(Recipient(name=rng.choice(CARERS), capacity=Capacity.CARER, **by_link))
        rows.append(Recipient(name=pep.pupil.name, capacity=Capacity.CHILD, **given))
        because = NOT_THE_PARENT if rng.random() < 0.6 else ""
        rows.append(Recipient(capacity=Capacity.PARENT, left_out_because=because, **kept))
    Recipient.objects.bulk_create(rows, batch_size=2000)
    _open([row for row in rows if row.how == How.LINK], rng)


def _open(given: list[Recipient], rng: random.Random) -> None:
    """Their links, of which nobody knows token or code; most have opened the plan by now."""
    links = [
        PersonalLink(
            pep=row.pep,
            purpose=row.capacity,
            name=row.name,
            token_hash=f"{rng.getrandbits(256):064x}",
            code_hash=f"{rng.getrandbits(256):064x}",
            expires_on=row.recorded_on,
            reads_until=reads_until(expires_on=row.recorded_on, completed_on=row.recorded_on),
            created_by=row.recorded_by,
            recipient=row,
        )
        for row in given
    ]
    PersonalLink.objects.bulk_create(links, batch_size=2000)
    opened = [link for link in links if rng.random() < OPENED]
    CopyOpening.objects.bulk_create(
        [CopyOpening(link=link, said_by=link.name) for link in opened]
        + [CopyOpening(link=link, said_by=link.name, is_download=True) for link in opened[::2]],
        batch_size=2000,
    )
