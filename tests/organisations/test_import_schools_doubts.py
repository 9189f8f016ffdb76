"""The schools register: what it changes for an authority that works here is named."""

import pytest

from tests.intake.running import findings_of, load
from vsh.organisations.models import Authority, EducationSetting

pytestmark = pytest.mark.django_db
HEADER = "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,OpenDate,Town,Postcode\n"
OAKFIELD = "999001,{la},Somewhere,4001,{name},,Northtown,NS1 2BB\n"


def oakfield(**values: str) -> EducationSetting:
    given = {"urn": "999001", "name": "Oakfield School", "la_code": "999", "postcode": "NS1 2BB"}
    return EducationSetting.objects.create(**{**given, **values})


def warnings(la: str = "999", name: str = "Oakfield School"):
    job = load("schools", {"s.csv": HEADER + OAKFIELD.format(la=la, name=name)})
    return findings_of(job, "warning")


def test_a_school_that_leaves_the_area_of_an_authority_here_is_named():
    Authority.objects.create(code="999", name="Northshire")
    oakfield()
    assert warnings(la="998") == [("s.csv", 2, "LA (code)", "other_area")]


def test_a_school_of_an_authority_that_does_not_work_here_moves_without_a_doubt():
    oakfield()
    assert warnings(la="998") == []


def test_a_setting_that_was_added_here_is_not_renamed_in_silence():
    oakfield(source="added")
    assert warnings(name="Elm Grove School") == [("s.csv", 2, "EstablishmentName", "renamed")]


def test_a_school_of_the_register_is_renamed_and_an_added_one_confirmed_without_a_doubt():
    Authority.objects.create(code="999", name="Northshire")
    school = oakfield()
    assert warnings(name="Oakfield Academy") == []
    EducationSetting.objects.filter(pk=school.pk).update(source="added")
    assert warnings(name="Oakfield Academy") == []
