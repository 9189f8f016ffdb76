"""What the record holds stands in the form; it is an answer once somebody has saved it."""

import re

import pytest
from django.urls import reverse

from peps.rules.completeness import missing
from placements.models import Exclusion
from pupils.models import AttainmentResult, Enrolment
from tests.cast import TODAY
from tests.reporting.page_requests import MOST_QUERIES, queries_of


@pytest.fixture
def written(client, cast, ada_pep):
    """What stands in a question's box, as the teacher opens the section."""
    client.force_login(cast.teacher)

    def text(section: str, question: str) -> str:
        address = reverse("peps:section", kwargs={"ref": ada_pep.ref, "key": section})
        body = client.get(address).content.decode()
        found = re.search(rf'<textarea[^>]*name="{question}"[^>]*>\s*([^<]*)</textarea>', body)
        assert found, question
        return found[1].strip()

    return text


def test_the_schools_on_record_stand_in_the_form(written, client, ada_pep):
    assert written("school_and_key_people", "education_history").startswith("Oakfield")
    assert not ada_pep.sections.exists(), "to look is not to answer"
    lacking = {item.field.key for item in missing(ada_pep.form, {})}
    assert "education_history" in lacking
    address = reverse("peps:section", args=[ada_pep.ref, "school_and_key_people"])
    client.post(address, {"version": "0", "education_history": "Oakfield, and home before."})
    assert written("school_and_key_people", "education_history") == "Oakfield, and home before."


def test_what_somebody_emptied_stays_empty_and_what_nobody_has_said_is_still_filled_in(
    written, client, ada_pep
):
    section = "school_and_key_people"
    address = reverse("peps:section", args=[ada_pep.ref, section])
    assert written(section, "education_history").startswith("Oakfield")
    body = client.get(address).content.decode()
    assert '<input type="hidden" name="stood" value="education_history">' in body
    client.post(address, {"version": "0", "education_history": ""})  # a page that showed it empty
    assert written(section, "education_history").startswith("Oakfield"), "nobody has said no"
    sent = {"version": "0", "education_history": "", "stood": "education_history"}
    client.post(address, sent)
    assert written(section, "education_history") == ""
    assert ada_pep.sections.get(key=section).data == {"education_history": ""}
    body = client.get(address).content.decode()
    assert '<input type="hidden" name="stood" value="education_history">' not in body


def test_results_stand_in_the_form_and_nothing_where_there_is_none(written, cast, ada_pep):
    section = "attainment_and_progress"
    assert written(section, "attainment_now") == ""
    AttainmentResult.objects.create(
        pupil=cast.ada,
        stage="ks3",
        subject="Reading",
        measure="Teacher assessment",
        value="Expected",
        achieved_on=TODAY,
        recorded_on=TODAY,
    )
    assert written(section, "attainment_now").startswith("Reading: Expected")


def test_who_the_school_has_and_what_nobody_was_suspended_for_stand_in_the_form(
    written, client, cast, ada_pep
):
    contacts = written("school_and_key_people", "school_contacts")
    assert contacts == f"Designated teacher: {cast.teacher.name}, {cast.teacher.email}"
    section = "attendance_and_behaviour"
    assert written(section, "suspensions") == "Suspensions this year: None on record"
    place = Enrolment.objects.filter(pupil=cast.ada).first()
    out = {"kind": "suspension", "started_on": TODAY, "sessions": 3, "reasons": ["PP"]}
    Exclusion.objects.create(enrolment=place, reported_on=TODAY, reported_by=cast.teacher, **out)
    assert written(section, "suspensions").startswith("Suspensions this year: 1 suspension of ")
    address = reverse("peps:section", args=[ada_pep.ref, section])
    client.post(address, {"version": "0", "suspensions": "", "stood": "suspensions"})
    assert written(section, "suspensions") == ""
    assert queries_of(client, address) <= MOST_QUERIES
