"""The demo is loaded by public actions; its dashboard equals the rows; nothing in it waits to be sent."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from services.access.roles import Role
from services.demo import loading
from services.demo.school_specs import SchoolSpec
from services.reminders.evaluation import run
from services.schools.scope import ALL_TENANTS, scope

# A Monday: the work of last week became late this morning.
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SPECS = (
    SchoolSpec("石桥镇试验小学", "石桥镇", 50, 0.4, teaching_points=("高岩教学点",), roster_layout="export_with_dates"),
    SchoolSpec("白沙乡试验小学", "白沙乡", 36, 0.4, roster_layout="by_hand"),
)
# Counted from the rows, independently of the dashboard's own SQL.
NUMERATORS = {
    "paired": "SELECT count(DISTINCT child_id) FROM care_pairing WHERE ended_at IS NULL",
    "cards": "SELECT count(*) FROM children_contactcard WHERE stale_on IS NULL",
    "talks": """SELECT count(*) FROM care_duework WHERE activity = 'talk' AND state = 'done'
                AND due_on BETWEEN '2026-10-01' AND '2026-11-23'""",
    "visits": """SELECT count(*) FROM care_duework WHERE activity = 'home_visit' AND state = 'done'
                 AND due_on BETWEEN '2026-10-01' AND '2026-11-23'""",
}
DENOMINATORS = {
    "talks": """SELECT count(*) FROM care_duework WHERE activity = 'talk'
                AND due_on BETWEEN '2026-10-01' AND '2026-11-23'""",
    "paired": "SELECT count(*) FROM children_child WHERE closed_on IS NULL",
}


@pytest.fixture
def accounts_file(transactional_db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.DATA_DIR = tmp_path
    monkeypatch.setenv("NUANYANG_CLOCK", NOW.isoformat())
    return tmp_path / "demo.json"


def load(report: Callable[[str], None] = lambda _line: None) -> None:
    loading.load(loading.LoadOptions(NOW, SPECS, processes=1), report)


def count(sql: str) -> int:
    with scope(ALL_TENANTS), connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def log_in(account: dict[str, str]) -> Client:
    """A client of the API, logged in with an account of demo.json."""
    body = {"username": account["username"], "password": account["password"]}
    response = Client().post("/api/v1/auth/token", body, content_type="application/json")
    assert response.status_code == 201, response.content
    return Client(headers={"Authorization": f"Token {response.json()['token']}"})


def test_the_county_dashboard_equals_the_rows_and_every_account_logs_in(accounts_file: Path) -> None:
    load()

    accounts = json.loads(accounts_file.read_text())["accounts"]
    # Proxy parents come with the volunteers; every other role can be tried.
    assert {str(role) for role in Role} - {"school_admin", "head", "teacher", "proxy_parent"} < accounts.keys()
    assert {"school_a", "school_b", "head_a", "head_b", "teacher_a", "teacher_b"} < accounts.keys()
    assert accounts["school_a"]["school"] != accounts["school_b"]["school"]
    clients = {role: log_in(account) for role, account in accounts.items()}
    page = clients["county"].get("/api/v1/dashboards/county").json()
    figures = page["total"]["figures"]
    assert {code: figures[code]["numerator"] for code in NUMERATORS} == {
        code: count(sql) for code, sql in NUMERATORS.items()
    }
    assert {code: figures[code]["denominator"] for code in DENOMINATORS} == {
        code: count(sql) for code, sql in DENOMINATORS.items()
    }
    assert sum(week["talks"] for week in page["weeks"]) > 0
    assert len(clients["teacher_a"].get("/api/v1/children").json()["results"]) >= 2
    assert clients["nurse"].get("/api/v1/children").status_code == 403
    assert_nothing_is_left_for_the_workers()
    assert_reminders_are_as_the_workers_write_them()


def assert_nothing_is_left_for_the_workers() -> None:
    assert count("SELECT count(*) FROM notify_delivery WHERE state <> 'sent'") == 0
    assert count("SELECT count(*) FROM notify_delivery") > 0
    assert count("SELECT count(*) FROM jobs_job WHERE state <> 'done'") == 0
    assert count("SELECT count(*) FROM dashboards_stalerollup") == 0
    assert count("SELECT count(*) FROM assessment_assessmentround WHERE state = 'published'") == 1
    assert count("SELECT count(*) FROM health_finding WHERE state <> 'open'") > 0
    assert count("SELECT count(*) FROM health_appointment WHERE date >= '2026-11-23'") > 0


def assert_reminders_are_as_the_workers_write_them() -> None:
    """Some are acknowledged by their recipient, some wait; the workers have nothing to add."""
    reminders = "SELECT count(*) FROM notify_notification WHERE requires_acknowledgement AND acknowledged_at IS"
    assert count(f"{reminders} NULL") > 0
    assert count(f"{reminders} NOT NULL AND acknowledged_by_id = recipient_id") > 0
    # A demo full of escalations would show a county that does not answer.
    assert count("SELECT count(*) FROM notify_notification WHERE escalation_level > 0") == 0
    assert count("SELECT count(*) FROM notify_systemincident") == 0
    assert run.evaluate_due_rules(NOW).notifications == 0


def test_an_interrupted_load_continues_and_doubles_nothing(accounts_file: Path) -> None:
    class Interrupted(Exception):
        """The process is stopped."""

    # After the first of two schools: one is complete, the other has not begun.
    def interrupt(line: str) -> None:
        if line.startswith("1/2"):
            raise Interrupted

    with pytest.raises(Interrupted):
        load(interrupt)
    assert not loading.is_loaded()

    load()

    assert loading.is_loaded()
    assert count("SELECT count(*) FROM children_pupil") == sum(spec.pupils for spec in SPECS)
    assert count("SELECT count(*) FROM children_rosterimport") == len(SPECS)
    assert count("SELECT count(*) FROM assessment_assessmentround") == 1


def test_the_command_refuses_a_database_with_another_county(lasting_town: Any, accounts_file: Path) -> None:
    schools_before = count("SELECT count(*) FROM schools_school")

    with pytest.raises(CommandError, match=r"This database holds .*县; the demo needs"):
        call_command("demo")

    assert count("SELECT count(*) FROM schools_school") == schools_before
    assert not accounts_file.exists()


def test_the_command_refuses_production(settings: Any, accounts_file: Path) -> None:
    settings.MODE = "production"

    with pytest.raises(CommandError, match="not loaded in production"):
        call_command("demo")

    assert count("SELECT count(*) FROM schools_county") == 0
    assert not accounts_file.exists()
