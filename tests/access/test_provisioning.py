"""The operator creates a school on the command line and its administrator logs in."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from deploy.local import environment
from services.schools.models import School, Site
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import PASSWORD, Town

ROOT = Path(__file__).resolve().parents[2]


def _add(monkeypatch: pytest.MonkeyPatch, *given: str, password: str = PASSWORD) -> Any:
    monkeypatch.setattr(sys, "stdin", StringIO(password + "\n"))
    out = StringIO()
    call_command("school", "add", *given, "--password-stdin", stdout=out)
    return json.loads(out.getvalue())


def test_new_school_has_a_site_and_an_admin_who_can_log_in(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = _add(monkeypatch, "青山小学", "--township", "青山乡", "--county", "清河县", "--admin", "qingshan")
    with scope(ALL_TENANTS):
        school = School.objects.get(public_id=ids["school"])
        assert (school.name, school.township.name) == ("青山小学", "青山乡")
        assert str(Site.objects.get(school=school).public_id) == ids["site"]
    token = Client().post(
        "/api/v1/auth/token", {"username": "qingshan", "password": PASSWORD}, content_type="application/json"
    )
    me = Client(headers={"Authorization": f"Token {token.json()['token']}"}).get("/api/v1/me").json()
    assert (me["role"], me["school"]) == ("school_admin", ids["school"])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["中心小学", "--township", "清河镇", "--county", "清河县", "--admin", "x1"], "同名学校"),
        (["新小学", "--township", "清河镇", "--admin", "x1"], "多个县"),
        (["新小学", "--township", "清河镇", "--county", "无此县", "--admin", "x1"], "没有这个县"),
        (["新小学", "--township", "清河镇", "--county", "清河县", "--admin", "wang_a"], "这个用户名已有人使用。"),
        (["", "--township", "清河镇", "--county", "清河县", "--admin", "x1"], "请填写学校名称。"),
        (["长" * 81, "--township", "清河镇", "--county", "清河县", "--admin", "x1"], "学校名称至多 80 个字。"),
        (["新小学", "--township", " ", "--county", "清河县", "--admin", "x1"], "请填写乡镇名称。"),
        (["新小学", "--township", "长" * 61, "--county", "清河县", "--admin", "x1"], "乡镇名称至多 60 个字。"),
    ],
)
def test_invalid_school_creates_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch, given: list[str], message: str
) -> None:
    with scope(ALL_TENANTS):
        before = School.objects.count()
    with pytest.raises(CommandError, match=message):
        _add(monkeypatch, *given)
    with scope(ALL_TENANTS):
        assert School.objects.count() == before


def test_weak_password_is_rejected(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="密码太短，至少要 10 个字符。"):
        _add(monkeypatch, "新小学", "--township", "清河镇", "--county", "清河县", "--admin", "x1", password="12345")


def test_missing_database_is_reported_without_traceback() -> None:
    """In a process of its own, with the URL of a port where nothing listens."""
    no_server = dict.fromkeys(environment.DATABASES, "postgresql://owner@127.0.0.1:1/none")
    arguments = ["school", "add", "新小学", "--township", "清河镇", "--admin", "x1", "--password-stdin"]
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **no_server, "NUANYANG_DB_LOGIN": "owner"},
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr.strip().endswith("Is the project running (make run)?")
    assert "Traceback" not in result.stderr
