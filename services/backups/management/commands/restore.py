"""`manage.py restore FILE` rebuilds an installation on an empty server (docs/operations.md)."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from services.backups import restoring
from services.backups.encryption import InvalidBackup, InvalidBackupKey, parse_key
from services.backups.manifest import WrongBackupKeys
from services.backups.programs import ProgramFailed, ProgramMissing
from services.backups.restoring import NotEmpty


class Command(BaseCommand):
    help = "Make roles, logins and the database on the server of DATABASE_URL and fill them from a backup."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: object, file: Path, **_options: object) -> None:
        if not (admin_url := os.environ.get("DATABASE_URL")):
            raise CommandError("DATABASE_URL is not set: give an admin login of the PostgreSQL server.")
        try:
            key, files = parse_key(settings.BACKUP_KEY), Path(settings.MEDIA_ROOT)
            restored = restoring.restore(file, key, admin_url=admin_url, env=os.environ, files=files)
        except (
            *(InvalidBackup, InvalidBackupKey, WrongBackupKeys, NotEmpty),
            *(ProgramMissing, ProgramFailed, FileNotFoundError),
        ) as error:
            raise CommandError(str(error)) from error
        if restored.differences:
            raise CommandError("Restored, but it differs from the backup:\n" + "\n".join(restored.differences))
        self.stdout.write(
            f"restored the backup of {restored.manifest.taken_at}: {restored.manifest.summary()}. Now start"
            " nuanyang-prepare, which brings an older backup to this release."
        )
