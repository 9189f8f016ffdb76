"""Makes the annual report of an authority and writes the PDF to a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from reporting.annual_report.models import AnnualReport
from reporting.annual_report.services import begin, make_report, queue
from vsh.organisations.models import Authority


class Command(BaseCommand):
    """The same report as the page makes: the unpublished edition, with its text, made anew."""

    help = "Makes the annual report of an authority and writes the PDF to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which authority, which year, where to."""
        parser.add_argument("--authority", required=True, metavar="CODE")
        parser.add_argument("--year", required=True, metavar="YEAR", help="such as 2025-26")
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        """Begin, queue and make the report here and now; copy the file."""
        authority = Authority.objects.filter(code=options["authority"]).first()
        if authority is None:
            raise CommandError(f"No authority has the code {options['authority']}.")
        out: Path = options["out"]
        if not out.parent.is_dir():
            raise CommandError(f"There is no folder {out.parent}.")
        try:
            report = begin(authority=authority, academic_year=options["year"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        is_queued = queue(report_id=report.pk, produced_by=None)
        if not is_queued or not make_report(report_id=report.pk):
            raise CommandError("This report is being made at this moment. Try again later.")
        made = AnnualReport.objects.get(pk=report.pk)
        with made.file.open("rb") as pdf:
            out.write_bytes(pdf.read())
        self.stdout.write(
            f"{authority.name} {made.academic_year}, edition {made.edition}, "
            f"figures as at {made.as_at:%Y-%m-%d}: {out}"
        )
