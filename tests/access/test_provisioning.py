"""The operator opens a school from the command line, and its administrator comes in."""

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


def test_a_new_school_in_a_new_township_has_a_site_and_an_admin_who_can_log_in(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = _add(monkeypatch, "青山小学", "--township", "青山乡", "--county", "清河县", "--admin", "qingshan")
    with scope(ALL_TENANTS):
        school = School.objects.get(public_id=ids["school"])
        assert (school.name, school.region.name) == ("青山小学", "青山乡")
        assert str(Site.objects.get(school=school).public_id) == ids["site"]
    token = Client().post(
        "/api/v1/auth/token", {"username": "qingshan", "password": PASSWORD}, content_type="application/json"
    )
    me = Client(headers={"Authorization": f"Token {token.json()['token']}"}).get("/api/v1/me").json()
    assert (me["role"], me["school"]) == ("school_admin", ids["school"])


@pytest.mark.parametrize(
    ("given", "sentence"),
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
def test_what_cannot_be_is_refused_in_words_and_nothing_is_made(
    town: Town, monkeypatch: pytest.MonkeyPatch, given: list[str], sentence: str
) -> None:
    with scope(ALL_TENANTS):
        before = School.objects.count()
    with pytest.raises(CommandError, match=sentence):
        _add(monkeypatch, *given)
    with scope(ALL_TENANTS):
        assert School.objects.count() == before


def test_a_weak_password_is_refused(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="密码太短，至少要 10 个字符。"):
        _add(monkeypatch, "新小学", "--township", "清河镇", "--county", "清河县", "--admin", "x1", password="12345")


def test_a_house_that_does_not_stand_is_said_in_a_sentence() -> None:
    """In a process of its own, whose database is a port where nobody listens."""
    deaf = dict.fromkeys(environment.DATABASES, "postgresql://owner@127.0.0.1:1/none")
    words = ["school", "add", "新小学", "--township", "清河镇", "--admin", "x1", "--password-stdin"]
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *words],
        cwd=ROOT,
        env={**os.environ, **deaf, "NUANYANG_DB_LOGIN": "owner"},
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert said.stderr.strip().endswith("Does the house stand (make run)?")
    assert "Traceback" not in said.stderr
