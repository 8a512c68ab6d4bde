"""Doors translate and decide nothing; rooms know no clock, no owner's login, no stock grants, no glued SQL."""

import ast
from collections.abc import Iterable

from tests.guards.source import File, files

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
# Doors that write a row themselves, and why.
WRITING_DOORS = {
    "services/api/auth.py": "tokens are knox's rows, before any scope",
    "services/api/once.py": "the answer of a repeated request is kept beside the request",
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
# Where the clock may be read besides doors and commands, and why.
CLOCK_READERS = {
    "services/kit/clock.py": "it is the clock",
    "services/kit/ids.py": "the time inside a UUIDv7",
    "services/access/middleware.py": "a door's part: which memberships hold today",
    "services/access/backend.py": "Django's interface gives no time",
    "services/notify/channels/aliyun.py": "a provider compares the signature's time with its own clock",
    "services/notify/channels/carrier.py": "the same",
    "services/notify/channels/reports.py": "the same, the other way round",
    "services/notify/channels/tencent.py": "the same",
    "services/notify/channels/webhook.py": "the same",
    "services/notify/channels/sms_file.py": "the trial gateway plays a machine elsewhere, with a log of its own",
    "services/config/health.py": "a door of the roof",
}
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
SQL_OF_NAMES = ("services/schools/wall/", "services/assessment/", "services/kit/bulk.py")


def found(where: Iterable[File], *, names: set[str], is_last: bool) -> list[str]:
    """Calls of these names: by their last part, or as they are written."""
    return [
        f"{file.path}:{call.lineno} {name}"
        for file in where
        for name, call in file.calls()
        if (name.rpartition(".")[2] if is_last else ".".join(name.split(".")[-2:])) in names
    ]


def test_doors_write_no_rows() -> None:
    doors = [file for file in files() if file.is_door and file.path not in WRITING_DOORS]
    wrong = []
    for file in doors:
        for name, call in file.calls():
            owner, _, verb = name.rpartition(".")
            is_row = ".objects" in f".{owner}." or owner.endswith("()") or "_set" in owner
            if verb in WRITES and (is_row or verb in {"save", "delete", "bulk_create", "bulk_update"}):
                wrong.append(f"{file.path}:{call.lineno} {name}")
    assert wrong == [], "write in the room's actions.py; a door calls it"


def test_rooms_are_told_the_time() -> None:
    rooms = [
        file
        for file in files()
        if not file.is_door and "/management/" not in file.path and file.path not in CLOCK_READERS
    ]
    assert found(rooms, names=CLOCKS, is_last=False) == [], "take `now` as an argument; only doors read the clock"


def test_stock_grants_are_not_used() -> None:
    assert found(files(), names=STOCK_GRANTS, is_last=True) == [], "use services/access/grants.py"


def test_nobody_but_operators_and_the_wall_is_the_owner() -> None:
    wrong = [
        f"{file.path}:{node.lineno}"
        for file in files()
        if not file.path.startswith(("services/schools/wall/", "services/config/")) and "/management/" not in file.path
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Constant) and node.value == "owner"
    ]
    assert wrong == []


def test_values_reach_sql_as_parameters_only() -> None:
    wrong = []
    for file in files():
        if file.path.startswith(SQL_OF_NAMES):
            continue
        composes = imports_composing(file)
        for name, call in file.calls():
            is_sql = name.rpartition(".")[2] in {"execute", "executemany", "raw", "RawSQL", "copy", "extra"}
            if is_sql and call.args and is_glued(call.args[0], composes=composes):
                wrong.append(f"{file.path}:{call.lineno}")
    assert wrong == [], "pass values as parameters; or name the file in SQL_OF_NAMES"


def imports_composing(file: File) -> bool:
    """psycopg's own `sql.SQL(…).format(…)` quotes what it is given."""
    imports = [node for node in ast.walk(file.tree) if isinstance(node, ast.ImportFrom)]
    return any(each.module == "psycopg" and "sql" in {name.name for name in each.names} for each in imports)


def is_glued(node: ast.expr, *, composes: bool) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        return True
    is_format = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    return is_format and not composes
