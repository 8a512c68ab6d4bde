"""The checks by name, in the order of their report, and how one is run."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.db import DatabaseError, connections
from django.utils.translation import gettext as _

from services.monitoring.doctor import database, machine, neighbours
from services.monitoring.doctor.result import CheckResult, failed
from services.schools.login_guard import PrivilegedLogin
from services.schools.vault_keys import WrongVaultKeys

Check = Callable[[datetime], CheckResult]
CHECKS: Mapping[str, Check] = {
    "mode": machine.mode,
    "keys": database.keys,
    "roles": database.roles,
    "isolation": database.isolation,
    "migrations": database.migrations,
    "schema": database.schema,
    "static": machine.static,
    "clock": database.clock,
    "disk": machine.disk,
    "queue": neighbours.queue,
    "workers": neighbours.workers,
    "mail": neighbours.mail,
    "sms": neighbours.sms,
    "backup": database.backup,
    "certificate": machine.certificate,
}
# Without these no request is answered well; the others are for a person.
READINESS = ("keys", "isolation", "migrations", "schema")


def run(names: Iterator[str] | tuple[str, ...], now: datetime) -> dict[str, CheckResult]:
    """Run checks by name. A check that cannot be made has failed, and keeps no other from being made."""
    return {name: run_one(CHECKS[name], now) for name in names}


def run_one(check: Check, now: datetime) -> CheckResult:
    try:
        return check(now)
    except (WrongVaultKeys, PrivilegedLogin) as error:
        return failed(str(error), _("见 docs/operations.md。"))
    except DatabaseError as error:
        connections[database.ALIAS].close()
        return failed(
            _("数据库没有应答，或不让查：%(why)s。") % {"why": type(error).__name__},
            _("看 PostgreSQL 是否在运行，这台机器能否连到它；登录是否由 infra/postgres 建立。"),
        )
