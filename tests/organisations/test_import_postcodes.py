"""Postcodes that come in as a file: good ones, each refusal, twice, corrected, by the thousand."""

import io
import tracemalloc

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.intake.running import findings_of, load, sources_of
from tests.reporting.page_requests import signed_in
from vsh.intake.engine import carry_out
from vsh.intake.models import ImportRun
from vsh.intake.registry import importer_of
from vsh.organisations.models import Postcode

pytestmark = pytest.mark.django_db
HEADER = "postcode,easting,northing\n"
HOME = "NS1 2BB,400000,300000\n"


def told(*lines: str, **more):
    return load("postcodes", {"p.csv": HEADER + "".join(lines)}, **more)


def kept() -> list[tuple[str, int, int]]:
    rows = Postcode.objects.order_by("postcode")
    return list(rows.values_list("postcode", "easting", "northing"))


def test_a_postcode_is_kept_tidy_with_its_place() -> None:
    job = told("ns12bb,400000,300000\n", "B782AA,417927,305209\n")
    assert (job.counts["new"], job.counts["refused"]) == (2, 0)
    assert kept() == [("B78 2AA", 417927, 305209), ("NS1 2BB", 400000, 300000)]


def test_again_changes_nothing_and_a_dry_run_too() -> None:
    assert told(HOME, is_dry_run=True).counts["new"] == 1
    assert kept() == []
    told(HOME)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        job = told(HOME)
    assert (job.counts["same"], job.counts["changed"], job.counts["new"]) == (1, 0, 0)
    assert len(asked) < 25
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM organisations_postcode")
        assert cursor.fetchone() == (1,)


def test_a_later_file_corrects_and_what_it_does_not_name_stays() -> None:
    told(HOME, "NS1 3CC,401000,301000\n")
    job = told("NS1 2BB,400010,300000\n", "NS1 4DD,402000,302000\n")
    assert (job.counts["changed"], job.counts["new"]) == (1, 1)
    assert kept() == [
        ("NS1 2BB", 400010, 300000),
        ("NS1 3CC", 401000, 301000),
        ("NS1 4DD", 402000, 302000),
    ]


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (",400000,300000\n", "postcode", "missing"),
        ("Nowhere,400000,300000\n", "postcode", "postcode"),
        ("BT1 5GS,333000,374000\n", "postcode", "other_grid"),
        ("NS1 3CC,,\n", "easting", "no_place"),
        ("NS1 3CC,0,0\n", "easting", "no_place"),
        ("NS1 3CC,400000,\n", "easting", "half_a_place"),
        ("NS1 3CC,,300000\n", "easting", "half_a_place"),
        ("NS1 3CC,54.5,-1.2\n", "easting", "grid"),
        ("NS1 3CC,700001,300000\n", "easting", "grid"),
        ("NS1 3CC,400000,1300001\n", "easting", "grid"),
        ("ns1 2bb,400001,300000\n", "postcode", "duplicate_postcode"),
        (HOME, "postcode", "duplicate_postcode"),
    ],
)
def test_a_bad_row_is_refused_by_its_cell_and_the_good_one_loads(line, column, code) -> None:
    job = told(HOME, line)
    assert findings_of(job) == [("p.csv", 3, column, code)]
    assert (job.counts["refused"], job.counts["new"]) == (1, 1)
    assert kept() == [("NS1 2BB", 400000, 300000)]


def test_both_things_wrong_with_a_row_are_named() -> None:
    job = told("Nowhere,54.5,-1.2\n")
    assert findings_of(job) == [
        ("p.csv", 2, "postcode", "postcode"),
        ("p.csv", 2, "easting", "grid"),
    ]


def test_the_corners_of_the_grid_are_places() -> None:
    told("NS1 2BB,700000,1300000\n", "NS1 3CC,0,1\n")
    assert kept() == [("NS1 2BB", 700000, 1300000), ("NS1 3CC", 0, 1)]


def test_two_files_together_say_one_place_of_a_postcode() -> None:
    files = {"a.csv": HEADER + HOME, "b.csv": HEADER + "NS1 2BB,1,1\nNS1 3CC,401000,301000\n"}
    job = load("postcodes", files)
    assert findings_of(job) == [("b.csv", 2, "postcode", "duplicate_postcode")]
    assert kept() == [("NS1 2BB", 400000, 300000), ("NS1 3CC", 401000, 301000)]


def test_the_report_says_what_became_of_each_row() -> None:
    told(HOME, "NS1 3CC,401000,301000\n")
    report = io.StringIO()
    lines = [HOME, "NS1 3CC,401001,301000\n", "NS1 4DD,402000,302000\n", "X,1,1\n"]
    carry_out(
        importer_of("postcodes"),
        sources_of({"p.csv": HEADER + "".join(lines)}),
        authority=None,
        actor=None,
        report=report,
        is_dry_run=False,
    )
    rows = [line.split(",")[:4] for line in report.getvalue().splitlines()[1:]]
    assert sorted(rows) == [
        ["p.csv", "2", "", "same"],
        ["p.csv", "3", "", "changed"],
        ["p.csv", "4", "", "new"],
        ["p.csv", "5", "postcode", "postcode"],
    ]


def many(rows: int) -> str:
    letters = "ABDEFGHJLN"
    codes = (
        f"N{n // 10_000 % 10}{letters[n // 1000 % 10]} {n // 100 % 10}"
        f"{letters[n // 10 % 10]}{letters[n % 10]}"
        for n in range(rows)
    )
    return HEADER + "".join(f"{code},{400_000 + n},300000\n" for n, code in enumerate(codes))


def test_queries_do_not_grow_with_the_file_nor_does_memory() -> None:
    def loaded(rows: int) -> tuple[int, int]:
        content = many(rows)
        tracemalloc.start()
        with CaptureQueriesContext(connection) as asked:
            assert load("postcodes", {"p.csv": content}).loaded == rows
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return len(asked), most

    loaded(1_000)
    few, many_more = loaded(5_000), loaded(20_000)
    assert few[0] == many_more[0]
    assert many_more[1] - few[1] < 15_000 * 60  # the file itself is held in memory here


def test_the_command_and_the_page_know_the_kind(cast, tmp_path, capsys) -> None:
    path = tmp_path / "postcodes.csv"
    path.write_text(HEADER + HOME)
    call_command("import_postcodes", str(path))
    assert "1 new" in capsys.readouterr().out
    run = ImportRun.objects.get()
    assert (run.kind, run.authority) == ("postcodes", None)
    page = signed_in(cast, "data").get(reverse("intake:list")).content.decode()
    assert "Postcodes" in page
