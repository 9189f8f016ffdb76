"""Write the database and the private files to one encrypted file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from vsh.backups.backup import write_backup
from vsh.backups.programs import BackupError


class Command(BaseCommand):
    help = "Write database and private files to FILE, encrypted with BACKUP_KEY."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *arguments: Any, **options: Any) -> None:
        try:
            write_backup(options["file"])
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"Backed up to {options['file']}")
