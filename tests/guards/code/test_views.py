"""Interfaces write no rows; apps read no clock, use no owner login, no stock grants, no SQL with values in its text."""

import ast
from collections.abc import Iterable, Iterator

from tests.guards.code.source import File, dotted, files

WRITES = {
    "save",
    "create",
    "delete",
    "update",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "add",
    "set",
}
# Interface modules that write a row themselves, and why.
WRITING_INTERFACES = {
    "services/api/auth.py": "tokens are knox's rows, before any scope",
    "services/api/views/idempotency.py": "the answer to a repeated request is stored with its key",
}
CLOCKS = {
    "clock.now",
    "clock.today",
    "timezone.now",
    "timezone.localdate",
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
}
# Where the clock may be read besides interfaces and commands, and why.
CLOCK_READERS = {
    "services/kit/clock.py": "it is the clock",
    "services/kit/ids.py": "the time inside a UUIDv7",
    "services/access/middleware.py": "part of the interfaces: which memberships hold today",
    "services/accounts/middleware.py": "sessions end by the machine's clock, as Django's own",
    "services/access/backend.py": "Django's interface gives no time",
    "services/notify/channels/aliyun.py": "a provider compares the signature's time with its own clock",
    "services/notify/channels/carrier.py": "a provider compares the signature's time with its own clock",
    "services/notify/channels/receipt_parsers.py": "the provider signs with its clock",
    "services/notify/channels/tencent.py": "a provider compares the signature's time with its own clock",
    "services/notify/channels/webhook.py": "a provider compares the signature's time with its own clock",
    "services/notify/channels/file_sms.py": "the trial gateway stands for a machine elsewhere, with a log of its own",
    "services/config/probes.py": "an interface of its own",
}
ALIASES = {"using", "db", "database", "alias"}
STOCK_GRANTS = {
    "get_objects_for_user",
    "get_users_with_perms",
    "get_perms",
    "assign_perm",
    "bulk_assign_perm",
    "remove_perm",
    "ObjectPermissionChecker",
}
# SQL put together from names of our own, never from values.
SQL_OF_NAMES = (
    *("services/schools/rls/", "services/assessment/", "services/kit/database/bulk.py"),
    "services/backups/manifest.py",
    "services/schools/database_schema/comparison.py",  # COMMENT takes no parameters
)


def calls_of(where: Iterable[File], *, names: set[str], is_last: bool) -> list[str]:
    """Return `path:line name` of each call of these names, by their last part or their last two."""
    return [
        f"{file.path}:{call.lineno} {name}"
        for file in where
        for name, call in file.calls()
        if (name.rpartition(".")[2] if is_last else ".".join(name.split(".")[-2:])) in names
    ]


def test_interfaces_write_no_rows() -> None:
    interfaces = [file for file in files() if file.is_interface and file.path not in WRITING_INTERFACES]
    wrong = []
    for file in interfaces:
        for name, call in file.calls():
            owner, _, verb = name.rpartition(".")
            is_row = ".objects" in f".{owner}." or owner.endswith("()") or "_set" in owner
            if verb in WRITES and (is_row or verb in {"save", "delete", "bulk_create", "bulk_update"}):
                wrong.append(f"{file.path}:{call.lineno} {name}")
    assert wrong == [], "write in the app's actions.py and call it from the interface"


def test_apps_take_the_time_as_an_argument() -> None:
    apps = [
        file
        for file in files()
        if not file.is_interface and "/management/" not in file.path and file.path not in CLOCK_READERS
    ]
    assert calls_of(apps, names=CLOCKS, is_last=False) == [], (
        "take `now` as an argument; only interfaces read the clock"
    )


def test_stock_grants_are_not_used() -> None:
    assert calls_of(files(), names=STOCK_GRANTS, is_last=True) == [], "use services/access/grants.py"


def test_only_commands_and_rls_use_the_owner_login() -> None:
    apps = [
        file
        for file in files()
        if not file.path.startswith(("services/schools/rls/", "services/config/")) and "/management/" not in file.path
    ]
    wrong = [f"{file.path}:{node.lineno}" for file in apps for node in aliases_in(file) if node.value == "owner"]
    assert wrong == []


def aliases_in(file: File) -> Iterator[ast.Constant]:
    """Yield names of database connections: `connections["…"]`, `using("…")`, `using="…"`."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Subscript) and dotted(node.value).endswith("connections"):
            yield from [node.slice] if isinstance(node.slice, ast.Constant) else []
        elif isinstance(node, ast.Call):
            is_alias = dotted(node.func).rpartition(".")[2] in {"using", "db_manager", "atomic", "get_connection"}
            values = [*(node.args if is_alias else []), *(word.value for word in node.keywords if word.arg in ALIASES)]
            yield from (value for value in values if isinstance(value, ast.Constant))


def test_sql_values_are_parameters() -> None:
    wrong = []
    for file in files():
        if file.path.startswith(SQL_OF_NAMES):
            continue
        composes = imports_composing(file)
        for name, call in file.calls():
            is_sql = name.rpartition(".")[2] in {"execute", "executemany", "raw", "RawSQL", "copy", "extra"}
            if is_sql and call.args and is_concatenated(call.args[0], composes=composes):
                wrong.append(f"{file.path}:{call.lineno}")
    assert wrong == [], "pass values as parameters; or name the file in SQL_OF_NAMES"


def imports_composing(file: File) -> bool:
    """Whether a file composes statements with `psycopg.sql`, whose `SQL(…).format(…)` quotes its arguments."""
    imports = [node for node in ast.walk(file.tree) if isinstance(node, ast.ImportFrom)]
    return any(f"{node.module}.{name.name}".startswith("psycopg.sql") for node in imports for name in node.names)


def is_concatenated(node: ast.expr, *, composes: bool) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        return True
    is_format = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    return is_format and not composes
