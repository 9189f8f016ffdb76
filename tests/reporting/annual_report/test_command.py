"""The command makes the same report as the page and writes the file."""

import pytest
from django.core.management import CommandError, call_command

from reporting.annual_report.models import AnnualReport
from reporting.annual_report.services import queue


def run(out, *, authority="999", year="2026-27"):
    call_command("annual_report", "--authority", authority, "--year", year, "--out", str(out))


def test_command_makes_the_report_and_writes_the_file(reported_year, tmp_path, capsys):
    run(tmp_path / "report.pdf")
    report = AnnualReport.objects.get()
    assert (report.state, report.edition) == ("ready", 1)
    with report.file.open("rb") as kept:
        assert (tmp_path / "report.pdf").read_bytes() == kept.read()
    assert "Northshire 2026-27, edition 1, figures as at 2026-11-04" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"authority": "000"}, "000"),
        ({"year": "2026"}, "2025-26"),
        ({"year": "2030-31"}, "not begun"),
    ],
)
def test_wrong_options_are_named(cast, tmp_path, options, words):
    with pytest.raises(CommandError, match=words):
        run(tmp_path / "report.pdf", **options)
    assert not AnnualReport.objects.exists()


def test_folder_that_is_none_is_named(cast, tmp_path):
    with pytest.raises(CommandError, match="folder"):
        run(tmp_path / "none" / "report.pdf")


def test_report_in_the_making_is_left_alone(cast, tmp_path):
    report = AnnualReport.objects.create(authority=cast.northshire, academic_year="2026-27")
    queue(report_id=report.pk, produced_by=cast.head)
    with pytest.raises(CommandError, match="being made"):
        run(tmp_path / "report.pdf")


def test_after_a_publication_the_command_makes_the_next_edition(published_report, tmp_path):
    run(tmp_path / "report.pdf")
    assert AnnualReport.objects.filter(state="ready", edition=2).count() == 1
