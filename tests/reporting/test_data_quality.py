"""The data officer's workbench: what is found of whom, for whom; where each value came from."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from placements.models import AttendanceDay, AttendanceSummary, CareMove
from pupils.duplicates import same_names
from pupils.models import CareEpisode, CarePlacement, Enrolment, Involvement, Pupil
from pupils.services.enrolments import record_enrolment
from reporting.data_quality.facts import Fact
from tests.cast import TODAY, Cast, add_children
from tests.reporting.page_requests import MOST_QUERIES, queries_of, signed_in
from vsh.api.models import SystemToken
from vsh.audit.models import ReadLog
from vsh.history.context import noted
from vsh.intake.models import ImportRun

UPN, OTHER_UPN = "H801200001001", "A123456789012"


def page(cast: Cast, who: str = "data", **asked: str):
    return signed_in(cast, who).get(reverse("reporting:data_quality"), asked)


def children(cast: Cast, fact: Fact, who: str = "data") -> set[str]:
    rows = page(cast, who, fact=fact.value).context.get("rows", [])
    return {row["pupil"].child_id for row in rows}


def loaded(cast: Cast, **findings) -> ImportRun:
    """A roll file of today with these findings."""
    return ImportRun.objects.create(
        kind="roll",
        authority=cast.northshire,
        state="loaded",
        finished_at=timezone.now(),
        findings=findings,
    )


def found(code: str, subject: str, *, is_refused: bool = False) -> dict:
    return {
        "file": "roll.csv",
        "line": 7,
        "column": "",
        "code": code,
        "message": f"About {code}.",
        "subject": subject,
        "is_refused": is_refused,
    }


@pytest.fixture
def kept(cast: Cast) -> Cast:
    """Nothing is missing of Ben, but for what a test takes away."""
    Pupil.objects.filter(pk=cast.ben.pk).update(upn=UPN)
    return cast


@pytest.mark.parametrize(
    ("fact", "change"),
    [
        (Fact.NO_UPN, {"upn": ""}),
        (Fact.NO_UPN, {"upn": "UN3"}),
        (Fact.TEMPORARY_UPN, {"upn": "H80120000101A"}),
        (Fact.NO_YEAR_GROUP, {"nc_year": None}),
        (Fact.NO_NAME, {"search_name": ""}),
    ],
)
def test_what_is_missing_on_the_childs_own_row(kept: Cast, fact: Fact, change: dict):
    assert "C-ben" not in children(kept, fact)
    Pupil.objects.filter(pk=kept.ben.pk).update(**change)
    assert "C-ben" in children(kept, fact)
    kept.ben.care_periods.update(ended_on=date(2026, 11, 4))
    assert "C-ben" not in children(kept, fact)  # no longer looked after


@pytest.mark.parametrize(("born", "is_listed"), [((2021, 11, 4), True), ((2021, 11, 5), False)])
def test_a_number_is_missed_from_the_fifth_birthday(cast: Cast, born, is_listed: bool):
    Pupil.objects.filter(pk=cast.ben.pk).update(date_of_birth=date(*born), upn="UN1")
    assert ("C-ben" in children(cast, Fact.NO_UPN)) is is_listed


@pytest.mark.parametrize(
    ("fact", "rows"),
    [
        (Fact.NO_LEGAL_STATUS, lambda ben: CareEpisode.objects.filter(care_period__pupil=ben)),
        (Fact.NO_HOME, lambda ben: CarePlacement.objects.filter(pupil=ben)),
        (Fact.NO_SOCIAL_WORKER, lambda ben: Involvement.objects.filter(pupil=ben)),
        (Fact.NO_REVIEWING_OFFICER, lambda ben: Involvement.objects.filter(pupil=ben)),
    ],
)
def test_what_is_missing_around_the_child(cast: Cast, fact: Fact, rows):
    assert "C-ben" not in children(cast, fact)
    rows(cast.ben).delete()
    assert "C-ben" in children(cast, fact)


def test_the_area_is_missed_only_where_there_is_a_home(cast: Cast):
    CarePlacement.objects.filter(pupil=cast.ben).update(area_code="")
    assert children(cast, Fact.NO_AREA) == {"C-ben"}
    CarePlacement.objects.filter(pupil=cast.ben).delete()
    assert children(cast, Fact.NO_AREA) == set()


def test_one_number_on_two_children_names_both(kept: Cast):
    Pupil.objects.filter(pk=kept.ada.pk).update(upn=OTHER_UPN, former_upn=UPN)
    Pupil.objects.filter(pk=kept.cam.pk).update(former_upn=UPN)  # of another authority
    assert children(kept, Fact.SAME_UPN) == {"C-ada", "C-ben"}
    body = page(kept, fact="same_upn").content.decode()
    assert "See also Ada Canaryada, child ID C-ada" in body
    assert children(kept, Fact.SAME_UPN, "south_head") == set()


@pytest.mark.parametrize(
    ("names", "is_same"),
    [
        ({"legal_first_name": "Béla", "legal_last_name": "NAGY"}, True),
        ({"legal_first_name": "Adalbert", "known_as": "Bela", "legal_last_name": "Nagy"}, True),
        ({"legal_first_name": "Anna", "legal_last_name": "Nagy"}, False),  # a twin
        ({"legal_first_name": "", "legal_last_name": "Nagy"}, False),
        ({"legal_first_name": "Bela", "legal_last_name": ""}, False),
        ({"legal_first_name": "Bela", "legal_last_name": "Nagy", "authority_id": 2}, False),
        ({"legal_first_name": "Bela", "legal_last_name": "Nagy", "pk": 1}, False),
    ],
)
def test_the_same_child_by_the_names_as_search_folds_them(names: dict, is_same: bool):
    born = {"date_of_birth": date(2012, 3, 10), "on_record_since": date(2026, 3, 10)}
    one = Pupil(pk=1, authority_id=1, legal_first_name="Bela", legal_last_name="Nagy", **born)
    other = Pupil(**{"pk": 2, "authority_id": 1} | born | names)
    assert same_names([one, other]) == ({1: {2}, 2: {1}} if is_same else {})


def test_a_child_on_record_twice_is_listed_with_the_other(cast: Cast):
    add_children(cast, {"twice": {"born_on": date(2013, 5, 6)}})
    Pupil.objects.filter(pk=cast.twice.pk).update(
        legal_first_name="Ben", legal_last_name="CANARYBEN", child_id="C-again"
    )
    assert children(cast, Fact.SAME_CHILD) == set()
    Pupil.objects.filter(pk=cast.twice.pk).update(date_of_birth=cast.ben.date_of_birth)
    assert children(cast, Fact.SAME_CHILD) == {"C-ben", "C-again"}
    assert children(cast, Fact.SAME_CHILD, "south_head") == set()


def test_a_restricted_record_is_counted_for_nobody_who_may_not_open_it(cast: Cast):
    assert "C-eve" not in children(cast, Fact.NO_UPN)
    assert "C-eve" not in children(cast, Fact.NO_UPN, "head")


def mark(cast: Cast, day: date, *, am: str = "/", is_corrected: bool = False) -> None:
    AttendanceDay.objects.create(
        enrolment=cast.ada.enrolments.get(), day=day, season="autumn", am=am, source="file",
        entered_on=day, is_am_corrected=is_corrected,
    )  # fmt: skip


def test_attendance_after_the_last_day_at_the_school_is_found_and_put_right(cast: Cast):
    """Ada's move was entered late; on her last day itself she was there."""
    place = cast.ada.enrolments.get()
    Enrolment.objects.filter(pk=place.pk).update(ended_on=date(2026, 10, 30))
    mark(cast, date(2026, 10, 30))
    mark(cast, date(2026, 11, 4), am="", is_corrected=True)  # taken off already
    assert children(cast, Fact.AFTER_LAST_DAY) == set()
    mark(cast, date(2026, 11, 2))
    mark(cast, date(2026, 11, 3))
    assert children(cast, Fact.AFTER_LAST_DAY) == {"C-ada"}
    assert children(cast, Fact.AFTER_LAST_DAY, "south_head") == set()
    body = page(cast, fact="after_last_day").content.decode()
    said = "Oakfield School, last day 30 October 2026: 2 days with marks up to 3 November 2026"
    assert said in body
    year = reverse("placements:attendance_year", args=[cast.ada.ref])
    assert f'href="{year}?year=2026-27#after-last-day"' in body

    officer = signed_in(cast, "officer")
    whole = officer.get(year).content.decode()
    wrong = reverse("placements:correct_day", args=[cast.ada.ref, place.pk, "2026-11-02"])
    assert whole.count("last day 30 October 2026: morning /, afternoon no mark") == 2
    assert f'href="{wrong}"' in whole
    told = {"version": 1, "am": "O", "pm": "", "reason": "She had left"}
    assert "place ended on 30 October 2026" in officer.post(wrong, told).content.decode()
    assert officer.post(wrong, told | {"am": ""}).status_code == 302
    assert officer.get(wrong.replace("-02", "-06")).status_code == 404  # nothing stands there
    mine = signed_in(cast, "data").get(year).content.decode()
    assert "The school or the Virtual School takes these marks off" in mine
    assert queries_of(officer, year) <= MOST_QUERIES
    data = signed_in(cast, "data")
    assert queries_of(data, f"{reverse('reporting:data_quality')}?fact=after_last_day") <= (
        MOST_QUERIES
    )


def test_a_sum_that_goes_on_after_the_last_day_is_found_too(cast: Cast):
    place = cast.ada.enrolments.get()
    AttendanceSummary.objects.create(
        enrolment=place, academic_year="2026-27", season="autumn", started_on=date(2026, 9, 2),
        ended_on=date(2026, 10, 30), sessions_possible=70, sessions_authorised=0,
        sessions_unauthorised=0, entered_on=date(2026, 11, 2),
    )  # fmt: skip
    for last_day, found in ((date(2026, 10, 30), set()), (date(2026, 10, 29), {"C-ada"})):
        Enrolment.objects.filter(pk=place.pk).update(ended_on=last_day)
        assert children(cast, Fact.AFTER_LAST_DAY) == found
    body = page(cast, fact="after_last_day").content.decode()
    assert "last day 29 October 2026: 1 sum up to 30 October 2026" in body
    assert f"{reverse('placements:school', args=[cast.ada.ref])}#attendance" in body


def test_what_the_newest_file_left_open(cast: Cast):
    loaded(cast, error=[found("old", "C-ada", is_refused=True)])
    loaded(
        cast,
        error=[
            found("overlap", "C-ada", is_refused=True),
            found("unknown_upn", "", is_refused=True),
            found("a_part", "C-ada"),
        ],
        warning=[found(code, "C-ben") for code in ("put_right", "doubt", "other_file")],
        info=[found("not_in_file", "")],
    )

    def told(what: str) -> list[tuple]:
        lines = page(cast, fact=what).context["lines"]
        return [(line.message, line.child and line.child.child_id) for line in lines]

    assert told("refused") == [("About overlap.", "C-ada")]
    assert told("matched_nobody") == [("About unknown_upn.", None), ("About not_in_file.", None)]
    assert told("told_otherwise") == [("About put_right.", "C-ben")]
    assert told("other_file") == [("About other_file.", "C-ben")]
    body = page(cast, fact="other_file").content.decode()
    assert "roll.csv, " in body
    assert "One kind of file said one thing, another kind another" in body


def test_what_a_file_found_of_a_record_that_is_restricted_since_is_told_to_nobody_else(cast: Cast):
    run = loaded(cast, error=[found("overlap", "C-ben", is_refused=True)])
    run.confirmed_at = timezone.now() - timedelta(days=1)
    run.save()
    assert lines_of(cast, "refused") == [("C-ben", "About overlap.")]
    Pupil.objects.filter(pk=cast.ben.pk).update(is_restricted=True)
    ((number, words),) = lines_of(cast, "refused")
    assert number == "C-ben"
    assert words.startswith("The record has been restricted since this file was loaded")
    assert "Ben" not in page(cast, fact="refused").content.decode()
    loaded(cast, error=[found("kept_to_the_row", "C-ben", is_refused=True)])
    assert lines_of(cast, "refused") == [("C-ben", "About kept_to_the_row.")]
    assert lines_of(cast, "matched_nobody") == []


def test_a_person_sees_findings_of_their_own_authority_alone(cast: Cast):
    loaded(cast, error=[found("overlap", "C-ben", is_refused=True)])
    assert page(cast, "south_head").context.get("lines", []) == []
    assert signed_in(cast, "teacher").get(reverse("reporting:data_quality")).status_code == 403


def lines_of(cast: Cast, what: str) -> list[tuple[str, str]]:
    lines = page(cast, fact=what).context.get("lines", [])
    return [(line.subject, line.message) for line in lines]


def of_school(cast: Cast, kind: str, name: str, *, days_ago: int = 0, **findings) -> ImportRun:
    """A file of one school."""
    run = loaded(
        cast, **{level: [one | {"file": name} for one in told] for level, told in findings.items()}
    )
    at = timezone.now() - timedelta(days=days_ago)
    ImportRun.objects.filter(pk=run.pk).update(kind=kind, finished_at=at)
    run.files.create(name=name)
    return run


@pytest.mark.parametrize("kind", ["attendance", "attainment", "ctf"])
def test_one_schools_file_hides_no_others(cast: Cast, kind: str):
    for name, number in (("a.xml", UPN), ("b.xml", OTHER_UPN)):
        of_school(cast, kind, name, error=[found("unknown_upn", number, is_refused=True)])
    of_school(cast, kind, "c.xml")
    about = "About unknown_upn."
    assert lines_of(cast, "matched_nobody") == [(OTHER_UPN, about), (UPN, about)]
    assert lines_of(cast, "refused") == []
    of_school(cast, kind, "a.xml")  # the same file, put right
    assert lines_of(cast, "matched_nobody") == [(OTHER_UPN, about)]
    of_school(cast, kind, "d.xml", error=[found("unknown_upn", OTHER_UPN, is_refused=True)])
    assert lines_of(cast, "matched_nobody") == [(OTHER_UPN, about)]  # once


@pytest.mark.parametrize(
    ("later", "is_answered"),
    [(["100001"], True), (["100001", "100002"], True), ([], True), (["100002"], False)],
)
def test_a_file_of_the_same_name_answers_for_its_own_school_alone(
    cast: Cast, later: list[str], is_answered: bool
):
    wrong = found("closed_day", UPN, is_refused=True)
    for schools, errors in ((["100001"], [wrong]), (later, [])):
        run = of_school(cast, "attendance", "attendance.csv", error=errors)
        told = run.findings | {"schools": {"attendance.csv": schools}}
        ImportRun.objects.filter(pk=run.pk).update(findings=told)
    assert lines_of(cast, "refused") == ([] if is_answered else [(UPN, "About closed_day.")])


@pytest.mark.parametrize(("days_ago", "is_shown"), [(27, True), (29, False)])
def test_a_schools_file_is_shown_for_four_weeks(cast: Cast, days_ago: int, is_shown: bool):
    wrong = found("closed_day", UPN, is_refused=True)
    of_school(cast, "attendance", "a.csv", days_ago=days_ago, error=[wrong])
    assert len(lines_of(cast, "refused")) == 1  # the newest one, however old
    of_school(cast, "attendance", "b.csv")
    assert len(lines_of(cast, "refused")) == is_shown


def test_a_file_of_which_nothing_could_be_loaded_is_the_newest_too(cast: Cast):
    loaded(cast, error=[found("old", "C-ada", is_refused=True)])
    refused = loaded(cast, error=[found("overlap", "C-ada", is_refused=True)])
    ImportRun.objects.filter(pk=refused.pk).update(state="nothing", rows_refused=1)
    assert lines_of(cast, "refused") == [("C-ada", "About overlap.")]
    unreadable = loaded(cast, error=[found("encoding", "", is_refused=True)])
    ImportRun.objects.filter(pk=unreadable.pk).update(state="nothing")
    assert lines_of(cast, "refused") == [("C-ada", "About overlap.")]  # of which no row was read
    right = loaded(cast)
    ImportRun.objects.filter(pk=right.pk).update(state="nothing", rows_same=3)
    assert lines_of(cast, "refused") == []


def test_many_files_of_schools_ask_as_often(cast: Cast):
    for number in range(12):
        of_school(cast, "ctf", f"{number}.xml", error=[found("wrong", UPN, is_refused=True)])
    url = f"{reverse('reporting:data_quality')}?fact=refused"
    assert queries_of(signed_in(cast, "data"), url) <= MOST_QUERIES


def test_a_row_that_has_a_upn_alone_names_it_and_the_child_who_has_it(kept: Cast):
    Pupil.objects.filter(pk=kept.ada.pk).update(upn="UN1")  # not yet known: no number of hers
    loaded(
        kept,
        error=[
            found("unknown_upn", OTHER_UPN, is_refused=True),
            *(found("unknown_code", subject, is_refused=True) for subject in (UPN, "UN1", "")),
        ],
    )
    [line] = page(kept, fact="matched_nobody").context["lines"]
    assert (line.subject, line.child) == (OTHER_UPN, None)
    assert f"Number {OTHER_UPN}" in page(kept, fact="matched_nobody").content.decode()
    lines = page(kept, fact="refused").context["lines"]
    assert [line.child and line.child.child_id for line in lines] == ["C-ben", None, None]


def test_what_a_system_sent_hides_no_file(cast: Cast):
    tokens = [
        SystemToken.objects.create(
            authority=cast.northshire,
            system=system,
            scopes=["attendance:write"],
            digest=system,
            made_by=cast.data,
            expires_on=date(2027, 1, 1),
        )
        for system in ("SIMS", "Arbor", "Gone")
    ]
    loaded(cast, error=[found("unknown_upn", "", is_refused=True)])
    for token in tokens:
        run = loaded(cast, warning=[found("kept_as_corrected", "C-ada")])
        ImportRun.objects.filter(pk=run.pk).update(sent_by=token)
    SystemToken.objects.filter(system="Gone").update(ended_at=timezone.now())
    assert len(page(cast, fact="matched_nobody").context["lines"]) == 1
    titles = [line.title for line in page(cast, fact="told_otherwise").context["lines"]]
    assert [title.split(", ")[1] for title in titles] == ["SIMS", "Arbor"]


def test_a_file_names_no_child_whose_record_is_closed(cast: Cast):
    loaded(cast, error=[found("overlap", "C-eve", is_refused=True)])
    body = page(cast, "head", fact="refused").content.decode()
    assert "Number C-eve" in body
    assert "Canaryeve" not in body


def test_who_may_not_import_sees_no_files(cast: Cast):
    loaded(cast, error=[found("overlap", "C-ada", is_refused=True)])
    assert page(cast, "officer", fact="refused").status_code == 404
    assert page(cast, "officer").status_code == 200
    assert page(cast, fact="no_such_fact").status_code == 404


def test_the_list_is_logged_and_needs_few_queries_whatever_the_rows(cast: Cast):
    client = signed_in(cast, "data")
    loaded(cast, error=[found("overlap", "C-ada", is_refused=True)])
    url = f"{reverse('reporting:data_quality')}?fact=same_child"
    add_children(cast, {"one": {}})
    Pupil.objects.filter(pk=cast.one.pk).update(legal_first_name="Ben", legal_last_name="Canaryben")
    few = queries_of(client, url)
    add_children(cast, {f"child{number}": {} for number in range(40)})
    Pupil.objects.filter(child_id__startswith="C-child").update(
        legal_first_name="Ben", legal_last_name="Canaryben"
    )
    assert queries_of(client, url) == few <= MOST_QUERIES
    for asked in ("same_upn", "refused"):
        assert queries_of(client, f"{reverse('reporting:data_quality')}?fact={asked}") <= 12
    read = ReadLog.objects.filter(page="reporting:data_quality").order_by("pk")[1]
    assert (read.count, read.filter) == (42, {"fact": "same_child", "page": 1})


def test_nothing_found_says_what_is_next(cast: Cast):
    Pupil.objects.filter(authority=cast.southmoor).update(upn="")
    cast.cam.care_periods.update(ended_on=date(2026, 10, 1))
    cast.dee.care_periods.update(ended_on=date(2026, 10, 1))
    assert "Nothing is missing" in page(cast, "south_head").content.decode()


# --- where each value came from -----------------------------------------------------------------


def sources(cast: Cast) -> dict[str, tuple[str, str]]:
    url = reverse("reporting:sources", kwargs={"ref": cast.ben.ref})
    parts = signed_in(cast, "data").get(url).context["parts"]
    return {said.label: (said.value, source) for _, rows in parts for said, source in rows}


def test_each_value_names_the_file_or_the_person_that_told_it(cast: Cast):
    run = loaded(cast)
    with noted(**{"import": run.ref, "user": cast.data.pk}):
        Pupil.objects.filter(pk=cast.ben.pk).update(upn=UPN, legal_last_name="Canarynew")
    with noted(**{"import": "roll", "user": None}):
        Pupil.objects.filter(pk=cast.ben.pk).update(nc_year=10)
    cast.ben.enrolments.filter(setting=cast.elm).delete()
    with noted(user=cast.officer.pk):
        record_enrolment(
            actor=cast.officer,
            pupil=cast.ben,
            setting=cast.oakfield,
            kind="main",
            started_on=date(2026, 11, 4),
        )
    told = sources(cast)
    received = "Roll extract, received on "
    assert told["UPN"][0] == UPN
    assert told["UPN"][1].startswith(received)
    assert told["UPN"][1].endswith("confirmed by Data")
    assert told["Year group"] == ("Year 10", "Roll extract, loaded by command")
    assert told["Legal first name"] == ("Ben", "The system, or whoever set it up")
    assert told["School"] == ("Oakfield School", "Officer")
    assert told["Legal status"][0] == "Full care order"
    assert told["Team manager"][0] == "Team Manager"


def test_the_sources_need_few_queries(cast: Cast):
    client = signed_in(cast, "data")
    assert queries_of(client, reverse("reporting:sources", args=[cast.ben.ref])) <= MOST_QUERIES


def test_an_approval_of_a_move_that_nobody_has_confirmed(cast):
    move = CareMove.objects.create(
        pupil=cast.ben,
        is_emergency=False,
        from_on=TODAY,
        approved_by="N. Officer",
        approved_on=TODAY,
        state="recorded",
        started_by=cast.officer,
        started_on=TODAY,
        recorded_by=cast.officer,
        recorded_on=TODAY,
    )
    assert children(cast, Fact.APPROVAL_NOT_CONFIRMED) == {"C-ben"}
    CareMove.objects.filter(pk=move.pk).update(
        approval_confirmed_by=cast.head, approval_confirmed_on=TODAY
    )
    assert children(cast, Fact.APPROVAL_NOT_CONFIRMED) == set()
