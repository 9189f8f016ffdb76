"""Sixteen people record the same need or result at one moment: it is on record once, no 500."""

from typing import Any

import pytest
from django.db.models import Model
from django.urls import reverse

from pupils.models import (
    AttainmentResult,
    EhcRequest,
    EhcReview,
    SenStatus,
)
from tests.cast import assemble_cast
from tests.placements.test_sixteen_at_once import WRITERS, day, posted_at_once

RESULT = {
    "subject": "Reading",
    "stage": "ks3",
    "measure": "age_related",
    "value": "Below",
    "kind": "teacher",
    "status": "provisional",
}
FORMS: dict[str, tuple[type[Model], dict[str, Any]]] = {
    "record_sen": (SenStatus, {"status": "E", **day("started_on", 2, 3)}),
    "record_ehc_request": (EhcRequest, {"requested_by": "school", **day("requested_on", 5, 10)}),
    "record_ehc_review": (EhcReview, day("held_on", 6, 10)),
    "record_result": (AttainmentResult, RESULT | day("achieved_on", 16, 10)),
}


@pytest.mark.django_db(transaction=True)
def test_each_is_on_record_once() -> None:
    cast = assemble_cast()
    for name, (model, told) in FORMS.items():
        url = reverse(f"pupils:{name}", args=[cast.ada.ref])
        assert posted_at_once(cast, url, told) == {302: 1, 200: WRITERS - 1}, name
        assert model._default_manager.count() == 1, name
