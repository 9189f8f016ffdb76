"""Rule 301: nobody in a return was born after its year."""

import pytest

from pupils.models import Pupil
from tests.intake.running import findings_of, load

EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    "N1,{begun},S,C2,N1,U6,PR1,,,,NS1 1AA,NS1 2BB,SC123456\n"
)
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nN1,F,{born},WBRI,UN1,,\n"


@pytest.mark.parametrize(
    ("born", "is_refused"),
    [("31/03/2026", False), ("01/04/2026", True), ("04/11/2026", True), ("05/11/2026", True)],
)
def test_a_birth_after_the_year_of_the_return(cast, born, is_refused):
    before = Pupil.objects.count()
    files = {"h.csv": HEADER.format(born=born), "e.csv": EPISODES.format(begun="31/03/2026")}
    found = findings_of(load("ssda903", files, authority=cast.northshire))
    assert (("h.csv", 2, "DOB", "301") in found) is is_refused
    assert Pupil.objects.count() == before + (not is_refused)
