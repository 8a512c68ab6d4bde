"""What a check returns."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CheckState(TextChoices):
    OK = "ok", _("正常")
    WARNING = "warning", _("注意")
    FAILED = "failed", _("有问题")
    SKIPPED = "skipped", _("不适用")


@dataclass(frozen=True)
class CheckResult:
    """A sentence about what was checked and, unless all is well, what to do."""

    state: CheckState
    text: str
    remedy: str = ""


def ok(text: str) -> CheckResult:
    return CheckResult(CheckState.OK, text)


def skipped(text: str) -> CheckResult:
    return CheckResult(CheckState.SKIPPED, text)


def warning(text: str, remedy: str) -> CheckResult:
    return CheckResult(CheckState.WARNING, text, remedy)


def failed(text: str, remedy: str) -> CheckResult:
    return CheckResult(CheckState.FAILED, text, remedy)
