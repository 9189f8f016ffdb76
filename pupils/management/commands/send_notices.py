"""`manage.py send_notices [--dry-run] [--on DATE]`: one sweep, and the mail that waits."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pupils.reminders import reminders_of, sweep, sweep_today
from vsh.accounts.models import User
from vsh.calendars import today
from vsh.notices.services import send_pending


class Command(BaseCommand):
    """Queues what is to be said today and sends it; beat does the same in working hours."""

    help = "Queue the reminders of the day and send what waits in the outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A rehearsal, and another day for it."""
        parser.add_argument("--dry-run", action="store_true", help="only say what would be sent")
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DATE", help="as if it were this day"
        )

    def handle(self, *args: Any, dry_run: bool, on: date | None, **options: Any) -> None:
        """Sweep, then send; a rehearsal writes nothing."""
        day = on or today()
        if dry_run:
            self._rehearse(day)
            return
        if day != today() and not settings.DEMO:
            raise CommandError("Another day than today only with --dry-run.")
        queued = sweep_today() if day == today() else sweep(day)
        sent = send_pending()
        self.stdout.write(f"{queued} queued, {sent} sent")

    def _rehearse(self, day: date) -> None:
        emails = dict(User.objects.values_list("pk", "email"))
        count = 0
        for message in reminders_of(day):
            count += 1
            to = emails[message.recipient_id] if message.recipient_id else message.address
            self.stdout.write(f"{message.stage}\t{to}\t{message.subject}")
        self.stdout.write(f"{count} would be queued on {day.isoformat()}")
