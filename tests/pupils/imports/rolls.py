"""Roll extracts for tests: a child who lacks nothing, with whatever a test changes."""

import csv
import io
from datetime import date

from django.apps import apps
from pghistory.models import Event

from pupils.models import CarePlacement, Enrolment, Pupil

COLUMNS = (
    *("child_id", "upn", "legal_first_name", "legal_last_name", "known_as", "date_of_birth"),
    *("sex", "ethnicity", "first_language", "looked_after_from", "looked_after_to"),
    *("legal_status", "placement_type", "placement_from", "placement_postcode"),
    *("placement_emergency", "school_urn", "enrolled_from", "enrolled_to", "nc_year"),
    *("sen_status", "social_worker_email", "team_manager_email", "iro_email"),
    *("next_review_on", "last_review_on", "officer_email"),
)
GIA = {
    "child_id": "N100",
    "upn": "P207000016049",
    "legal_first_name": "Gia",
    "legal_last_name": "Rossi",
    "known_as": "",
    "date_of_birth": "2012-05-06",
    "sex": "F",
    "ethnicity": "WBRI",
    "first_language": "English",
    "looked_after_from": "2026-03-02",
    "looked_after_to": "",
    "legal_status": "C2",
    "placement_type": "U6",
    "placement_from": "2026-03-02",
    "placement_postcode": "NS1 2BB",
    "placement_emergency": "no",
    "school_urn": "999001",
    "enrolled_from": "2023-09-04",
    "enrolled_to": "",
    "nc_year": "10",
    "sen_status": "K",
    "social_worker_email": "social_worker@northshire.example",
    "team_manager_email": "team_manager@northshire.example",
    "iro_email": "iro@northshire.example",
    "next_review_on": "2026-12-15",
    "last_review_on": "2026-06-20",
}
BLANK = dict.fromkeys(COLUMNS, "")
NIGHTLY = {**BLANK, "child_id": "N100"}  # says nothing: changes nothing


def roll(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> bytes:
    """A file with these children."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def history_events() -> int:
    """How many changes the history holds, of whatever model."""
    return sum(
        model._default_manager.count()
        for model in apps.get_models()
        if issubclass(model, Event) and model._meta.managed and not model._meta.proxy
    )


def gia() -> Pupil:
    """The child of these tests."""
    return Pupil.objects.get(child_id="N100")


def places() -> list[tuple[str, str | None, date, date | None]]:
    """Her main places: kind, URN, first and last day."""
    rows = Enrolment.objects.filter(pupil=gia()).order_by("started_on")
    return list(rows.values_list("kind", "setting__urn", "started_on", "ended_on"))


def placements() -> list[tuple[str, date, date | None]]:
    """Her placements: type, first day, day of ending."""
    rows = CarePlacement.objects.filter(pupil=gia()).order_by("started_on")
    return list(rows.values_list("placement_type", "started_on", "ended_on"))
