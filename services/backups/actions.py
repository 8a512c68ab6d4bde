"""Record what happened to a backup, for monitoring. Run as the database's owner, by an operator's command."""

import shlex
import subprocess
from datetime import datetime
from pathlib import Path

from services.backups import retention
from services.backups.models import Backup

OWNER = "owner"


class HookFailed(Exception):
    """The off-site hook ended with an error: the backup exists on this machine alone."""


def record_taken(path: Path, *, now: datetime) -> Backup:
    return Backup.objects.using(OWNER).create(name=path.name, size=path.stat().st_size, taken_at=now)


def record_verified(path: Path, *, now: datetime) -> bool:
    """Note that a backup was restored and compared; False when this database does not know it."""
    return bool(Backup.objects.using(OWNER).filter(name=path.name).update(verified_at=now))


def copy_off_site(path: Path, hook: str, *, now: datetime) -> None:
    """Run the operator's hook with the path as its last argument. Raises HookFailed."""
    done = subprocess.run([*shlex.split(hook), str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
        raise HookFailed(f"BACKUP_HOOK ended with {done.returncode}: {last}")
    Backup.objects.using(OWNER).filter(name=path.name).update(copied_at=now)


def remove_expired(folder: Path) -> list[Path]:
    """Remove the backups that no day, week or month needs; those that were removed."""
    expired = retention.expired(retention.backups(folder))
    for path in expired:
        path.unlink()
    return expired
