"""The plans of the statements that derive figures, scores and due work: `plans/` holds them at both sizes, reviewed."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from services.assessment import measures, scoring
from services.assessment import sql as assessment
from services.care import sql as care
from services.care.actions.due_work import _parameters as due_work_parameters
from services.children.queries import basis
from services.dashboards import sql as dashboards
from services.dashboards.rollup import quarters
from services.kit.periods import Quarter
from services.plans.models import WorkPlan
from services.schools.models import School
from services.schools.scope import for_school, scope, worker_for_county
from tests.bench.nations import growth
from tests.bench.seed import NOW, Seeded

FOLDER = Path(__file__).parent
Statement = tuple[str, Any]


def statements(schools: list[int], rubric_id: int) -> dict[str, Callable[[], Statement]]:
    """Name → statement and parameters. Due work is that of the open scope's school."""
    quarter, today = Quarter(2026, 4), NOW.date()
    window = measures.quarter_to_date(quarter, today)
    return {
        "bases": lambda: basis.count_by_school_statement(schools, today),
        "quarters": lambda: (dashboards.COUNT_QUARTERS, quarters._parameters(schools, quarter, today, NOW)),
        "work": lambda: (dashboards.WRITE_WORK, quarters._window_parameters(schools, quarter, today, NOW)),
        "weeks": lambda: (dashboards.WRITE_WEEKS, quarters._parameters(schools, quarter, today, NOW)),
        "scores": lambda: (
            assessment.ESTIMATE_SCORES,
            scoring._parameters(rubric_id, assessment.MEASURE_ROWS, schools, window),
        ),
    }


def due_work_statement(plan: WorkPlan) -> Statement:
    """The due work of the open scope's school for the periods that have begun since the day before yesterday."""
    parameters = due_work_parameters(plan, plan.term, today=NOW.date(), until=NOW.date())
    return care.ADD_DUE_WORK, parameters | {"since": date(2026, 11, 21)}


def text_of(statement: Statement) -> str:
    """The plan without costs and literals, to be read by people."""
    sql, parameters = statement
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (COSTS OFF) {sql}", parameters)
        lines = [line for (line,) in cursor.fetchall()]
    return "\n".join(line for line in lines if not _is_condition(line)) + "\n"


def _is_condition(line: str) -> bool:
    """Lines that say what is filtered or sorted; the plan is in the others and in the conditions of the indexes."""
    return line.strip().startswith(("Filter:", "Sort Key:", "One-Time Filter:", "Group Key:", "Output:"))


def reads_without_school(statement: Statement, tables: Collection[str]) -> list[str]:
    """Those of the tables that the plan reads without a condition on the school: whole, once they are large."""
    sql, parameters = statement
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
        (row,) = cursor.fetchall()
    scans = list(_scans(row[0][0]["Plan"]))
    assert scans, "a plan reads some table"
    return [table for table, conditions in scans if table in tables and not _ON_SCHOOL.search(conditions)]


# `school_id = s.id` of one school; `school_id = ANY (…)` is no such condition, and neither is that of a join.
_ON_SCHOOL = re.compile(r"\bschool_id = (?!ANY)")


def _scans(node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each read of a table with its conditions."""
    if "Relation Name" in node and node["Node Type"].endswith("Scan"):
        yield node["Relation Name"], " ".join(node.get(key, "") for key in ("Index Cond", "Recheck Cond", "Filter"))
    for child in node.get("Plans", []):
        yield from _scans(child)


def write(seeded: Seeded) -> None:
    """Write the plans at both sizes to the folder, for the county's schools."""
    FOLDER.mkdir(exist_ok=True)
    county = seeded.county.pk
    for size, name in zip(growth.SIZES, ("56k", "1m"), strict=True):
        with growth.database(size):
            with scope(worker_for_county(county)):
                schools = list(School.objects.filter(county_id=county).order_by("pk").values_list("pk", flat=True))
                for statement, made in statements(schools, seeded.round.rubric_id).items():
                    (FOLDER / f"{statement}.{name}.txt").write_text(text_of(made()))
            with scope(for_school(seeded.school.pk, county)):
                plan = WorkPlan.objects.select_related("term").get()
                (FOLDER / f"due_work.{name}.txt").write_text(text_of(due_work_statement(plan)))
