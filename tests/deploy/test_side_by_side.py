"""A rolling restart: processes of the release before go on while the tables become this release's, and with it.

The code of the release before is in `tests/deploy/releases/`, so that a clone without history runs this too.
"""

import json
import os
import re
import subprocess
import sys
import tarfile

import psycopg
import pytest

from tests.deploy.databases import ROOT, empty_database, manage
from tests.deploy.write_release import KEYS, RELEASES

# One process of a release: for each line it gets, it reads and writes as people and the sweep do, and answers a line.
PROCESS = """
import datetime, json, logging, sys
import django; django.setup()
from django.test import Client
from services.accounts.models import User
from services.api.urls import ROUTES
from workers.sweep.passes import Sweep

LISTS = [f"/api/v1/{route[0]}" for route in ROUTES if "<" not in route[0] and hasattr(route[1], "get")]
failed = []
class Errors(logging.Handler):
    def emit(self, record):
        failed.append(f"{record.getMessage()} {getattr(record, 'error', '')} {getattr(record, 'check', '')}")
logging.getLogger().addHandler(Errors(logging.ERROR))
logging.getLogger("django.request").setLevel(logging.ERROR)

def client(name):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=name), backend="services.accounts.backend.PasswordBackend")
    return client

def read(name):
    someone = client(name)
    answers = {path: someone.get(path).status_code for path in LISTS}
    return {path: status for path, status in answers.items() if status not in (200, 302, 403, 404)}, \\
        sum(status == 200 for status in answers.values())

LEAD = "county_lead_of_qinghe"
def write(name):
    body = {"name": f"卫生院{name}", "capacity": 40}
    return client(LEAD).post("/api/v1/clinics", body, content_type="application/json").status_code

def names():
    rows = client("head_a").get("/api/v1/clinics?page_size=100").json()["results"]
    return sorted(row["name"] for row in rows if row["name"].startswith("卫生院"))

sweep = Sweep()
for line in sys.stdin:
    failed.clear()
    faults = {name: read(name) for name in ("head_a", LEAD)}
    written = write(line.strip())
    sweep.run_once()
    sweep.finish()
    print(json.dumps({
        "faults": {name: wrong for name, (wrong, _read) in faults.items() if wrong},
        "read": {name: count for name, (_wrong, count) in faults.items()},
        "written": written,
        "names": names(),
        "ready": Client().get("/readyz").status_code,
        "failed": failed,
    }, ensure_ascii=False), flush=True)
"""

# What the release before imports and this one's environment does not have; remove with that release.
NO_LONGER_INSTALLED = {
    "dj_database_url.py": """
from psycopg.conninfo import conninfo_to_dict

def parse(url, **options):
    given = conninfo_to_dict(url)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    database = {setting: given.pop(name, "") for setting, name in names.items()}
    more = {name.upper(): value for name, value in options.items()}
    return {"ENGINE": "django.db.backends.postgresql", **database, "OPTIONS": given, **more}
"""
}


class Process:
    """A process that holds its connections and its loaded models until the block ends."""

    def __init__(self, code, urls, folder):
        (folder / "static").mkdir(parents=True)
        env = {**os.environ, **urls, **KEYS, "NUANYANG_CLOCK": "2026-09-07T09:00:00+08:00"}
        env |= {"NUANYANG_DATA_DIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
        self.log = folder / "log"
        with self.log.open("w") as log:
            command, pipes = [sys.executable, "-c", PROCESS], {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            self.popen = subprocess.Popen(command, cwd=code, env=env, text=True, stderr=log, **pipes)

    def work(self, name):
        self.popen.stdin.write(f"{name}\n")
        self.popen.stdin.flush()
        line = self.popen.stdout.readline()
        assert line, self.log.read_text()[-3000:]
        return json.loads(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.popen.communicate()  # ends its input, and so its loop: a killed one would leave connections for a while


def release_before():
    """The newest release but this one."""
    notes = (ROOT / "docs/releases.md").read_text()
    _this, before, *_older = re.findall(r"^## ([\d.]+)$", notes, flags=re.MULTILINE)
    return before


@pytest.fixture
def code_before(tmp_path):
    release = release_before()
    with tarfile.open(RELEASES / f"{release}.tar.xz") as kept:
        kept.extractall(tmp_path, filter="data")
    code = tmp_path / release
    for module, text in NO_LONGER_INSTALLED.items():
        (code / module).write_text(text)
    return code


def test_processes_of_both_releases_read_write_and_sweep_side_by_side(code_before, tmp_path):
    with empty_database("side_by_side") as urls, Process(code_before, urls, tmp_path / "old") as old:
        with psycopg.connect(urls["OWNER_DATABASE_URL"]) as owner:
            owner.execute((RELEASES / f"{release_before()}.sql").read_text())
        done = [old.work("甲")]

        manage(urls, "migrate", "-v", "0", **KEYS)

        with Process(ROOT, urls, tmp_path / "new") as new:
            done += [process.work(name) for name, process in zip("乙丙丁", (old, new, old), strict=True)]

    assert [(one["faults"], one["failed"], one["ready"]) for one in done] == [({}, [], 200)] * 4
    assert [one["written"] for one in done] == [201] * 4
    assert min(count for one in done for count in one["read"].values()) > 15
    assert [len(one["names"]) for one in done] == [1, 2, 3, 4], "each sees what the other has written"
