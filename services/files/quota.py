"""How much of the storage a school takes, and how much it may."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from services.files.models import StoredFile
from services.kit.exceptions import ApplicationError

_GIGABYTE = 2**30


class QuotaExceeded(ApplicationError):
    """The school has no space left for the file."""


@dataclass(frozen=True)
class Usage:
    """Bytes that a school's files take, and may take."""

    used: int
    limit: int

    @property
    def percent(self) -> int:
        return min(100, self.used * 100 // self.limit) if self.limit else 100


def usage_of_school() -> Usage:
    """Of the scope's school: every file of it, also exports and uploads that are not finished."""
    used: int = StoredFile.objects.aggregate(total=Sum("size"))["total"] or 0
    return Usage(used, settings.FILES_QUOTA_BYTES)


def require_space(size: int) -> None:
    """Raises QuotaExceeded where a file of so many bytes is too much for the scope's school."""
    usage = usage_of_school()
    if usage.used + size > usage.limit:
        limit = f"{usage.limit / _GIGABYTE:.1f}"
        text = _("本校的附件已经占满 %(limit)s GB，没有保存。请删去不要的附件，或请管理员调高限额。")
        raise QuotaExceeded(text % {"limit": limit}, field="file")
