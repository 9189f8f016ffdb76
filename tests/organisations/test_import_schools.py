"""The schools register: every vintage, closed schools, links, inspections, and twice the same."""

import csv
import io
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from tests.intake.running import findings_of, load, sources_of
from vsh.intake.engine import carry_out
from vsh.intake.registry import importer_of
from vsh.organisations.areas import Areas, authority_of_postcode
from vsh.organisations.models import EducationSetting, InspectionOutcome, SettingLink

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent.parent / "data" / "gias_subset_7_establishments.csv"
SHORT = ("URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName",
         "OpenDate", "Town", "Postcode")  # fmt: skip


def full(**changes: str) -> dict[str, str]:
    """One row of the full extract, every column of it."""
    with DATA.open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file))
    return {**row, **changes}


def as_csv(*rows: dict[str, str], without: tuple[str, ...] = ()) -> str:
    out = io.StringIO(newline="")
    columns = [column for column in rows[0] if column not in without]
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_the_report_has_a_line_for_each_row_whatever_the_file_is_called():
    out = io.StringIO(newline="")
    name = 'the "10%", {new}\'s.csv'
    carry_out(
        importer_of("schools"),
        sources_of({name: as_csv(full(), full(URN="100001"), full(URN="x"))}),
        authority=None,
        actor=None,
        report=out,
        is_dry_run=False,
    )
    rows = list(csv.reader(io.StringIO(out.getvalue().lstrip("\ufeff"), newline="")))[1:]
    told = [(row[0], row[1], row[3], row[5]) for row in rows if row[1] != "1"]
    assert sorted(told) == [
        (name, "2", "new", "info"),
        (name, "3", "new", "info"),
        (name, "4", "urn", "error"),
    ]


def test_the_full_extract_is_loaded_with_closed_schools_and_inspections():
    job = load("schools", {"edubaseall.csv": DATA.read_bytes()})
    assert job.counts["refused"] == 0
    school = EducationSetting.objects.get(urn="100000")
    assert (school.name, school.la_code, school.establishment_number) == (
        "The Aldgate School",
        "201",
        "3614",
    )
    assert (school.phase, school.status, school.low_age, school.high_age) == (
        "primary",
        "open",
        3,
        11,
    )
    assert (school.type_name, school.type_group, school.postcode) == (
        "Voluntary aided school",
        "Local authority maintained schools",
        "EC3A 5DE",
    )
    outcome = InspectionOutcome.objects.get(setting=school)
    assert (outcome.framework, outcome.grade, outcome.inspected_on) == (
        "overall",
        "Outstanding",
        date(2013, 4, 19),
    )
    closed = EducationSetting.objects.get(name="Sherborne Nursery School")
    assert (closed.status, closed.closed_on) == ("closed", date(1992, 8, 31))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_utf8_and_windows_1252_give_the_same_school(encoding):
    text = as_csv(full(EstablishmentName="St Zoë’s École"))
    load("schools", {"a.csv": text.encode(encoding)})
    assert EducationSetting.objects.get().name == "St Zoë’s École"


def test_the_columns_of_ofsted_may_be_missing():
    gone = (
        *("OfstedLastInsp", "OfstedSpecialMeasures (code)", "OfstedSpecialMeasures (name)"),
        *("OfstedRating (name)", "RSCRegion (name)"),
    )
    job = load("schools", {"a.csv": as_csv(full(), without=gone).encode()})
    assert job.counts["new"] == 1
    assert not InspectionOutcome.objects.exists()


def test_twice_the_same_file_changes_nothing():
    load("schools", {"a.csv": DATA.read_bytes()})
    before = list(EducationSetting.objects.order_by("id").values())
    job = load("schools", {"a.csv": DATA.read_bytes()})
    assert (job.counts["new"], job.counts["changed"]) == (0, 0)
    assert job.counts["same"] == len(before)
    assert list(EducationSetting.objects.order_by("id").values()) == before


def test_a_school_that_closed_keeps_its_row_and_its_number():
    load("schools", {"a.csv": as_csv(full()).encode()})
    school = EducationSetting.objects.get()
    closing = {"EstablishmentStatus (code)": "2", "CloseDate": "31-08-2026"}
    job = load("schools", {"a.csv": as_csv(full(**closing)).encode()})
    assert job.counts["changed"] == 1
    again = EducationSetting.objects.get()
    assert (again.pk, again.status, again.closed_on) == (school.pk, "closed", date(2026, 8, 31))


def test_the_short_register_does_not_erase_what_it_does_not_know():
    load("schools", {"a.csv": as_csv(full()).encode()})
    row = {name: value for name, value in full(Town="Londinium").items() if name in SHORT}
    job = load("schools", {"short.csv": as_csv(row).encode("cp1252")})
    assert job.counts["changed"] == 1
    school = EducationSetting.objects.get()
    assert (school.town, school.phase, school.type_code) == ("Londinium", "primary", "2")


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"URN": "12AB56"}, "URN", "urn"),
        ({"URN": ""}, "URN", "missing"),
        ({"EstablishmentName": ""}, "EstablishmentName", "missing"),
        ({"OpenDate": "2020-01-01"}, "OpenDate", "date"),
        ({"OpenDate": "01-09-2020", "CloseDate": "31-08-2019"}, "CloseDate", "closes_before_opens"),
        ({"EstablishmentStatus (code)": "9", "EstablishmentStatus (name)": "Odd"},
         "EstablishmentStatus (code)", "unknown_code"),
        ({"LA (code)": "ABC"}, "LA (code)", "la_code"),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_by_file_line_column_and_code_and_the_good_one_loads(
    changes, column, code
):
    good = full(URN="100001")
    job = load("schools", {"reg.csv": as_csv(full(**changes), good).encode()})
    assert findings_of(job) == [("reg.csv", 2, column, code)]
    assert (job.counts["refused"], job.counts["new"]) == (1, 1)
    assert EducationSetting.objects.get().urn == "100001"


def test_a_urn_that_stands_twice_is_refused_the_second_time():
    job = load("schools", {"a.csv": as_csv(full(), full(EstablishmentName="Other")).encode()})
    assert findings_of(job) == [("a.csv", 3, "URN", "duplicate_urn")]
    assert EducationSetting.objects.get().name == "The Aldgate School"


def test_a_childrens_centre_and_a_school_abroad_are_taken():
    rows = [
        full(URN="20001"),
        full(URN="132000", Postcode="", **{"LA (code)": "0", "EstablishmentNumber": ""}),
    ]
    job = load("schools", {"a.csv": as_csv(*rows).encode()})
    assert job.counts["new"] == 2
    assert EducationSetting.objects.get(urn="132000").la_code == ""


def test_a_wrong_postcode_is_left_out_with_a_warning():
    job = load("schools", {"a.csv": as_csv(full(Postcode="Nowhere")).encode()})
    assert findings_of(job, "warning") == [("a.csv", 2, "Postcode", "postcode")]
    assert EducationSetting.objects.get().postcode == ""


GRID = ("Easting", "Northing")


def place() -> tuple[int | None, int | None]:
    return EducationSetting.objects.values_list("easting", "northing").get()


def test_a_school_lies_where_the_register_says():
    load("schools", {"a.csv": as_csv(full()).encode()})
    assert place() == (533498, 181201)
    moved = as_csv(full(Easting="533500")).encode()
    assert load("schools", {"a.csv": moved}).counts["changed"] == 1
    assert place() == (533500, 181201)
    assert load("schools", {"a.csv": moved}).counts["same"] == 1
    assert load("schools", {"a.csv": as_csv(full(Easting="", Northing="")).encode()}).loaded
    assert place() == (None, None)


@pytest.mark.parametrize("without", [GRID, GRID[:1], GRID[1:]])
def test_a_register_without_the_columns_of_the_grid_leaves_the_place_alone(without):
    load("schools", {"a.csv": as_csv(full()).encode()})
    job = load("schools", {"a.csv": as_csv(full(), without=without).encode()})
    assert (job.counts["same"], place()) == (1, (533498, 181201))
    assert findings_of(job, "warning") == []
    job = load("schools", {"a.csv": as_csv(full(Town="Londinium"), without=without).encode()})
    assert (job.counts["changed"], place()) == (1, (533498, 181201))
    load("schools", {"a.csv": as_csv(full(URN="100001"), without=without).encode()})
    assert EducationSetting.objects.get(urn="100001").easting is None


def test_the_short_register_may_say_where_a_school_lies():
    short = (*SHORT, *GRID)
    row = {name: value for name, value in full().items() if name in short}
    assert load("schools", {"short.csv": as_csv(row).encode()}).counts["new"] == 1
    assert place() == (533498, 181201)
    job = load("schools", {"short.csv": as_csv(row, without=GRID).encode()})
    assert (job.counts["same"], place()) == (1, (533498, 181201))


def test_of_two_files_together_only_the_one_with_the_columns_says_where_schools_lie():
    rows = [full(), full(URN="100001")]
    load("schools", {"a.csv": as_csv(*rows).encode()})
    files = {
        "a.csv": as_csv(full(), without=GRID).encode(),
        "b.csv": as_csv(full(URN="100001", Easting="1", Northing="2")).encode(),
    }
    load("schools", files)
    found = EducationSetting.objects.order_by("urn").values_list("easting", "northing")
    assert list(found) == [(533498, 181201), (1, 2)]


@pytest.mark.parametrize(
    ("easting", "northing", "code"),
    [
        ("here", "181201", "grid"),
        ("533498.5", "181201", "grid"),
        ("-533498", "181201", "grid"),
        ("700001", "181201", "grid"),
        ("533498", "1300001", "grid"),
        ("533498", "9" * 5000, "grid"),
        ("533498", "", "half_a_place"),
        ("", "181201", "half_a_place"),
    ],
)
def test_a_place_that_is_none_is_left_out_with_a_warning(easting, northing, code):
    job = load("schools", {"a.csv": as_csv(full(Easting=easting, Northing=northing)).encode()})
    assert findings_of(job, "warning") == [("a.csv", 2, "Easting", code)]
    assert (job.counts["new"], place()) == (1, (None, None))


def test_nought_and_nought_are_no_place_and_no_doubt():
    job = load("schools", {"a.csv": as_csv(full(Easting="0", Northing="0")).encode()})
    assert (findings_of(job, "warning"), place()) == ([], (None, None))


LINKS = "URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n"


def test_links_are_loaded_with_the_register_whatever_the_order_of_the_files():
    files = {
        "a_links.csv": f"{LINKS}100000,140000,New Academy,Successor,01-09-2013\n".encode(),
        "b_register.csv": as_csv(full()).encode(),
    }
    job = load("schools", files)
    assert job.counts["new"] == 2
    link = SettingLink.objects.get()
    assert (link.setting.urn, link.linked_urn, link.link_type, link.established_on) == (
        "100000",
        "140000",
        "Successor",
        date(2013, 9, 1),
    )
    assert load("schools", files).counts["same"] == 2


def test_a_link_of_an_unknown_school_is_refused():
    job = load("schools", {"l.csv": f"{LINKS}199999,140000,X,Successor,\n".encode()})
    assert findings_of(job) == [("l.csv", 2, "URN", "unknown_urn")]


def test_the_area_of_a_postcode_is_that_in_which_all_schools_nearby_lie():
    areas = Areas([("NS1 1AA", "999"), ("NS1 1AB", "998"), ("NS1 2AA", "999"), ("NS2 1AA", "997")])
    assert areas.authority_of("NS1 1AA") == "999"  # the very unit
    assert areas.authority_of("NS1 2ZZ") == "999"  # the sector
    assert areas.authority_of("NS1 1ZZ") == ""  # its sector disagrees
    assert areas.authority_of("NS2 9ZZ") == "997"  # the district
    assert areas.authority_of("ZZ9 9ZZ") == ""
    assert areas.authority_of("") == ""


def test_one_postcode_can_be_looked_up_in_the_register(cast):
    EducationSetting.objects.create(urn="777777", name="Closed", la_code="111", status="closed",
                                    postcode="NS1 2BB")  # fmt: skip
    EducationSetting.objects.filter(urn="998001").update(postcode="SM1 1AA")
    assert authority_of_postcode("ns12bb") == "999"
    assert authority_of_postcode("SM1 1ZZ") == "998"
    assert authority_of_postcode("nonsense") == ""


def many(rows: int) -> bytes:
    header = (
        "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,OpenDate,Town,Postcode\n"
    )
    return (
        header
        + "".join(
            f"{200_000 + n},999,Northshire,{n % 9000 + 1000},School {n},01-09-2001,Town,NS1 1AA\n"
            for n in range(rows)
        )
    ).encode()


def test_a_hundred_thousand_rows_are_loaded_and_tell_their_progress():
    told: list[tuple[int, int]] = []
    job = load(
        "schools",
        {"many.csv": many(100_000)},
        progress=lambda done, all_: told.append((done, all_)),
    )
    assert job.counts["new"] == EducationSetting.objects.count() == 100_000
    assert told[-1] == (100_001, 100_001)
    assert len(told) >= 100


def test_memory_does_not_grow_with_the_file():
    def peak(rows: int) -> int:
        content = many(rows)
        tracemalloc.start()
        load("schools", {"many.csv": content})
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    small, large = peak(5_000), peak(20_000)
    # A number per row is kept, to know a URN that stands twice; nothing else.
    assert large - small < 15_000 * 200
