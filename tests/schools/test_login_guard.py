"""No process runs with a login that bypasses row-level security."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from deploy.local.postgres import Cluster
from infra.postgres import apply
from tests.workers import processes

CONNECT = "from services.schools import startup; startup.check(); print('started')"


@pytest.fixture(scope="module")
def cluster():
    """A PostgreSQL server of its own: its databases share their roles."""
    folder = Path(tempfile.mkdtemp(prefix="ny-"))
    folder.chmod(0o711)
    cluster = Cluster(folder / "data", folder / "run", folder / "log", is_fast=True)
    cluster.prepare()
    cluster.start()
    yield cluster
    cluster.stop()
    shutil.rmtree(folder)


def start(url, tmp_path):
    env = processes.environment(tmp_path, WORKER_DATABASE_URL=url)
    return subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{CONNECT}"],
        cwd=processes.ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db
def test_privileged_login_does_not_start(cluster, tmp_path):
    urls = apply.apply(cluster.admin_url, {})
    with psycopg.connect(cluster.admin_url, autocommit=True) as admin:
        admin.execute("CREATE ROLE bypass LOGIN BYPASSRLS")
        admin.execute("CREATE ROLE sly LOGIN NOINHERIT IN ROLE bypass")
        admin.execute("GRANT CONNECT ON DATABASE nuanyang TO bypass, sly")
    as_login = lambda name: urls["WORKER_DATABASE_URL"].replace("worker@", f"{name}@")  # noqa: E731
    outcomes = {name: start(as_login(name), tmp_path) for name in ("worker", "postgres", "bypass", "sly")}

    assert {name: done.returncode == 0 for name, done in outcomes.items()} == {
        "worker": True,
        "postgres": False,
        "bypass": False,
        "sly": False,
    }
    assert "PrivilegedLogin" in outcomes["postgres"].stderr
