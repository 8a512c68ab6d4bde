"""`manage.py backup` takes a backup, copies it off site and removes those that have expired (docs/operations.md)."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from services.backups import actions, taking
from services.backups.actions import HookFailed
from services.backups.encryption import InvalidBackupKey, parse_key
from services.backups.programs import ProgramFailed, ProgramMissing
from services.kit import clock
from services.kit.vault import VaultError


class Command(BaseCommand):
    help = "Write an encrypted backup of the database and the files into BACKUP_DIR. Needs the owner's login."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BACKUP_DIR)

    def handle(self, *_args: object, folder: Path, **_options: object) -> None:
        now = clock.now()
        try:
            path = taking.take(folder, parse_key(settings.BACKUP_KEY), files=Path(settings.MEDIA_ROOT), now=now)
            actions.record_taken(path, now=now)
            self.stdout.write(f"{path}: {path.stat().st_size} bytes")
            for expired in actions.remove_expired(folder):
                self.stdout.write(f"{expired.name}: removed, no day, week or month needs it")
            if settings.BACKUP_HOOK:
                actions.copy_off_site(path, settings.BACKUP_HOOK, now=clock.now())
                self.stdout.write("copied off site")
        except (InvalidBackupKey, ProgramMissing, ProgramFailed, VaultError, HookFailed) as error:
            raise CommandError(str(error)) from error
