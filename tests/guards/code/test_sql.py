"""No raw SQL names a table or a column that is gone.

PostgreSQL itself reads every statement that is a constant of a module. What is put together at run time is searched for
the names of tables.
"""

import ast
import importlib
import re
from collections.abc import Iterator, Mapping

import pytest
from django.apps import apps
from django.db import connections

from services.dashboards.rollup.triggers import TRACKED_TABLES
from tests.guards.code.source import files

_STATEMENT = re.compile(r"\s*(?:WITH|SELECT|INSERT INTO|UPDATE|DELETE FROM)\s(?=.*\s)", re.DOTALL)
_PARAMETER = re.compile(r"%(?:\((\w+)\))?s")
_TABLE = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+\"?([a-z]+_[a-z]+)\b")


def texts(tree: ast.Module) -> Iterator[tuple[bool, str]]:
    """Strings of a module but docstrings, f-strings with `{}` for their values; whether they stand in a function."""
    inside = {child for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for child in ast.walk(node)}
    skipped = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped.update(node.values)
            values = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            yield node in inside, "".join(map(str, values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            yield node in inside, node.value


def tables_in(text: str) -> list[str]:
    """What a text names like a table of one of our apps."""
    return [table for table in _TABLE.findall(text) if table.partition("_")[0] in apps.app_configs]


def statements() -> dict[str, str]:
    """Every constant of a module that is a statement, and every value of a constant mapping that is one."""
    names: dict[str, str] = {}
    for file in files():
        if not any(_STATEMENT.match(text) for _inside, text in texts(file.tree)):
            continue
        for attribute, value in vars(importlib.import_module(file.module)).items():
            for key, text in value.items() if isinstance(value, Mapping) else [("", value)]:
                if isinstance(text, str) and _STATEMENT.match(text):
                    names.setdefault(text, f"{file.module}.{attribute}{f'[{key}]' if key else ''}")
    return {name: text for text, name in names.items()}


STATEMENTS = statements()


def numbered(statement: str) -> str:
    """The statement with $1, $2 … for its parameters, as EXPLAIN (GENERIC_PLAN) takes them."""
    numbers: dict[str, int] = {}

    def number(parameter: re.Match[str]) -> str:
        name = parameter[1] or f"position {len(numbers)}"
        return f"${numbers.setdefault(name, len(numbers) + 1)}"

    return _PARAMETER.sub(number, statement).replace("%%", "%")


def with_transition_table(name: str, statement: str) -> str:
    """The body of a trigger with a table of the same columns as its transition table `touched`."""
    if "touched" not in statement:
        return statement
    table = next((table for table in TRACKED_TABLES if table in name), "") or name.partition("[")[2].rstrip("]")
    return f"WITH touched AS (SELECT * FROM {table or TRACKED_TABLES[0]}) {statement}"


@pytest.mark.django_db
@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_names_tables_and_columns_that_exist(name: str) -> None:
    statement = numbered(with_transition_table(name, STATEMENTS[name]))

    with connections["owner"].cursor() as cursor:
        cursor.execute(f"EXPLAIN (GENERIC_PLAN) {statement}")


def test_statements_of_every_app_with_sql_are_read() -> None:
    named = " ".join(STATEMENTS)

    assert all(name in named for name in ("assessment.sql.WRITE_SCORES", "dashboards.sql.WRITE_QUARTERS"))


def test_no_text_names_a_table_that_is_gone() -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    named = {(file.path, table) for file in files() for _inside, text in texts(file.tree) for table in tables_in(text)}

    assert named
    assert not [(path, table) for path, table in named if table not in tables]


def test_a_statement_without_blanks_is_a_constant_of_its_module() -> None:
    """Only constants are read by PostgreSQL above."""
    hidden = [
        (file.path, text)
        for file in files()
        for inside, text in texts(file.tree)
        if inside and _STATEMENT.match(text) and tables_in(text) and "{}" not in text
    ]

    assert not hidden
