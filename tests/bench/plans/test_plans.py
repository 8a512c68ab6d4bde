"""Plans kept by `python -m tests.bench.mornings.morning --plans`: nothing that grows with the schools is scanned."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from services.reminders.models import SchoolReminderRule
from services.schools.models import School, SchoolDayOverride
from services.schools.tenancy import TenantModel

PLANS = Path(__file__).parent
SMALL = {School, SchoolDayOverride, SchoolReminderRule}  # at most a few rows per school


def school_tables() -> set[str]:
    """Tables whose rows belong to schools; a county's own have some rows per county and may be read as a whole."""
    models = [model for model in apps.get_models() if issubclass(model, TenantModel)]
    return {model._meta.db_table for model in models if model.school_column and model not in SMALL}


@pytest.mark.parametrize("schools", [84, 1512])
def test_plans_are_kept_of_every_kind(schools: int) -> None:
    text = (PLANS / f"reminders_{schools}.txt").read_text()

    for table in ("care_duework", "children_child", "health_checkup", "notify_notification", "jobs_occurrence"):
        assert re.search(rf"^-- .*\b{table}\b", text, re.MULTILINE), table


def test_no_table_of_schools_is_scanned_at_1512_schools() -> None:
    scanned = re.findall(r"Seq Scan on (\w+)", (PLANS / "reminders_1512.txt").read_text())

    assert {table for table in scanned if table in school_tables()} == set()
