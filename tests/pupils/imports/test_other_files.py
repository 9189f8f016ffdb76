"""One kind of file says otherwise than another had told: it loads, and is named on the row."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pupils.imports.other_files import SaidOtherwise, other_files
from pupils.models import AttainmentResult, Enrolment, Pupil, SenStatus
from tests.cast import Cast
from tests.intake.running import load
from tests.placements.attendance_files import UPNS, give_upns
from tests.pupils.imports.ctf_files import READING, ctf, pupil
from tests.pupils.imports.rolls import BLANK, history_events, roll
from tests.pupils.imports.test_attainment import HEADER as RESULTS
from tests.pupils.imports.test_ctf_history import schools, sen
from tests.pupils.imports.test_ssda903 import EPISODES, HEADER, episode
from vsh.history.context import noted
from vsh.intake.models import ImportRun
from vsh.organisations.models import EducationSetting
from vsh.tables.findings import Finding
from vsh.tables.job import Job

pytestmark = pytest.mark.django_db
UPN, OTHER_UPN = "B801200005001", "P207000016049"
HAL = {"sex": "F", "ethnicity": "WBRI", "upn": UPN}
OF_RETURN = {"sex": "SEX", "ethnicity": "ETHNIC", "upn": "UPN"}
ENDS = "Find out which is right, and correct the other where it comes from."


@pytest.fixture
def by_roll(cast: Cast):
    """A night's file with these facts of Hal."""

    def run(**facts: str) -> Job:
        said = {**BLANK, "child_id": "H1", "date_of_birth": "2012-05-06", **HAL, **facts}
        row = said | {"looked_after_from": "2025-06-02", "legal_status": "C2"}
        return load("roll", {"roll.csv": roll(row)}, authority=cast.northshire)

    return run


@pytest.fixture
def by_return(cast: Cast):
    """A return with these facts of Hal."""

    def run(**facts: str) -> Job:
        said = {**HAL, **facts}
        header = f"H1,{said['sex']},06/05/2012,{said['ethnicity']},{said['upn']},,\n"
        files = {"h.csv": HEADER + header, "e.csv": EPISODES + episode("02/06/2025", "", "S", "")}
        return load("ssda903", files, authority=cast.northshire)

    return run


def told(job: Job) -> list[Finding]:
    return [one for one in job.kept["warning"] if one.code == "other_file"]


def today() -> str:
    return f"{timezone.localtime():%d/%m/%Y}"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("sex", "M", "Sex: on record was “Female”{}“Male”"),
        ("ethnicity", "MOTH", "Ethnicity: on record was “White British”{}“Any other mixed"),
        ("upn", OTHER_UPN, f"UPN: on record was “{UPN}”{{}}“{OTHER_UPN}”"),
    ],
)
def test_what_the_roll_told_and_the_return_tells_otherwise_loads_and_is_named(
    by_roll, by_return, field: str, value: str, words: str
):
    assert told(by_roll()) == []
    assert told(by_return()) == []
    job = by_return(**{field: value})
    [finding] = told(job)
    assert (finding.file, finding.line, finding.subject) == ("h.csv", 2, "H1")
    assert (finding.column, finding.is_refused) == (OF_RETURN[field], False)
    between = f", told by another kind of file (Roll extract, loaded on {today()}). This file says "
    assert finding.message.startswith(words.format(between))
    assert finding.message.endswith(f"which holds from now on. {ENDS}")
    assert (job.counts["changed"], job.counts["refused"]) == (1, 0)
    assert getattr(Pupil.objects.get(child_id="H1"), field) == value


def test_each_time_the_value_goes_to_and_fro_it_says_so_and_the_same_file_again_says_nothing(
    by_roll, by_return
):
    by_roll(sex="F")
    for load_it, value in [(by_return, "M"), (by_roll, "F"), (by_return, "M")]:
        assert len(told(load_it(sex=value))) == 1
        events = history_events()
        assert told(load_it(sex=value)) == []
        assert history_events() == events


def test_a_file_that_changes_its_own_word_is_not_named(by_roll, by_return):
    by_roll()
    assert told(by_roll(sex="M", ethnicity="MOTH", upn=OTHER_UPN)) == []
    by_return(sex="M", ethnicity="MOTH", upn=OTHER_UPN)  # the same: leaves no trace
    assert told(by_roll()) == []


@pytest.mark.parametrize(
    ("facts", "later"),
    [
        ({"sex": "U"}, {"sex": "M"}),
        ({"ethnicity": "NOBT"}, {"ethnicity": "MOTH"}),
        ({"upn": "UN1"}, {"upn": OTHER_UPN}),
        ({}, {"sex": "U"}),  # the return's "not known" takes nothing away
        ({}, {"upn": "UN2"}),
    ],
)
def test_what_said_nothing_or_stays_is_not_named(by_roll, by_return, facts, later):
    by_roll(**facts)
    assert told(by_return(**later)) == []


def test_what_the_roll_takes_away_is_named_too(by_roll, by_return):
    by_return()
    [finding] = told(by_roll(ethnicity="-"))
    assert "“White British”, told by another kind of file (SSDA903 return" in finding.message
    assert "This file takes it away." in finding.message


def test_what_a_person_told_since_is_not_the_other_file_s(by_roll, by_return, cast: Cast):
    by_roll()
    with noted(**{"import": None, "user": cast.officer.pk}):
        Pupil.objects.filter(child_id="H1").update(sex="M")
    assert told(by_return(sex="F")) == []


def test_an_import_from_the_page_is_known_by_its_reference(by_roll, by_return, cast: Cast):
    by_roll()
    runs = [ImportRun.objects.create(kind=kind) for kind in ("ssda903", "roll")]
    for run, sex in zip(runs, ("M", "F"), strict=True):
        with noted(**{"import": run.ref, "user": cast.data.pk}):
            Pupil.objects.filter(child_id="H1").update(sex=sex)
    [finding] = told(by_return(sex="M"))
    assert "(Roll extract, loaded on" in finding.message
    with noted(**{"import": runs[0].ref}):
        Pupil.objects.filter(child_id="H1").update(ethnicity="MOTH")
    assert told(by_return(sex="M")) == []  # a return told it


def test_what_stands_on_a_restricted_record_is_not_shown(by_roll, by_return):
    by_roll()
    Pupil.objects.filter(child_id="H1").update(is_restricted=True)
    [finding] = told(by_return(upn=OTHER_UPN))
    assert finding.message.startswith("UPN: on record was a value, told by another kind of file")
    assert UPN not in finding.message


# --- SEN, school, results ------------------------------------------------------------------------


def of_ada(cast: Cast, *results: str, more: str = "") -> Job:
    file = ctf(pupil(UPNS["ada"], *results, more=more))
    return load("ctf", {"ada.xml": file}, authority=cast.northshire)


def roll_of_ada(cast: Cast, **facts: str) -> Job:
    row = {**BLANK, "child_id": cast.ada.child_id, **facts}
    return load("roll", {"roll.csv": roll(row)}, authority=cast.northshire)


def test_sen_of_a_transfer_file_that_the_roll_tells_otherwise(cast: Cast):
    give_upns(cast)
    of_ada(cast, READING, more=sen(("2025-09-01", "K")))
    assert told(roll_of_ada(cast, sen_status="K")) == []
    [finding] = told(roll_of_ada(cast, sen_status="E"))
    assert finding.column == "sen_status"
    assert finding.message.startswith(
        "SEN status: on record was “SEN support”, told by another kind of file (Common Transfer "
        f"File, loaded on {today()}). This file says “"
    )
    assert SenStatus.objects.get(pupil=cast.ada, ended_on=None).status == "E"
    assert told(roll_of_ada(cast, sen_status="E")) == []


def test_sen_of_the_roll_stands_and_the_transfer_file_is_told_whose_it_is(cast: Cast):
    give_upns(cast)
    roll_of_ada(cast, sen_status="K")
    since = SenStatus.objects.get(pupil=cast.ada).started_on
    [finding] = told(of_ada(cast, READING, more=sen((since.isoformat(), "N"))))
    assert finding.column == "SENprovision"
    assert "(Roll extract, loaded on" in finding.message
    assert f"and changes nothing. {ENDS}" in finding.message
    assert SenStatus.objects.get(pupil=cast.ada).status == "K"


def test_a_school_of_a_transfer_file_that_the_roll_tells_otherwise(cast: Cast):
    give_upns(cast)
    Enrolment.objects.filter(pupil=cast.ada).delete()
    Pupil.objects.filter(pk=cast.ada.pk).update(on_record_since=date(2026, 9, 1))
    EducationSetting.objects.filter(pk=cast.elm.pk).update(
        la_code="301", establishment_number="4001"
    )
    of_ada(cast, READING, more=schools(("4001", "2025-09-01", "2026-07-20")))
    job = roll_of_ada(cast, school_urn="999001", enrolled_from="2025-09-01")
    [finding] = told(job)
    assert finding.column == "school_urn"
    assert f"School: on record was “{cast.elm.name}”" in finding.message
    assert f"This file says “{cast.oakfield.name}”" in finding.message


def in_year_6(cast: Cast) -> None:
    """In the summer of 2026, the end of Key Stage 2."""
    Pupil.objects.filter(pk=cast.ada.pk).update(date_of_birth=date(2015, 3, 10), nc_year=None)


def results(cast: Cast, value: str, status: str) -> Job:
    row = f"{UPNS['ada']},ks2,Reading,judgement,teacher,{value},2026-06-30,{status},"
    return load("attainment", {"r.csv": f"{RESULTS}\n{row}\n"}, authority=cast.northshire)


@pytest.mark.parametrize(
    ("value", "status", "is_named"),
    [
        ("GDS", "provisional", True),
        ("EXS", "provisional", False),  # the same
        ("GDS", "validated", False),  # what validating is for
        ("EXS", "validated", False),
    ],
)
def test_a_result_of_a_transfer_file_that_results_tell_otherwise(
    cast: Cast, value: str, status: str, is_named: bool
):
    give_upns(cast)
    in_year_6(cast)
    of_ada(cast, READING)
    found = told(results(cast, value, status))
    assert [one.column for one in found] == ["value"] * is_named
    assert AttainmentResult.objects.get(pupil=cast.ada).value == value
    if is_named:
        assert "Result in Reading: on record was “EXS”, told by another kind" in found[0].message
        assert told(results(cast, value, status)) == []
        [back] = told(of_ada(cast, READING))
        assert (back.column, "(Attainment results, loaded on" in back.message) == ("Result", True)


def test_a_validated_result_of_another_kind_of_file_is_named(cast: Cast):
    give_upns(cast)
    in_year_6(cast)
    with noted(**{"import": "ctf"}):
        row = AttainmentResult.objects.create(
            pupil=cast.ada,
            stage="ks2",
            subject="Reading",
            measure="judgement",
            kind="teacher",
            value="EXS",
            achieved_on=date(2026, 6, 30),
            status="validated",
            recorded_on=date(2026, 7, 1),
        )
    assert len(told(results(cast, "GDS", "validated"))) == 1
    row.refresh_from_db()
    assert row.value == "GDS"


# --- what it costs -------------------------------------------------------------------------------


def test_however_many_differ_it_asks_as_often_and_nothing_where_nobody_differs(by_roll, cast: Cast):
    by_roll()
    with noted(**{"import": "ssda903"}):
        Pupil.objects.update(sex="M", ethnicity="MOTH")

    def queries(children: list[Pupil]) -> int:
        found = [
            SaidOtherwise(row=None, column=name, fact=one, name=name, former=former, now=now)
            for one in children
            for name, former, now in (("sex", "M", "F"), ("ethnicity", "MOTH", "WBRI"))
        ]
        with CaptureQueriesContext(connection) as asked:
            assert len(other_files(found, kind="roll")) == len(found)
        return len(asked)

    everyone = list(Pupil.objects.all())
    assert queries(everyone[:1]) == queries(everyone) > 0
    assert queries([]) == 0
