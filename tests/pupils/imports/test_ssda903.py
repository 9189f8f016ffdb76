"""The children looked after return as a whole: what is loaded, beside what is on record."""

from datetime import date
from pathlib import Path

import pytest

from pupils.models import (
    CareEpisode,
    CarePeriod,
    CarePlacement,
    Deadline,
    Pupil,
    SdqScore,
    StatutoryReview,
)
from tests.intake.running import findings_of, load
from tests.pupils.imports.rolls import GIA, history_events, roll

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parent.parent.parent / "data"

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,"
    "HOME_POST,PL_POST,URN\n"
)
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE\n"
UASC = "CHILD,SEX,DOB,DUC\n"
OC2 = "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED\n"
HAL = "H1,M,06/05/2012,WBRI,B801200005001,,\n"


def episode(start: str, end: str, rne: str, rec: str, *, child: str = "H1", ls: str = "C2",
            place: str = "U6", post: str = "NS1 2BB") -> str:  # fmt: skip
    return f"{child},{start},{rne},{ls},N1,{place},PR1,{end},{rec},,NS1 1AA,{post},SC123456\n"


TWO_EPISODES = (
    EPISODES
    + episode("02/06/2025", "10/02/2026", "S", "X1", ls="V2")
    + episode("10/02/2026", "", "P", "", place="K2", post="NS9 9ZZ")
)


def files(header: str = HEADER + HAL, episodes: str = TWO_EPISODES, **others: str):
    return {"h.csv": header, "e.csv": episodes, **{f"{k}.csv": v for k, v in others.items()}}


@pytest.fixture
def load_return(cast):
    """Loads a return of Northshire."""

    def run(**given: str):
        return load("ssda903", files(**given), authority=cast.northshire)

    return run


def hal() -> Pupil:
    return Pupil.objects.get(child_id="H1")


def periods():
    rows = CarePeriod.objects.filter(pupil=hal())
    return list(rows.values_list("started_on", "ended_on", "end_reason"))


def placements():
    rows = CarePlacement.objects.filter(pupil=hal())
    return list(rows.values_list("placement_type", "started_on", "ended_on"))


def test_a_child_without_a_name_comes_with_care_reviews_and_score(load_return):
    job = load_return(
        r=REVIEWS + "H1,06/05/2012,02/07/2025,PN1\n",
        u=UASC + "H1,1,06/05/2012,06/05/2030\n",
        o=OC2 + "H1,06/05/2012,17,,0\n",
    )
    assert (job.counts["new"], job.counts["refused"]) == (6, 0)
    child = hal()
    assert (child.name, child.sex, child.is_uasc) == ("Child H1", "M", True)
    assert periods() == [(date(2025, 6, 2), None, "")]
    assert placements() == [
        ("U6", date(2025, 6, 2), date(2026, 2, 10)),
        ("K2", date(2026, 2, 10), None),
    ]
    rows = CareEpisode.objects.filter(care_period__pupil=child)
    assert list(rows.values_list("legal_status", "reason_started", "reason_ended")) == [
        ("V2", "S", "X1"),
        ("C2", "P", ""),
    ]
    review = StatutoryReview.objects.get(pupil=child)
    assert (review.held_on, review.participation) == (date(2025, 7, 2), "PN1")
    score = SdqScore.objects.get(pupil=child)
    assert (score.score, score.completed_on) == (17, date(2026, 3, 31))
    assert Deadline.objects.filter(pupil=child).exists()


def test_twice_the_same_return_changes_nothing(load_return):
    given = {
        "r": REVIEWS + "H1,06/05/2012,02/07/2025,PN1\n",
        "u": UASC + "H1,M,06/05/2012,06/05/2030\n",
        "o": OC2 + "H1,06/05/2012,,SDQ2,0\n",
    }
    load_return(**given)
    events = history_events()
    job = load_return(**given)
    assert (job.counts["new"], job.counts["changed"]) == (0, 0)
    assert job.counts["same"] == 6
    assert history_events() == events


def test_files_are_known_by_their_header_with_mark_and_windows_line_ends(cast):
    given = {
        "SSDA903_2026_x.csv": (HEADER + HAL).replace("\n", "\r\n").encode("utf-8-sig"),
        "anything.csv": TWO_EPISODES.replace("\n", "\r\n").encode("utf-8-sig"),
    }
    assert load("ssda903", given, authority=cast.northshire).counts["new"] == 3


def test_both_vintages_of_sex_are_read(load_return):
    job = load_return(header=HEADER + HAL.replace(",M,", ",1,"))
    assert hal().sex == "M"
    assert [f.code for f in job.kept["info"] if f.column == "SEX"] == ["101"]


def test_next_years_return_goes_on_where_this_one_stopped(load_return):
    load_return()
    later = EPISODES + (
        episode("10/02/2026", "01/06/2026", "P", "X1", place="K2", post="NS9 9ZZ")
        + episode("01/06/2026", "01/10/2026", "L", "E4A", place="K2", post="NS9 9ZZ", ls="C1")
    )
    job = load_return(episodes=later)
    assert job.counts["refused"] == 0
    assert periods() == [(date(2025, 6, 2), date(2026, 10, 1), "E4A")]
    assert placements()[-1] == ("K2", date(2026, 2, 10), date(2026, 10, 1))


def test_an_older_return_does_not_reopen_what_has_ended(load_return):
    ended = EPISODES + episode("02/06/2025", "01/10/2026", "S", "E4A")
    load_return(episodes=ended)
    events = history_events()
    job = load_return(episodes=EPISODES + episode("02/06/2025", "", "S", ""))
    assert job.counts["same"] == 2
    assert history_events() == events


def test_a_child_on_record_keeps_the_name_and_gains_the_history(cast):
    night = {**GIA, "child_id": "H1", "upn": "B801200005001", "looked_after_from": "2025-06-02",
             "placement_from": "2026-02-10"}  # fmt: skip
    load("roll", {"r.csv": roll(night)}, authority=cast.northshire)
    job = load("ssda903", files(), authority=cast.northshire)
    assert job.counts["refused"] == 0
    assert hal().name == "Gia Rossi"
    assert [row[1:] for row in placements()] == [
        (date(2025, 6, 2), date(2026, 2, 10)),
        (date(2026, 2, 10), None),
    ]
    events = history_events()
    load("ssda903", files(), authority=cast.northshire)
    assert history_events() == events


def test_care_that_overlaps_other_care_on_record_is_refused_and_named(cast, load_return):
    load_return()
    other = EPISODES + episode("01/05/2026", "", "S", "")
    job = load_return(episodes=other)
    assert findings_of(job) == [("e.csv", 2, "DECOM", "overlap")]
    assert "02/06/2025" in job.kept["error"][0].message
    assert periods() == [(date(2025, 6, 2), None, "")]


def test_another_end_of_care_than_on_record_is_refused(load_return):
    load_return(episodes=EPISODES + episode("02/06/2025", "01/10/2026", "S", "E4A"))
    job = load_return(episodes=EPISODES + episode("02/06/2025", "02/10/2026", "S", "E4A"))
    assert findings_of(job) == [("e.csv", 2, "DEC", "conflicting_end")]


def test_another_birth_than_on_record_is_another_child(load_return):
    load_return()
    job = load_return(header=HEADER + HAL.replace("2012", "2013"))
    assert {code for *_, code in findings_of(job)} == {"other_date_of_birth", "INT03"}


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("e", EPISODES + episode("02/06/2025", "", "S", "", child="X9"), "INT03"),
        ("o", OC2 + "X9,06/05/2012,17,,0\n", "INT05"),
        ("r", REVIEWS + "X9,06/05/2012,02/07/2025,PN1\n", "INT08"),
        ("u", UASC + "X9,M,06/05/2012,\n", "INT09"),
        ("o", OC2 + "H1,07/05/2012,17,,0\n", "INT14"),
        ("r", REVIEWS + "H1,07/05/2012,02/07/2025,PN1\n", "INT17"),
        ("u", UASC + "H1,M,07/05/2012,\n", "INT18"),
        ("o", OC2 + "H1,06/05/2012,17,,0\n" * 2, "INT33"),
        ("u", UASC + "H1,M,06/05/2012,\n" * 2, "INT36"),
        ("r", REVIEWS + "H1,06/05/2012,02/07/2024,PN1\n", "outside_care"),
    ],
)
def test_rows_of_no_child_or_of_another_are_refused(load_return, name, text, code):
    given = {"episodes": text} if name == "e" else {name: text}
    job = load_return(**given)
    assert [found for *_, found in findings_of(job)] == [code]


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        (HEADER + HAL + HAL, ["INT32"]),
        (HEADER + HAL + HAL.replace("2012", "2013"), ["INT32", "INT32", "INT03", "INT03"]),
        (HEADER + HAL + HAL.replace("H1", "H2"), ["444"]),
    ],
)
def test_a_child_stands_once_in_header_and_a_upn_with_one_child(load_return, header, codes):
    assert [code for *_, code in findings_of(load_return(header=header))] == codes


def test_without_a_header_file_the_record_vouches_for_the_child(cast, load_return):
    load_return()
    only = {"e.csv": EPISODES + episode("10/02/2026", "01/06/2026", "P", "E4A", place="K2",
                                        post="NS9 9ZZ")}  # fmt: skip
    job = load("ssda903", only, authority=cast.northshire)
    assert job.counts["refused"] == 0
    assert periods() == [(date(2025, 6, 2), date(2026, 6, 1), "E4A")]


@pytest.mark.parametrize("is_known", [True, False])
def test_a_row_that_ends_a_period_on_record_changes_it(cast, load_return, is_known):
    if is_known:
        load_return()
    ended = (
        EPISODES
        + episode("02/06/2025", "10/02/2026", "S", "X1", ls="V2")
        + episode("10/02/2026", "01/06/2026", "P", "E4A", place="K2", post="NS9 9ZZ")
    )
    job = load_return(episodes=ended)
    assert (job.counts["new"], job.counts["changed"]) == ((0, 2) if is_known else (3, 0))


def test_a_long_stay_without_score_is_doubted(load_return):
    one = EPISODES + episode("02/06/2023", "", "S", "")
    job = load_return(episodes=one, o=OC2 + "H1,06/05/2012,,,0\n")
    # The latest day of an episode is in the return of 2024; care began within its year.
    assert [code for *_, code in findings_of(job, "warning")] == []
    two = (
        EPISODES
        + episode("02/06/2023", "02/06/2025", "S", "X1")
        + episode("02/06/2025", "", "L", "", ls="C1")
    )
    job = load_return(episodes=two, o=OC2 + "H1,06/05/2012,,,0\n")
    assert [code for *_, code in findings_of(job, "warning")] == ["186"]


def test_the_sample_of_194_children_loads_what_is_sound_and_names_the_rest(cast):
    folder = SAMPLES / "ssda903"
    given = {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
    job = load("ssda903", given, authority=cast.southmoor)
    kept = ("header", "episodes", "reviews", "uasc", "oc2", "missing")
    rows = sum(len(given[f"{name}.csv"].splitlines()) - 1 for name in kept)
    assert job.loaded + job.counts["refused"] == rows
    assert job.counts["new"] == job.loaded > 0
    assert Pupil.objects.filter(authority=cast.southmoor).count() == 174 + 2  # 20 UPNs are none
    assert {f.code for f in job.kept["info"]} == {"not_kept", "partly_kept", "101"}
    events = history_events()
    assert load("ssda903", given, authority=cast.southmoor).counts["new"] == 0
    assert history_events() == events


def test_of_the_bad_sample_nothing_loads(cast):
    folder = SAMPLES / "ssda903_bad"
    given = {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}
    job = load("ssda903", given, authority=cast.southmoor)
    assert (job.loaded, job.counts["refused"]) == (0, 10)
    found = {(line, code) for file, line, _, code in findings_of(job) if file == "header.csv"}
    assert {(2, "168"), (2, "INT32"), (6, "103")} <= found
    episodes = {(line, code) for file, line, _, code in findings_of(job) if file == "episodes.csv"}
    assert {(3, "144"), (6, "143")} <= episodes


@pytest.mark.parametrize(
    ("born", "end", "doubts", "is_looked_after"),
    [
        ("05/11/2008", "", [], True),
        ("04/11/2008", "", [], False),  # eighteen on the day of loading, long after the return
        ("01/04/2008", "", [], False),
        ("31/03/2008", "", ["turned_18"], False),  # eighteen on the last day of the return
        ("01/10/2007", "01/10/2025", [], False),
        ("30/09/2007", "01/10/2025", ["turned_18"], False),
    ],
)
def test_care_that_goes_on_after_the_18th_birthday_is_a_doubt(
    load_return, born, end, doubts, is_looked_after
):
    rows = EPISODES + episode("02/06/2025", end, "S", "E17" if end else "")
    job = load_return(header=HEADER + HAL.replace("06/05/2012", born), episodes=rows)
    assert job.counts["refused"] == 0
    assert [code for *_, code in findings_of(job, "warning") if code == "turned_18"] == doubts
    now = Pupil.objects.looked_after_on(date(2026, 11, 4))
    assert now.filter(pk=hal().pk).exists() is is_looked_after


def test_a_review_after_the_18th_birthday_is_outside_care(load_return):
    rows = EPISODES + episode("02/06/2025", "", "S", "")
    reviews = "".join(f"H1,01/10/2008,{day},PN1\n" for day in ("01/10/2026", "02/10/2026"))
    header = HEADER + HAL.replace("06/05/2012", "01/10/2008")
    job = load_return(header=header, episodes=rows, r=REVIEWS + reviews)
    assert findings_of(job) == [("r.csv", 3, "REVIEW", "outside_care")]


def test_what_a_return_only_closes_is_counted_beside_its_rows(load_return):
    ended = EPISODES + episode("02/06/2025", "20/03/2026", "S", "E4A")
    load_return(episodes=ended)
    arranged = StatutoryReview.objects.create(
        pupil=hal(),
        care_period=CarePeriod.objects.get(pupil=hal()),
        planned_on=date(2026, 12, 1),
    )
    job = load_return(episodes=ended)
    assert not StatutoryReview.objects.filter(pk=arranged.pk).exists()
    assert (job.counts["changed"], job.counts["new"], job.other_changes) == (0, 0, 1)
    assert findings_of(job, "info")[-1] == ("e.csv", 2, "DEC", "closed_with_care")
    again = load_return(episodes=ended)
    assert again.other_changes == 0
    assert ("e.csv", 2, "DEC", "closed_with_care") not in findings_of(again, "info")


def test_what_closes_with_an_end_that_a_row_tells_is_what_became_of_the_row(load_return):
    load_return(episodes=EPISODES + episode("02/06/2025", "", "S", ""))
    job = load_return(episodes=EPISODES + episode("02/06/2025", "20/03/2026", "S", "E4A"))
    assert (job.counts["changed"], job.other_changes) == (1, 0)
