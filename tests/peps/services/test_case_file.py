"""The finished PEP goes to the social worker as a PDF; who took it is on record."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from peps.models import SnapshotDownload
from tests.reporting.page_requests import signed_in
from vsh.notices.models import Notice


def test_the_social_worker_is_told_with_the_link_and_without_the_name(cast, complete):
    told = Notice.objects.filter(stage="complete")
    assert [notice.recipient for notice in told] == [cast.social_worker]
    assert reverse("peps:pdf", args=[complete.ref]) in told[0].body
    assert "Canaryada" not in told[0].body + told[0].subject


def test_who_took_it_stands_on_the_plans_page_and_is_never_changed(cast, complete):
    client = signed_in(cast, "social_worker")
    page = reverse("peps:pep", args=[complete.ref])
    assert "Nobody yet." in client.get(page).content.decode()
    for _ in range(2):
        assert client.get(reverse("peps:pdf", args=[complete.ref])).status_code == 200
    assert SnapshotDownload.objects.filter(taken_by=cast.social_worker).count() == 2
    body = client.get(page).content.decode()
    assert body.count("<li>Social Worker, ") == 1
    for change in (lambda rows: rows.update(taken_by=cast.officer), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(SnapshotDownload.objects.all())


def test_who_may_not_read_the_plan_takes_nothing(cast, complete):
    for who in ("school_staff", "other_teacher", "south_head"):
        client = signed_in(cast, who)
        answer = client.get(reverse("peps:pdf", args=[complete.ref]))
        assert answer.status_code in {403, 404}
    assert not SnapshotDownload.objects.exists()
