"""The demo is loaded through the actions people use; its dashboard equals the rows; nothing old is left to be sent."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from services.demo import loading
from services.demo.school_specs import SchoolSpec
from services.schools.scope import ALL_TENANTS, scope

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PLACES = (
    SchoolSpec("石桥镇试验小学", "石桥镇", 50, 0.4, points=("高岩教学点",), layout="since"),
    SchoolSpec("白沙乡试验小学", "白沙乡", 36, 0.4, layout="by_hand"),
)
# Counted from the rows alone, by this file's own words.
ROWS = {
    "children": "SELECT count(*) FROM children_child WHERE closed_on IS NULL",
    "paired": "SELECT count(DISTINCT child_id) FROM care_pairing WHERE ended_at IS NULL",
    "cards": "SELECT count(*) FROM children_contactcard WHERE stale_on IS NULL",
    "talks": """SELECT count(*) FROM care_duework WHERE activity = 'talk' AND state = 'done'
                AND due_on BETWEEN '2026-10-01' AND '2026-11-23'""",
    "visits": """SELECT count(*) FROM care_duework WHERE activity = 'home_visit' AND state = 'done'
                 AND due_on BETWEEN '2026-10-01' AND '2026-11-23'""",
}
DUE = {
    "talks": """SELECT count(*) FROM care_duework WHERE activity = 'talk'
                AND due_on BETWEEN '2026-10-01' AND '2026-11-23'""",
    "paired": ROWS["children"],
}


@pytest.fixture
def kept(transactional_db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.DATA_DIR = tmp_path
    monkeypatch.setenv("NUANYANG_CLOCK", NOW.isoformat())
    return tmp_path / "demo.json"


def load(say: Any = lambda _line: None) -> None:
    loading.load(loading.LoadOptions(NOW, PLACES, hands=1), say)


def count(sql: str) -> int:
    with scope(ALL_TENANTS), connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def caller(account: dict[str, str]) -> Client:
    """Somebody of the book at the API's door, logged in as a stranger would."""
    given = {"username": account["username"], "password": account["password"]}
    answer = Client().post("/api/v1/auth/token", given, content_type="application/json")
    assert answer.status_code == 201, answer.content
    return Client(headers={"Authorization": f"Token {answer.json()['token']}"})


def test_the_county_dashboard_equals_the_rows_and_every_account_logs_in(kept: Path) -> None:
    load()

    accounts = json.loads(kept.read_text())["accounts"]
    assert {"county", "county_lead", "auditor", "leader", "school_a", "school_b", "nurse"} < accounts.keys()
    assert accounts["school_a"]["school"] != accounts["school_b"]["school"]
    callers = {role: caller(account) for role, account in accounts.items()}
    page = callers["county"].get("/api/v1/dashboards/county").json()
    figures = page["total"]["figures"]
    assert {code: figures[code]["numerator"] for code in ROWS if code in figures} == {
        code: count(sql) for code, sql in ROWS.items() if code in figures
    }
    assert {code: figures[code]["denominator"] for code in DUE} == {code: count(sql) for code, sql in DUE.items()}
    assert sum(week["talks"] for week in page["weeks"]) > 0
    own = callers["teacher_a"].get("/api/v1/children").json()["results"]
    assert len(own) >= 2
    assert callers["nurse"].get("/api/v1/children").status_code == 403
    nothing_old_is_left_for_the_workers()


def nothing_old_is_left_for_the_workers() -> None:
    assert count("SELECT count(*) FROM notify_delivery WHERE state <> 'sent'") == 0
    assert count("SELECT count(*) FROM notify_delivery") > 0
    assert count("SELECT count(*) FROM jobs_job WHERE state <> 'done'") == 0
    assert count("SELECT count(*) FROM dashboards_stalerollup") == 0
    assert count("SELECT count(*) FROM assessment_assessmentround WHERE state = 'published'") == 1
    assert count("SELECT count(*) FROM health_finding WHERE state <> 'open'") > 0
    assert count("SELECT count(*) FROM health_appointment WHERE date >= '2026-11-23'") > 0


def test_an_interrupted_load_goes_on_and_doubles_nothing(kept: Path) -> None:
    class Pulled(Exception):
        """Somebody pulled the plug."""

    def pull(line: str) -> None:
        if line.startswith("1/2"):
            raise Pulled

    with pytest.raises(Pulled):
        load(pull)
    assert not loading.is_loaded()

    load()

    assert loading.is_loaded()
    assert count("SELECT count(*) FROM children_pupil") == sum(place.pupils for place in PLACES)
    assert count("SELECT count(*) FROM children_rosterimport") == len(PLACES)
    assert count("SELECT count(*) FROM assessment_assessmentround") == 1


def test_where_a_county_is_already_the_command_changes_nothing(lasting_town: Any, kept: Path, capsys: Any) -> None:
    before = count("SELECT count(*) FROM schools_school")

    call_command("demo")

    assert "already loaded" in capsys.readouterr().out
    assert count("SELECT count(*) FROM schools_school") == before
    assert not kept.exists()
