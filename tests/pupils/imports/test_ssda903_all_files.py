"""The files of the return beside the five that make up care: kept, or checked and not kept."""

from datetime import date

import pytest
from django.urls import reverse

from pupils.models import MissingEpisode, Pupil
from tests.cast import TODAY
from tests.intake.running import findings_of, load
from tests.pupils.imports.rolls import history_events
from tests.pupils.imports.test_ssda903 import EPISODES, UASC, episode, files

pytestmark = pytest.mark.django_db
MISSING = "CHILD,DOB,MISSING,MIS_START,MIS_END\n"
IN_CARE = EPISODES + episode("02/06/2025", "", "S", "")
BORN = "06/05/2012"


@pytest.fixture
def load_return(cast):
    """Loads a return of Northshire: H1, in care since June 2025, and what is given."""

    def run(episodes: str = IN_CARE, **given: str):
        return load("ssda903", files(episodes=episodes, **given), authority=cast.northshire)

    return run


def away(*times: str) -> str:
    return MISSING + "".join(f"H1,{BORN},{one}\n" for one in times)


def on_record() -> list[tuple[str, date, date | None]]:
    rows = MissingEpisode.objects.filter(pupil__child_id="H1")
    return list(rows.values_list("kind", "started_on", "ended_on"))


def test_times_missing_come_and_the_same_folder_changes_nothing(load_return):
    given = away("M,10/01/2026,12/01/2026", "A,01/02/2026,01/02/2026", "m,20/03/2026,")
    job = load_return(m=given)
    assert (job.counts["new"], job.counts["refused"]) == (5, 0)
    assert on_record() == [
        ("M", date(2026, 1, 10), date(2026, 1, 12)),
        ("A", date(2026, 2, 1), date(2026, 2, 1)),
        ("M", date(2026, 3, 20), None),
    ]
    events = history_events()
    job = load_return(m=given)
    assert (job.counts["new"], job.counts["changed"], job.counts["same"]) == (0, 0, 5)
    assert history_events() == events


def test_the_next_return_says_when_the_child_came_back_and_an_older_one_takes_no_end_away(
    load_return,
):
    load_return(m=away("M,20/03/2026,"))
    job = load_return(m=away("A,20/03/2026,04/04/2026", "M,04/04/2026,05/04/2026"))
    assert (job.counts["changed"], job.counts["new"]) == (1, 1)
    ended = [("A", date(2026, 3, 20), date(2026, 4, 4)), ("M", date(2026, 4, 4), date(2026, 4, 5))]
    assert on_record() == ended
    assert load_return(m=away("A,20/03/2026,")).counts["same"] == 3
    assert on_record() == ended


def test_a_corrected_first_day_moves_the_time_that_ended_the_same_day(load_return):
    load_return(m=away("M,10/01/2026,12/01/2026"))
    job = load_return(m=away("M,09/01/2026,12/01/2026"))
    assert (job.counts["changed"], job.counts["refused"]) == (1, 0)
    assert on_record() == [("M", date(2026, 1, 9), date(2026, 1, 12))]


@pytest.mark.parametrize(
    ("times", "code"),
    [
        (["X,10/01/2026,"], "1006"),
        ([",10/01/2026,"], "565"),
        (["M,,12/01/2026"], "564"),
        (["M,2026-01-10,"], "1004"),
        (["M,10/01/2026,13/13/2026"], "1005"),
        (["M,10/01/2026,09/01/2026"], "567"),
        (["M,05/11/2026,"], "570"),
        (["M,10/01/2026,05/11/2026"], "571"),
        (["M,05/05/2012,06/05/2012"], "586"),
        (["M,01/06/2025,03/06/2025"], "581"),
        (["M,10/01/2026,12/01/2026", "M,11/01/2026,13/01/2026"], "574"),
        (["M,10/01/2026,", "M,12/01/2026,13/01/2026"], "574"),
        (["M,10/01/2026,11/01/2026", "A,10/01/2026,12/01/2026"], "574"),
    ],
)
def test_a_time_away_that_cannot_be_is_refused_by_its_rule_and_the_rest_loads(
    load_return, times, code
):
    job = load_return(m=away(*times, "M,01/08/2025,02/08/2025"))
    line = len(times) + 1  # the last of them
    assert [(at, found) for _, at, _, found in findings_of(job)] == [(line, code)]
    assert on_record()[0] == ("M", date(2025, 8, 1), date(2025, 8, 2))


def test_a_time_away_of_an_unknown_child_or_of_another_birth_is_refused(load_return):
    rows = MISSING + f"H2,{BORN},M,10/01/2026,\nH1,07/05/2012,M,10/01/2026,\n"
    assert sorted(findings_of(load_return(m=rows))) == [
        ("m.csv", 2, "CHILD", "INT04"),
        ("m.csv", 3, "DOB", "INT13"),
    ]


def test_a_child_still_away_when_care_ended_is_a_doubt(load_return):
    ended = EPISODES + episode("02/06/2025", "01/04/2026", "S", "E8")
    job = load_return(episodes=ended, m=away("M,20/03/2026,"))
    assert findings_of(job, "warning") == [("m.csv", 2, "MIS_END", "577")]


@pytest.mark.parametrize(
    ("until", "day", "is_unaccompanied"),
    [
        ("", date(2026, 11, 4), True),
        ("06/05/2030", date(2030, 5, 5), True),
        ("06/05/2030", date(2030, 5, 6), False),
        ("01/10/2026", date(2026, 9, 30), True),
        ("01/10/2026", date(2026, 11, 4), False),
    ],
)
def test_until_when_a_child_is_unaccompanied_is_kept(load_return, until, day, is_unaccompanied):
    given = UASC + f"H1,M,{BORN},{until}\n"
    load_return(u=given)
    assert Pupil.objects.get(child_id="H1").is_unaccompanied_on(day) is is_unaccompanied
    assert load_return(u=given).counts["same"] == 3
    load_return(u=UASC + f"H1,M,{BORN},\n")  # a return of before that end was known
    assert Pupil.objects.get(child_id="H1").is_unaccompanied_on(day) is is_unaccompanied


NOT_KEPT = {
    "oc3": ("CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", f"H1,{BORN},YES,F1,V1", f"H1,{BORN},MAYBE,F9,V1"),
    "ad1": (
        "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR",
        f"H1,{BORN},01/02/2026,01/02/2026,1,1,M1,L0",
        f"H1,{BORN},2026-02-01,x,1,1,XX,L9",
    ),
    "pa": (
        "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED",
        f"H1,{BORN},01/02/2026,02/03/2026,RD1",
        f"H1,{BORN},x,y,XXX",
    ),
    "pp": (
        "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM",
        f"H1,{BORN},P1,301,zz/05/2020",
        f"H1,{BORN},P9,301,May 2020",
    ),
    "sw": (
        "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON",
        f"H1,{BORN},SW12345678,01/02/2026,,MANAGE",
        f"H1,{BORN},12345678,x,y,BORED",
    ),
    "dolo": (
        "CHILD,DOB,DOLO_START,DOLO_END",
        f"H1,{BORN},01/02/2026,02/02/2026",
        f"H1,{BORN},1 Feb,2 Feb",
    ),
}


@pytest.mark.parametrize("name", list(NOT_KEPT))
def test_of_the_other_files_nothing_is_kept_and_their_slips_are_doubts(load_return, name):
    header, sound, faulty = NOT_KEPT[name]
    load_return()
    events = history_events()
    job = load_return(x=f"{header}\n{sound}\n")
    assert findings_of(job, "warning") == findings_of(job) == []
    notes = [f.message for f in job.kept["info"] if f.code == "not_kept" and f.file == "x.csv"]
    assert len(notes) == 1
    assert "nothing of it is kept here" in notes[0]
    job = load_return(x=f"{header}\n{faulty}\nH2,{BORN}{',' * (header.count(',') - 1)}\n")
    doubts = findings_of(job, "warning")
    wanted = {"oc3": 2, "ad1": 4, "pa": 3, "pp": 2, "sw": 4, "dolo": 2}[name]
    assert [line for _, line, *_ in doubts] == [2] * wanted + [3]
    assert doubts[-1][2] == "CHILD"
    assert (job.counts["not_kept"], job.counts["refused"], job.counts["new"]) == (2, 0, 0)
    assert history_events() == events


def test_a_folder_of_files_that_are_not_kept_loads_nothing(cast):
    header, sound, _ = NOT_KEPT["oc3"]
    job = load("ssda903", {"oc3.csv": f"{header}\n{sound}\n{sound}\n"}, authority=cast.northshire)
    assert (job.loaded, job.counts["refused"], job.counts["unreadable"]) == (0, 0, 0)
    assert findings_of(job, "warning") == [("oc3.csv", 3, "CHILD", "INT34")]


def test_the_tab_of_care_shows_times_away(client, cast):
    MissingEpisode.objects.create(pupil=cast.ada, kind="M", started_on=TODAY)
    client.force_login(cast.head)
    body = client.get(reverse("placements:care", args=[cast.ada.ref])).content.decode()
    assert "Missing from home" in body
    assert "Return not recorded" in body
    body = client.get(reverse("placements:care", args=[cast.ben.ref])).content.decode()
    assert "Missing from home" not in body
