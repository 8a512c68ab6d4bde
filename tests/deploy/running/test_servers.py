import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from deploy.local import drop_privileges
from deploy.local.instance import MAX_SOCKET_PATH, Instance
from deploy.local.postgres import Cluster, find_binaries
from tests.deploy.running.processes import ROOT

START_AND_ASK = """
import os, sys
from pathlib import Path
import psycopg
from deploy.local import drop_privileges
from deploy.local.postgres import Cluster, find_binaries
folder, user = Path(sys.argv[1]), sys.argv[2]
binaries = find_binaries()
if user == "ordinary":
    binaries = drop_privileges.within_reach(binaries.parent, folder) / "bin"
    drop_privileges.hand_over(folder)
    drop_privileges.become_nobody()
cluster = Cluster(folder / "data", folder / "run", folder / "log", is_fast=True, binaries=binaries)
cluster.prepare()
cluster.start()
with psycopg.connect(cluster.admin_url) as admin:
    print(admin.execute("SELECT count(*) FROM pg_database").fetchone()[0])
cluster.stop()
"""
# Only root can be somebody else.
USERS = ["ourselves", "no namespace", "ordinary"] if os.geteuid() == 0 else ["ourselves"]


@pytest.fixture
def folder():
    """A short path that others may pass through: pytest's own is closed to nobody."""
    path = Path(tempfile.mkdtemp(prefix="ny-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


@pytest.mark.parametrize("user", USERS)
def test_postgres_starts_as_root_with_and_without_namespaces_and_as_an_ordinary_user(folder, user):
    env = {**os.environ, **({"NUANYANG_NO_NAMESPACE": "yes"} if user == "no namespace" else {})}
    command = [sys.executable, "-c", START_AND_ASK, str(folder), user]

    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    assert done.stdout == "3\n", done.stderr
    owner = os.geteuid() if user == "ourselves" else drop_privileges.NOBODY
    assert (folder / "data").stat().st_uid == owner


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is somebody else to PostgreSQL")
def test_postgres_of_a_folder_that_only_root_may_enter_starts_without_namespaces(folder):
    """As from /root, whose mode is 700: the binaries are copied with their shared libraries."""
    package = find_binaries().parents[1]
    closed = folder / "closed"
    shutil.copytree(package, closed / package.name, symlinks=True)
    if (libraries := package.with_name(f"{package.name}.libs")).is_dir():
        shutil.copytree(libraries, closed / libraries.name, symlinks=True)
    closed.chmod(0o700)
    binaries = closed / find_binaries().relative_to(package.parent)
    env = {**os.environ, "NUANYANG_NO_NAMESPACE": "yes", "PG_BIN": str(binaries)}

    done = subprocess.run(
        [sys.executable, "-c", START_AND_ASK, str(folder / "instance"), "root"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "3\n", done.stderr


def test_a_second_start_keeps_the_data(folder):
    def cluster():
        return Cluster(folder / "data", folder / "run", folder / "log")

    first = cluster()
    assert first.prepare() is True
    first.start()
    with psycopg.connect(first.admin_url, autocommit=True) as admin:
        admin.execute("CREATE TABLE kept AS SELECT 1 AS one")
    first.child.kill()  # not even a clean end
    first.stop()

    second = cluster()
    assert second.prepare() is False
    second.start()
    with psycopg.connect(second.admin_url) as admin:
        assert admin.execute("SELECT one FROM kept").fetchone() == (1,)
    second.stop()


def test_unreachable_binaries_are_copied_to_a_reachable_folder(folder):
    package = folder / "closed" / "package"
    (package / "pginstall" / "bin").mkdir(parents=True)
    (package / "pginstall" / "bin" / "postgres").touch()
    package.with_name("package.libs").mkdir()
    (package.with_name("package.libs") / "libpq.so").touch()
    package.parent.chmod(0o700)

    copied = drop_privileges.within_reach(package / "pginstall", folder)

    assert copied == folder / "package" / "pginstall"
    assert (copied / "bin" / "postgres").exists()
    assert (copied / "../../package.libs/libpq.so").resolve().exists(), "where the programs look for it"
    assert drop_privileges.within_reach(folder, folder) == folder


def test_long_path_gets_its_sockets_in_a_short_folder_that_is_reused(tmp_path):
    deep = Instance(tmp_path / ("d" * 90))
    deep.var.mkdir()

    sockets = deep.sockets(deep.var)

    assert len(bytes(sockets / "valkey.sock")) <= MAX_SOCKET_PATH
    assert deep.sockets(deep.var) == sockets
    sockets.rmdir()


def test_pg_bin_takes_precedence(monkeypatch):
    chosen = find_binaries()

    monkeypatch.setenv("PG_BIN", str(chosen))

    assert find_binaries() == chosen
