"""Who has a copy of the invented plans that are complete."""

import random
from datetime import timedelta

from peps.models import Pep, Recipient

from .meetings import CARERS

Capacity, How = Recipient.Capacity, Recipient.How
NOT_THE_PARENT = "Not appropriate: the care plan says that contact is under review."


def give_copies(*, rng: random.Random) -> None:
    """Carer and child were given one, the parent is left out or nobody has said yet."""
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
        rows.append(Recipient(name=rng.choice(CARERS), capacity=Capacity.CARER, **given))
        rows.append(Recipient(name=pep.pupil.name, capacity=Capacity.CHILD, **given))
        because = NOT_THE_PARENT if rng.random() < 0.6 else ""
        rows.append(Recipient(capacity=Capacity.PARENT, left_out_because=because, **kept))
    Recipient.objects.bulk_create(rows, batch_size=2000)
