"""Put a backup's database and private files in the place of the present ones."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from vsh.backups.programs import BackupError
from vsh.backups.restore import restore_backup


class Command(BaseCommand):
    help = "Restore database and private files from FILE, which BACKUP_KEY opens."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="give up the data that is there now"
        )

    def handle(self, *arguments: Any, **options: Any) -> None:
        try:
            restore_backup(options["file"], is_replacing=options["replace"])
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Restored. Run `python manage.py migrate` if this release is newer.")
