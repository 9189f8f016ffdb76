"""A restricted record opens to the head for today, by giving a reason; to nobody else."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from pupils.models import RestrictedAccess
from pupils.services.restricted import open_restricted_record
from tests.cast import TODAY, Cast
from vsh.calendars.models import CurrentDay

URL = "pupils:open_restricted"


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who])
    return client


def test_the_head_opens_it_for_today_by_giving_a_reason(cast: Cast) -> None:
    client = signed_in(cast, "head")
    overview = reverse("reporting:overview", kwargs={"ref": cast.eve.ref})
    assert client.get(overview).status_code == 404
    response = client.post(
        reverse(URL), {"reference": f" {cast.eve.ref.upper()} ", "reason": "A complaint"}
    )
    assert response.url == overview
    page = client.get(overview)
    assert page.status_code == 200
    assert "Restricted" in page.content.decode()
    access = RestrictedAccess.objects.get()
    assert (access.user, access.granted_by, access.reason) == (cast.head, cast.head, "A complaint")
    assert (access.started_on, access.ended_on) == (TODAY, TODAY)
    CurrentDay.objects.update(day=TODAY.replace(day=5))
    assert client.get(overview).status_code == 404


def test_one_answer_for_every_reference_that_does_not_open(cast: Cast) -> None:
    client = signed_in(cast, "head")
    cast.dee.is_restricted = True
    cast.dee.save()
    answers = set()
    for ref in (cast.ada.ref, cast.dee.ref, "zzzzzzzzzz"):
        body = client.post(reverse(URL), {"reference": ref, "reason": "x"}).content.decode()
        assert "There is no restricted record with this reference" in body
        answers.add(body.count("govuk-error-message"))
    assert len(answers) == 1
    assert not RestrictedAccess.objects.exists()


def test_a_reason_is_needed(cast: Cast) -> None:
    body = signed_in(cast, "head").post(reverse(URL), {"reference": cast.eve.ref}).content.decode()
    assert "There is a problem" in body
    assert not RestrictedAccess.objects.exists()


@pytest.mark.parametrize("who", ["officer", "data", "social_worker", "teacher", "director"])
def test_nobody_else_may(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        open_restricted_record(actor=cast.people[who], ref=cast.eve.ref, reason="x")
