"""New rows by `COPY` are those that Django's own insert would have written, history included."""

import pytest
from django.db import IntegrityError, transaction

from pupils.copying import copy_in
from pupils.models import CareEpisode, CarePeriod, Deadline, MissingEpisode
from tests.cast import TODAY, Cast
from vsh.history.context import note

pytestmark = pytest.mark.django_db


def deadline(cast: Cast, key: str) -> Deadline:
    return Deadline(
        pupil=cast.fay,
        kind="sdq",
        trigger_key=key,
        owner_role="social_worker",
        started_on=TODAY,
        missing=["the day’s “school”\tand\nmore \\N"],
    )


def test_values_and_numbers_are_those_of_an_insert(cast: Cast):
    copied, inserted = deadline(cast, "a"), deadline(cast, "b")
    copy_in(Deadline, [copied])
    inserted.save()
    (one, other) = Deadline.objects.filter(trigger_key__in="ab").order_by("trigger_key")
    assert one.pk == copied.pk != other.pk
    names = [f.attname for f in Deadline._meta.fields if f.name not in ("id", "trigger_key")]
    assert [getattr(one, name) for name in names] == [getattr(other, name) for name in names]


def test_a_row_follows_its_parent_and_the_history_says_whose_they_are(cast: Cast):
    period = CarePeriod(pupil=cast.fay, started_on=TODAY)
    status = CareEpisode(
        care_period=period, started_on=TODAY, legal_status="C2", category_of_need="N1"
    )
    note(user=cast.head.pk)
    for model, row in ((CarePeriod, period), (CareEpisode, status)):
        copy_in(model, [row])
    assert CareEpisode.objects.get(pk=status.pk).care_period == period
    (event,) = CareEpisode.pgh_event_model.objects.filter(pgh_obj_id=status.pk)
    assert (event.pgh_label, event.pgh_context["user"]) == ("insert", cast.head.pk)


def test_what_the_database_refuses_is_refused(cast: Cast):
    away = [MissingEpisode(pupil=cast.fay, kind="M", started_on=TODAY) for _ in range(2)]
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        copy_in(MissingEpisode, away)
    assert refused.value.__cause__.diag.constraint_name == "one_missing_episode_a_day"
    assert not MissingEpisode.objects.exists()
