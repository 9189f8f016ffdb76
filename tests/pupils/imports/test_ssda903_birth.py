"""The date of birth. Rule 301: nobody in a return was born after its year. Rules INT13 to INT18: it
is the same in every file."""

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


OF_CARE = EPISODES.format(begun="02/06/2025")
OTHERS = {
    "r": ("CHILD,DOB,REVIEW,REVIEW_CODE", "N1,{dob},02/07/2025,PN1", "INT17"),
    "o": ("CHILD,DOB,SDQ_SCORE,SDQ_REASON", "N1,{dob},17,", "INT14"),
    "u": ("CHILD,SEX,DOB,DUC", "N1,F,{dob},", "INT18"),
    "m": ("CHILD,DOB,MISSING,MIS_START,MIS_END", "N1,{dob},M,10/01/2026,12/01/2026", "INT13"),
    "oc3": ("CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", "N1,{dob},YES,F2,D", "INT15"),
}


def other_files(dob: str) -> dict[str, str]:
    return {
        f"{name}.csv": f"{head}\n{row.format(dob=dob)}\n" for name, (head, row, _) in OTHERS.items()
    }


def loaded(cast, dob: str, *, header: str = "06/05/2012"):
    files = {"h.csv": HEADER.format(born=header), "e.csv": OF_CARE}
    files = files if header else {}
    return load("ssda903", files | other_files(dob), authority=cast.northshire)


def told(job) -> dict[str, tuple[str, str]]:
    kept = [*job.kept["error"], *job.kept["warning"]]
    return {f.file.removesuffix(".csv"): (f.code, f.message) for f in kept if f.column == "DOB"}


@pytest.mark.parametrize(
    "dob", ["06/05/2012", "6/5/2012", "06-05-2012", "06/05/2012 00:00", "06/05/2012 00:00:00"]
)
def test_a_date_of_birth_is_the_same_however_it_is_written(cast, dob):
    job = loaded(cast, dob)
    assert told(job) == {}
    assert job.counts["refused"] == 0


@pytest.mark.parametrize(
    ("dob", "words"),
    [
        ("", "DOB is empty. Fill it in."),
        ("2012-05-06", "“2012-05-06” is not a date. Write it like 02/04/2026."),
        ("31/02/2012", "“31/02/2012” is not a day of the calendar. Correct it."),
        (
            "6/6/2012",
            "DOB is another than in Header (06/05/2012). Correct one of them, or CHILD.",
        ),
    ],
)
def test_what_is_wrong_with_a_date_of_birth_is_said(cast, dob, words):
    assert told(loaded(cast, dob)) == {name: (rule, words) for name, (*_, rule) in OTHERS.items()}


def test_without_a_header_the_record_is_named_and_does_not_tell_its_day(cast):
    assert told(loaded(cast, "06/05/2012")) == {}
    found = told(loaded(cast, "07/05/2012", header=""))
    words = "DOB is another than on record. Correct it, or CHILD."
    assert found == {name: (OTHERS[name][2], words) for name in ("r", "o", "u", "m")}
    assert told(loaded(cast, "6/5/2012", header="")) == {}


def test_what_else_is_wrong_with_a_row_of_another_birth_is_named_too(cast):
    files = {"h.csv": HEADER.format(born="06/05/2012"), "e.csv": OF_CARE} | {
        f"{name}.csv": f"{OTHERS[name][0]}\n{row}\n"
        for name, row in (
            ("r", "N1,07/05/2012,02/07/2025,XX"),
            ("o", "N1,07/05/2012,41,"),
            ("m", "N1,07/05/2012,Q,10/01/2026,12/01/2026"),
        )
    }
    found = findings_of(load("ssda903", files, authority=cast.northshire))
    assert {("r.csv", 2, "DOB", "INT17"), ("r.csv", 2, "REVIEW_CODE", "167")} <= set(found)
    assert {("o.csv", 2, "DOB", "INT14"), ("o.csv", 2, "SDQ_SCORE", "180")} <= set(found)
    assert [one for one in found if one[:3] == ("m.csv", 2, "MISSING")]
