"""Checks of the database: keys, roles, isolation, schema, migrations, clock, queue heartbeats and backups.

They use the second connection, outside any scope: a login reads the catalog, the keys and its own migrations.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from services.backups import queries as backups
from services.monitoring.doctor.result import CheckResult, failed, ok, warning
from services.schools import startup
from services.schools.database_schema import comparison

COUNT_KEYS = "SELECT count(*) FROM schools_vaultkey"

ALIAS = "progress"
BACKUP_AGE = timedelta(hours=36)  # taken every night; then one is missing
ROLES = {  # as infra/postgres/roles.sql makes them: may log in, inherits
    "r_school": (False, True),
    "r_county": (False, True),
    "r_worker": (False, True),
    "owner": (True, True),
    "web": (True, False),
    "worker": (True, False),
}
MEMBERS = {
    *(("owner", "r_worker"), ("web", "r_school"), ("web", "r_county")),
    *(("worker", "r_school"), ("worker", "r_county"), ("worker", "r_worker")),
}
_ATTRIBUTES = (
    "SELECT rolname, rolcanlogin, rolinherit, rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication"
    " FROM pg_roles WHERE rolname = ANY(%s)"
)
_MEMBERS = (
    "SELECT m.rolname, r.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member"
    " JOIN pg_roles r ON r.oid = a.roleid WHERE m.rolname = ANY(%s)"
)
_ISOLATION = ("security", "policy", "grant")


@contextmanager
def cursor() -> Iterator[CursorWrapper]:
    """Yield a cursor of the login itself. The first use of a connection checks its keys and privileges."""
    with connections[ALIAS].cursor() as opened:
        yield opened


def keys(_now: datetime) -> CheckResult:
    """The connection compares VAULT_KEYS with the database's; a stray key is its exception, with the remedy."""
    with cursor() as opened:
        opened.execute(COUNT_KEYS)
        (count,) = opened.fetchone()
    if not count:
        return warning(_("数据库还没有登记密钥。"), _("运行 nuanyang-prepare（manage.py migrate）。"))
    return ok(_("%(count)s 把密钥与数据库的一致。") % {"count": count})


def roles(_now: datetime) -> CheckResult:
    with cursor() as opened:
        opened.execute(_ATTRIBUTES, [list(ROLES)])
        present = {name: (login, inherits, power) for name, login, inherits, power in opened.fetchall()}
        opened.execute(_MEMBERS, [list(ROLES)])
        members = set(opened.fetchall())
    wrong = {name for name, (login, inherits) in ROLES.items() if present.get(name) != (login, inherits, False)}
    wrong |= {member for member, _role in members ^ MEMBERS}
    if wrong:
        return failed(
            _("数据库角色不对：%(names)s。") % {"names": ", ".join(sorted(wrong))},
            _("用管理员登录运行 python -m infra.postgres.apply，它会改回应有的权限。"),
        )
    return ok(_("%(count)s 个数据库角色的权限正好。") % {"count": len(ROLES)})


def isolation(_now: datetime) -> CheckResult:
    """Policies, forced row-level security and grants of every table, also those this release does not know."""
    differing = {table: set(kinds) & set(_ISOLATION) for table, kinds in _comparison().differences.items()}
    if tables := sorted(table for table, kinds in differing.items() if kinds):
        return failed(
            _("学校之间的隔离被改动：%(tables)s。") % {"tables": _shortened(tables)},
            _("停止服务，查明是谁改的；再运行 manage.py rls reapply，让策略和权限回到这一版本。"),
        )
    return ok(_("每张表的行级策略和权限都是这一版本的。"))


def schema(_now: datetime) -> CheckResult:
    compared = _comparison()
    if compared.is_of_other_release:
        return warning(_("数据库已经是另一版本的。"), _("把这台机器上的服务换成同一版本。"))
    differing = {table for table, kinds in compared.differences.items() if set(kinds) - set(_ISOLATION)}
    if differing:
        return failed(
            _("表结构与这一版本不符：%(tables)s。") % {"tables": _shortened(sorted(differing))},
            _("先运行 nuanyang-prepare；仍不符，就从备份恢复，或请开发者比对。"),
        )
    return ok(_("%(count)s 张表都是这一版本的。") % {"count": len(comparison.expected())})


def migrations(_now: datetime) -> CheckResult:
    executor = MigrationExecutor(connections[ALIAS])
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return failed(
            _("还差 %(count)s 步迁移。") % {"count": len(missing)}, _("运行 nuanyang-prepare（manage.py migrate）。")
        )
    return ok(_("迁移都已完成。"))


def clock(_now: datetime) -> CheckResult:
    """By the machine's own clock: the one that tests and demos set is not meant here."""
    with cursor() as opened:
        seconds = startup.clock_difference(opened, time.time)
    shown = {"seconds": f"{seconds:+z.1f}"}
    if abs(seconds) > startup.CLOCK_TOLERANCE:
        return failed(
            _("这台机器的时钟与数据库相差 %(seconds)s 秒。") % shown,
            _("在两台机器上开启时间同步：timedatectl set-ntp true。"),
        )
    return ok(_("这台机器的时钟与数据库相差 %(seconds)s 秒。") % shown)


def backup(now: datetime) -> CheckResult:
    taken_at = backups.last_taken(ALIAS)
    if taken_at is None:
        return failed(_("还没有做过备份。"), _("启用 nuanyang-backup.timer，或运行 manage.py backup。"))
    if now - taken_at > BACKUP_AGE:
        hours = int((now - taken_at).total_seconds() // 3600)
        return failed(
            _("最近一次备份在 %(hours)s 小时前。") % {"hours": hours},
            _("看 journalctl -u nuanyang-backup，改好后运行 manage.py backup。"),
        )
    return ok(_("最近一次备份在一天半之内。"))


def _comparison() -> comparison.Comparison:
    with cursor() as opened:
        return comparison.compare(opened)


def _shortened(tables: list[str]) -> str:
    return ", ".join(tables[:5]) + (" …" if len(tables) > 5 else "")
