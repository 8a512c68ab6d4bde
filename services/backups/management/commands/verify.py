"""`manage.py verify [FILE]` restores a backup into a scratch database and compares it (docs/operations.md)."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from services.backups import actions, retention, verifying
from services.backups.encryption import InvalidBackup, InvalidBackupKey, parse_key
from services.backups.manifest import WrongBackupKeys
from services.backups.programs import ProgramFailed, ProgramMissing
from services.kit import clock


class Command(BaseCommand):
    help = "Restore a backup, the newest by default, into a scratch database, compare it with its manifest, drop it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")

    def handle(self, *_args: object, file: Path | None, **_options: object) -> None:
        if not (admin_url := os.environ.get("DATABASE_URL")):
            raise CommandError("DATABASE_URL is not set: a scratch database needs an admin login of the server.")
        if (path := file or next(iter(retention.backups(Path(settings.BACKUP_DIR))), None)) is None:
            raise CommandError(f"There is no backup in {settings.BACKUP_DIR}.")
        try:
            restored = verifying.verify(path, parse_key(settings.BACKUP_KEY), admin_url=admin_url, env=os.environ)
        except (
            *(InvalidBackup, InvalidBackupKey, WrongBackupKeys),
            *(ProgramMissing, ProgramFailed, FileNotFoundError),
        ) as error:
            raise CommandError(str(error)) from error
        if restored.differences:
            raise CommandError(f"{path.name} differs from its manifest:\n" + "\n".join(restored.differences))
        actions.record_verified(path, now=clock.now())
        self.stdout.write(f"{path.name} restores: {restored.manifest.summary()}")
