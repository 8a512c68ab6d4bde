"""When the last backup was taken, verified and copied."""

from datetime import datetime

from django.db.models import Max

from services.backups.models import Backup

STEPS = ("taken", "verified", "copied")


def last_taken(using: str) -> datetime | None:
    """When the last backup was taken, through a connection outside any scope."""
    taken_at: datetime | None = Backup.objects.using(using).aggregate(at=Max("taken_at"))["at"]
    return taken_at


def last_times() -> dict[str, datetime | None]:
    """Step → when a backup last reached it; None where none ever did."""
    times = Backup.objects.aggregate(**{step: Max(f"{step}_at") for step in STEPS})
    return {step: times[step] for step in STEPS}
