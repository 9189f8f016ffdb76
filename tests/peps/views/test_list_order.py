"""The PEPs of a child stand newest first."""

from datetime import date

import pytest
from django.urls import reverse

from peps.models import Pep, PepSection

pytestmark = pytest.mark.django_db

TERMS = [
    ("2025-26", "autumn", date(2025, 9, 1)),
    ("2026-27", "autumn", date(2026, 9, 1)),
    ("2025-26", "spring", date(2026, 1, 5)),
    ("2025-26", "summer", date(2026, 4, 13)),
]


def test_newest_first(cast, client):
    for year, season, opened_on in TERMS:
        pep = Pep.objects.create(
            pupil=cast.ada,
            care_period=cast.ada.care_periods.get(),
            kind="termly",
            academic_year=year,
            season=season,
            form_version="2026.1",
            opened_on=opened_on,
        )
        for key in ("about_me", "meeting")[: 1 + (season == "autumn")]:
            PepSection.objects.create(pep=pep, key=key)
    client.force_login(cast.officer)
    rows = client.get(reverse("peps:of_pupil", args=[cast.ada.ref])).context["rows"]
    opened = [row["pep"].opened_on for row in rows]
    assert opened == sorted(opened, reverse=True)
