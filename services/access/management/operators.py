"""Who runs an operator's command: a person without a login, named in the audit log."""

import getpass
import os

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from services.access.models import AuditEvent

MAX_LENGTH = AuditEvent.operator.field.max_length


def add_argument(parser: CommandParser) -> None:
    parser.add_argument(
        "--by",
        default="",
        metavar="NAME",
        help="your own name, for the audit log; else NUANYANG_OPERATOR, or whoever used sudo",
    )


def name_of(options: dict[str, str]) -> str:
    """The name for the audit log. Raises CommandError where production would get that of a shared login."""
    given = options["by"].strip() or os.environ.get("NUANYANG_OPERATOR", "") or os.environ.get("SUDO_USER", "")
    if not given and settings.MODE == "production":
        raise CommandError("Say who you are, for the audit log: add --by 'your name', or set NUANYANG_OPERATOR.")
    return (given or getpass.getuser())[:MAX_LENGTH]
