"""The DfE's rules on the return's rows, one by one and between rows. No database."""

from datetime import date

import pytest

from pupils.codes import return_year
from pupils.imports.ssda903.chain import check_chain, runs_of
from pupils.imports.ssda903.episode import EpisodeRow, read_episode
from pupils.imports.ssda903.row import read_header, read_review, read_sdq, read_uasc
from vsh.tables.reading import Row

ON = date(2026, 11, 4)
BORN = date(2012, 5, 6)
HEADER = {
    "CHILD": "1", "SEX": "F", "DOB": "06/05/2012", "ETHNIC": "WBRI", "UPN": "P207000016049",
    "MOTHER": "", "MC_DOB": "",
}  # fmt: skip
EPISODE = {
    "CHILD": "1", "DECOM": "02/03/2026", "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U6",
    "PLACE_PROVIDER": "PR1", "DEC": "", "REC": "", "REASON_PLACE_CHANGE": "",
    "HOME_POST": "NS1 1AA", "PL_POST": "NS1 2BB", "URN": "SC123456",
}  # fmt: skip


def row_of(cells: dict[str, str], line: int = 2) -> Row:
    return Row("f.csv", line, list(cells.values()), {name: i for i, name in enumerate(cells)})


def codes(problems, level: str) -> list[tuple[str, str]]:
    return [(p.column, p.code) for p in problems if p.level == level]


@pytest.mark.parametrize(
    ("changes", "level", "expected"),
    [
        ({}, "error", []),
        ({"SEX": "1"}, "warning", []),
        ({"SEX": "3"}, "warning", [("SEX", "101")]),
        ({"DOB": "2012-05-06"}, "error", [("DOB", "102")]),
        ({"DOB": ""}, "error", [("DOB", "102")]),
        ({"DOB": "06/05/2027"}, "error", [("DOB", "301")]),
        ({"ETHNIC": "UNKN"}, "error", [("ETHNIC", "103")]),
        ({"ETHNIC": ""}, "error", [("ETHNIC", "103")]),
        ({"UPN": "3412"}, "error", [("UPN", "168")]),
        ({"UPN": "UN6"}, "error", [("UPN", "168")]),
        ({"UPN": "UN3"}, "error", []),
        ({"UPN": "UN1"}, "warning", [("UPN", "209")]),
        ({"UPN": "UN1", "DOB": "06/05/2024"}, "warning", []),
        ({"UPN": ""}, "warning", [("UPN", "442")]),
        ({"UPN": "Q207000016049"}, "warning", [("UPN", "upn_check_letter")]),
        ({"MOTHER": "1"}, "warning", [("MC_DOB", "611")]),
        ({"MC_DOB": "01/01/2026"}, "warning", [("MOTHER", "612")]),
        ({"CHILD": ""}, "error", [("CHILD", "missing")]),
    ],
)
def test_header(changes, level, expected):
    assert codes(read_header(row_of({**HEADER, **changes}), on=ON)[1], level) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"DECOM": "30/02/2026"}, ["141"]),
        ({"DECOM": ""}, ["141"]),
        ({"DEC": "never", "REC": "E8"}, ["147"]),
        ({"RNE": "*"}, ["143"]),
        ({"RNE": ""}, ["143"]),
        ({"LS": "Z9"}, ["144"]),
        ({"LS": ""}, ["144"]),
        ({"CIN": "N9"}, ["145"]),
        ({"PLACE": "M2", "PLACE_PROVIDER": ""}, ["146"]),
        ({"PLACE": "H5"}, ["146"]),  # withdrawn after the return of 2024
        ({"PLACE": "P2"}, ["146"]),
        ({"PLACE": "Z1", "PLACE_PROVIDER": ""}, ["146"]),  # after that of 2025
        ({"DEC": "01/05/2026", "REC": "E43"}, ["149"]),
        ({"DEC": "01/05/2026", "REC": "E45"}, []),
        ({"DEC": "01/05/2026", "REC": "E99"}, ["149"]),
        ({"DEC": "01/05/2026"}, ["148"]),
        ({"REC": "X1"}, ["148"]),
        ({"DEC": "02/03/2026", "REC": "E8"}, ["355"]),
        ({"DEC": "01/03/2026", "REC": "E8"}, ["356"]),
        ({"DEC": "01/12/2026", "REC": "E8"}, ["385"]),
        ({"DECOM": "01/12/2026"}, ["354"]),
        ({"DECOM": "01/01/2012"}, ["302"]),
        ({"PLACE_PROVIDER": "PR9"}, ["178"]),
        ({"PLACE_PROVIDER": "PR0"}, ["550"]),
        ({"PLACE": "P1", "PLACE_PROVIDER": "PR0"}, []),
        ({"PLACE": "P1", "PLACE_PROVIDER": "PR4"}, ["530"]),
        ({"PLACE_PROVIDER": ""}, ["526"]),
        ({"PLACE": "T1"}, ["213"]),
        ({"PLACE": "T1", "PLACE_PROVIDER": ""}, []),
        ({"PLACE": "Z12", "PLACE_PROVIDER": ""}, []),
        ({"REASON_PLACE_CHANGE": "XXXX"}, ["1009"]),
        ({"LS": "J2", "DECOM": "02/03/2020"}, ["358"]),
        ({"LS": "J2"}, []),
        ({"LS": "D1"}, ["445"]),
    ],
)
def test_episode(changes, expected):
    read = read_episode(row_of({**EPISODE, **changes}), on=ON, born=BORN)
    found = [] if isinstance(read, EpisodeRow) else [p.code for p in read.problems]
    assert found == expected


@pytest.mark.parametrize(
    ("place", "decom", "is_refused"),
    [
        ("H5", "31/03/2024", False),
        ("H5", "01/04/2024", True),
        ("Z1", "31/03/2025", False),
        ("Z1", "01/04/2025", True),
    ],
)
def test_a_withdrawn_code_stands_for_an_episode_that_began_in_its_time(place, decom, is_refused):
    provider = "" if place == "Z1" else "PR1"
    cells = {**EPISODE, "PLACE": place, "DECOM": decom, "PLACE_PROVIDER": provider}
    read = read_episode(row_of(cells), on=ON, born=BORN)
    assert isinstance(read, EpisodeRow) is not is_refused


def test_entering_care_at_eighteen_and_orders_before_their_time():
    cells = {**EPISODE, "DECOM": "02/03/2005", "LS": "E1"}
    read = read_episode(row_of(cells), on=ON, born=date(1986, 1, 1))
    assert not isinstance(read, EpisodeRow)
    assert {p.code for p in read.problems} == {"352", "446"}
    cells = {**EPISODE, "DECOM": "13/10/1991"}
    read = read_episode(row_of(cells), on=ON, born=date(1990, 1, 1))
    assert [p.code for p in read.problems] == ["353"]


@pytest.mark.parametrize("reason", ["S", "P"])
@pytest.mark.parametrize(
    ("born", "codes"),
    [
        (date(2007, 6, 3), []),
        (date(2007, 6, 2), ["352"]),
        (date(2007, 6, 1), ["352"]),
    ],
)
def test_no_episode_begins_from_the_18th_birthday_on(born, codes, reason):
    cells = {**EPISODE, "DECOM": "02/06/2025", "RNE": reason}
    read = read_episode(row_of(cells), on=ON, born=born)
    found = [] if isinstance(read, EpisodeRow) else read.problems
    assert [p.code for p in found] == codes


def test_what_is_doubtful_is_left_out_with_a_warning():
    cells = {**EPISODE, "PL_POST": "2TR", "URN": "123", "PLACE": "K3", "DEC": "01/04/2023",
             "DECOM": "01/04/2022", "REC": "E4A"}  # fmt: skip
    read = read_episode(row_of(cells), on=ON, born=BORN)
    assert isinstance(read, EpisodeRow)
    assert [p.code for p in read.warnings] == ["146", "392c", "1008"]
    assert (read.postcode, read.ofsted_urn) == ("", "")


def test_the_year_of_a_return_ends_on_31_march():
    assert (return_year(date(2026, 3, 31)), return_year(date(2026, 4, 1))) == (2026, 2027)


@pytest.mark.parametrize(
    ("review", "code", "expected"),
    [
        ("02/06/2026", "PN1", []),
        ("", "PN1", ["166"]),
        ("31/06/2026", "PN1", ["166"]),
        ("02/12/2026", "PN1", ["166"]),
        ("02/06/2011", "PN0", ["166"]),
        ("02/06/2026", "", ["167"]),
        ("02/06/2026", "PN9", ["167"]),
        ("02/06/2026", "PN0", ["440"]),
        ("05/05/2016", "PN1", ["441"]),
        ("06/05/2016", "PN1", []),
        ("05/05/2016", "PN0", []),
    ],
)
def test_review(review, code, expected):
    cells = {"CHILD": "1", "DOB": "06/05/2012", "REVIEW": review, "REVIEW_CODE": code}
    _, problems = read_review(row_of(cells), on=ON, born=BORN)
    assert [problem.code for problem in problems] == expected


@pytest.mark.parametrize(
    ("duc", "expected"),
    [("06/05/2030", []), ("07/05/2030", ["304"]), ("", []), ("6 May 2030", ["104"])],
)
def test_uasc(duc, expected):
    cells = {"CHILD": "1", "SEX": "2", "DOB": "06/05/2012", "DUC": duc}
    _, problems = read_uasc(row_of(cells), born=BORN, sex="F")
    assert [problem.code for problem in problems] == expected


@pytest.mark.parametrize(
    ("score", "reason", "expected"),
    [
        ("0", "", []),
        ("40", "", []),
        ("41", "", ["180"]),
        ("x", "", ["180"]),
        ("", "SDQ2", []),
        ("", "SDQ9", ["196"]),
        ("12", "SDQ2", ["197a"]),
        ("", "", []),
    ],
)
def test_sdq(score, reason, expected):
    cells = {"CHILD": "1", "DOB": "06/05/2012", "SDQ_SCORE": score, "SDQ_REASON": reason}
    _, problems = read_sdq(row_of(cells))
    assert [problem.code for problem in problems] == expected


# --- between rows ------------------------------------------------------------------------------


def chain(*rows: str):
    """Rows as "start end rne rec [place]", days of 2026 as dd/mm; "-" is blank, "!" a bad row."""
    sound, refused = [], []
    for line, text in enumerate(rows, start=2):
        start, end, rne, rec, *place = text.split()
        cells = {
            **EPISODE,
            "DECOM": f"{start}/2026",
            "DEC": "" if end == "-" else f"{end}/2026",
            "RNE": rne,
            "REC": "" if rec == "-" else rec,
            "PL_POST": place[0] if place and place[0] != "!" else "NS1 2BB",
            "LS": "??" if "!" in place else "C2",
        }
        read = read_episode(row_of(cells, line), on=ON, born=BORN)
        (sound if isinstance(read, EpisodeRow) else refused).append(read)
    standing, faults, doubts = check_chain(sound, refused)
    return (
        runs_of(standing),
        [(row.line, problem.code) for row, problem in faults],
        [(row.line, problem.code) for row, problem in doubts],
    )


def spans(runs) -> list[tuple[str, str, str]]:
    return [
        (f"{r.started_on:%d/%m}", f"{r.ended_on:%d/%m}" if r.ended_on else "-", r.end_reason)
        for r in runs
    ]


def test_episodes_that_follow_each_other_are_one_time_of_care():
    runs, faults, doubts = chain("01/02 01/03 S X1", "01/03 01/05 P X1", "01/05 - L -")
    assert (spans(runs), faults, doubts) == ([("01/02", "-", "")], [], [])


def test_a_new_start_is_another_time_of_care():
    runs, faults, _ = chain("01/02 01/03 S E4A", "01/05 - S -")
    assert (spans(runs), faults) == ([("01/02", "01/03", "E4A"), ("01/05", "-", "")], [])


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        (["01/02 - S -", "01/03 - P -"], [(2, "142")]),
        (["01/02 01/04 S X1", "01/03 - P -"], [(2, "388"), (3, "501")]),
        (["01/02 01/03 S X1"], [(2, "388")]),
        (["01/02 01/03 S X1", "05/03 - P -"], [(2, "388"), (3, "433")]),
        (["01/02 01/03 S X1", "01/03 - S -"], [(3, "431")]),
        (["01/02 01/03 S E4A", "01/03 - S -"], [(3, "431")]),
        (["01/02 01/03 S E4A", "05/03 - P -"], [(3, "432")]),
        (["01/02 01/03 S X1", "01/03 01/04 P X1", "01/03 - P -"], [(3, "388"), (4, "501")]),
    ],
)
def test_rules_between_rows(rows, faults):
    assert chain(*rows)[1] == faults


def test_a_first_episode_that_is_no_start_is_a_doubt_only():
    runs, faults, doubts = chain("01/02 - P -")
    assert (spans(runs), faults, doubts) == ([("01/02", "-", "")], [], [(2, "357")])


def test_a_refused_row_leaves_no_gap_in_care_and_does_not_condemn_its_neighbours():
    runs, faults, _ = chain("01/02 01/03 S X1", "01/03 01/05 P X1 !", "01/05 - P -")
    assert (spans(runs), faults) == ([("01/02", "-", "")], [])


def test_care_goes_on_where_the_refused_last_row_would_have_said_more():
    runs, faults, _ = chain("01/02 01/03 S X1", "01/03 - P - !")
    assert (spans(runs), faults) == ([("01/02", "-", "")], [])


def test_a_change_of_legal_status_alone_is_the_same_placement():
    [run], _, _ = chain("01/02 01/03 S X1", "01/03 01/05 L X1", "01/05 - P - NS1")
    assert [len(group) for group in run.placements()] == [2, 1]
