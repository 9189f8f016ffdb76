"""What a Common Transfer File tells beside results: SEN and earlier schools fill the record."""

from datetime import date

import pytest
from model_bakery import baker

from pupils.models import Enrolment, Pupil, SenStatus
from tests.cast import Cast
from tests.intake.running import findings_of, load
from tests.placements.attendance_files import UPNS, give_upns
from tests.pupils.imports.ctf_files import READING, ctf, pupil
from tests.pupils.imports.rolls import history_events
from vsh.organisations.models import EducationSetting
from vsh.tables.job import Job


@pytest.fixture
def told_of_ada(cast: Cast):
    """Loads a file that tells this of Ada, and of a child whom nobody knows."""
    give_upns(cast)

    def run(*told: str, dob: str = "") -> Job:
        more = "".join(told)
        stranger = pupil("Z999000126099", READING, more=more)
        content = ctf(pupil(UPNS["ada"], more=more, dob=dob), stranger)
        return load("ctf", {"1.xml": content}, authority=cast.northshire)

    return run


def sen(*times: tuple[str, str]) -> str:
    inner = "".join(
        f"<SEN><StartDate>{day}</StartDate><SENprovision>{code}</SENprovision></SEN>\n"
        for day, code in times
    )
    return f"<SENhistory>{inner}</SENhistory>\n"


def schools(*times: tuple[str, str, str]) -> str:
    inner = "".join(
        f"<School><LEA>301</LEA><Estab>{number}</Estab><EntryDate>{first}</EntryDate>"
        f"<LeavingDate>{last}</LeavingDate></School>\n"
        for number, first, last in times
    )
    return f"<SchoolHistory>{inner}</SchoolHistory>\n"


def statuses(cast: Cast) -> list[tuple[str, date, date | None]]:
    return list(cast.ada.sen_statuses.values_list("status", "started_on", "ended_on"))


def counts(job: Job) -> tuple[int, int, int, int]:
    return tuple(job.counts[name] for name in ("new", "changed", "same", "refused"))


def test_sen_comes_where_nothing_is_on_record_and_once(told_of_ada, cast: Cast):
    SenStatus.objects.create(pupil=cast.ada, status="K", started_on=date(2025, 9, 1))
    file = sen(("2024-01-08", "K"), ("2023-09-04", "N"), ("2026-01-05", "E"))
    job = told_of_ada(file)
    assert counts(job) == (2, 0, 1, 1)
    assert statuses(cast) == [
        ("N", date(2023, 9, 4), date(2024, 1, 7)),
        ("K", date(2024, 1, 8), date(2025, 8, 31)),
        ("K", date(2025, 9, 1), None),
    ]
    assert [code for *_, code in findings_of(job, "warning")] == ["sen_on_record"]
    assert [code for *_, code in findings_of(job)] == ["unknown_upn"]
    events = history_events()
    assert counts(told_of_ada(file)) == (0, 0, 3, 1)
    assert history_events() == events


@pytest.mark.parametrize(
    ("times", "code"),
    [
        ([("2023-09-04", "S")], "unknown_code"),
        ([("2023-09-04", "")], "missing"),
        ([("", "K")], "missing"),
        ([("04/09/2023", "K")], "date"),
        ([("2026-11-05", "K")], "future"),
        ([("1999-09-01", "K")], "before_birth"),
        ([("2023-09-04", "N"), ("2023-09-04", "K")], "told_twice"),
    ],
)
def test_a_record_of_sen_that_cannot_be_is_refused(told_of_ada, times, code):
    assert code in {found for *_, found in findings_of(told_of_ada(sen(*times)))}


@pytest.fixture
def primary() -> EducationSetting:
    """A school that closed, and the academy that has its number since."""
    baker.make(
        EducationSetting,
        urn="301099",
        la_code="301",
        establishment_number="2001",
        opened_on=date(2021, 9, 1),
    )
    return baker.make(
        EducationSetting,
        urn="301001",
        la_code="301",
        establishment_number="2001",
        closed_on=date(2021, 8, 31),
    )


def places(cast: Cast) -> list[tuple[int, date, date | None]]:
    rows = Enrolment.objects.filter(pupil=cast.ada).order_by("started_on")
    return list(rows.values_list("setting", "started_on", "ended_on"))


def test_a_school_left_before_the_child_was_on_record_comes_once(told_of_ada, cast, primary):
    before = places(cast)
    file = schools(("2001", "2018-09-03", "2019-07-19"), ("2001", "2026-11-02", ""))
    job = told_of_ada(file)
    assert counts(job) == (1, 0, 1, 1)
    assert places(cast) == [(primary.pk, date(2018, 9, 3), date(2019, 7, 19)), *before]
    assert [code for *_, code in findings_of(job, "warning")] == ["school_on_record"]
    events = history_events()
    assert counts(told_of_ada(file)) == (0, 0, 2, 1)
    assert history_events() == events


@pytest.mark.parametrize(
    ("time", "code"),
    [
        (("9999", "2018-09-03", "2019-07-19"), "unknown_school"),
        (("", "2018-09-03", "2019-07-19"), "missing"),
        (("2001", "2019-07-19", "2018-09-03"), "end_before_start"),
        (("2001", "2026-11-05", ""), "future"),
        (("2001", "1999-09-01", "2001-09-01"), "before_birth"),
    ],
)
def test_a_school_that_cannot_be_is_refused(told_of_ada, cast, primary, time, code):
    before = places(cast)
    assert code in {found for *_, found in findings_of(told_of_ada(schools(time)))}
    assert places(cast) == before


def test_a_child_of_another_birth_is_refused_once(told_of_ada, cast: Cast):
    job = told_of_ada(sen(("2023-09-04", "K"), ("2024-09-04", "E")), dob="2001-01-01")
    assert [code for *_, code in findings_of(job)] == ["unknown_upn", "other_birth_date"]
    assert statuses(cast) == []


@pytest.mark.parametrize("is_restricted", [False, True])
def test_sen_on_record_is_told_only_of_a_record_that_is_open(told_of_ada, cast, is_restricted):
    SenStatus.objects.create(pupil=cast.ada, status="K", started_on=date(2024, 9, 2))
    Pupil.objects.filter(pk=cast.ada.pk).update(is_restricted=is_restricted)
    job = told_of_ada(sen(("2025-01-06", "E")))
    [found] = [one for one in job.kept["warning"] if one.column == "SENprovision"]
    assert found.code == ("closed_record" if is_restricted else "sen_on_record")
    assert ("On record that day" in found.message) is not is_restricted
