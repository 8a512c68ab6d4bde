"""What starts late is waited for, and what hangs is restarted."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg
import pytest

from deploy import healthcheck, watchdog
from deploy.local.postgres import Cluster
from infra.postgres import apply
from tests.deploy.databases import migrated_database
from tests.deploy.running.processes import ROOT


@pytest.fixture
def systemctl(tmp_path, monkeypatch):
    """A `systemctl` that writes down its arguments."""
    calls = tmp_path / "calls"
    calls.touch()
    program = tmp_path / "systemctl"
    program.write_text(f'#!/bin/sh\necho "$@" >> {calls}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return lambda: calls.read_text().splitlines()


@pytest.fixture
def web(monkeypatch):
    """A web server whose answers the test sets; the watchdog asks it without pauses."""
    statuses = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(statuses.pop(0) if statuses else 200)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    port = str(server.server_address[1])
    monkeypatch.setattr(watchdog, "PAUSE", 0.0)
    monkeypatch.setattr(watchdog._hanging_web, "__defaults__", (lambda: healthcheck.main(port),))
    yield statuses
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def database():
    with migrated_database("watchdog") as urls:
        yield urls


@pytest.fixture
def heartbeats(database, monkeypatch):
    monkeypatch.setenv("WORKER_DATABASE_URL", database["WORKER_DATABASE_URL"])

    def write(**ages):
        with psycopg.connect(database["OWNER_DATABASE_URL"]) as owner:
            owner.execute("TRUNCATE monitoring_queueheartbeat")
            for queue, (sent, received) in ages.items():
                owner.execute(
                    "INSERT INTO monitoring_queueheartbeat (queue, sent_at, received_at)"
                    " VALUES (%s, now() - %s * interval '1 second', now() - %s * interval '1 second')",
                    [queue, sent, received],
                )

    write(quick=(10, 9), long=(10, 1800))
    return write


def test_nothing_is_restarted_while_all_answer(systemctl, web, heartbeats):
    web += [500, 503]  # it is restarting; the third try finds it up

    assert watchdog.main() == 0

    assert systemctl() == []


def test_web_server_that_hangs_is_restarted(systemctl, web, heartbeats):
    web += [500, 500, 500]

    watchdog.main()

    assert systemctl() == ["try-restart nuanyang-web.service"]


def test_workers_without_a_heartbeat_are_restarted(systemctl, web, heartbeats):
    heartbeats(quick=(10, 400), alert=(10, 20), reminders=(600, 900), long=(10, 3700))

    watchdog.main()

    # Nobody sends to `reminders`: that is the sweep's and beat's fault, or the queue's, and not its workers'.
    assert systemctl() == ["try-restart nuanyang-worker@long.service", "try-restart nuanyang-worker@quick.service"]


def test_without_a_database_no_worker_is_restarted(systemctl, web, monkeypatch, tmp_path):
    monkeypatch.setenv("WORKER_DATABASE_URL", f"postgresql://worker@{str(tmp_path).replace('/', '%2F')}/none")

    assert watchdog.main() == 0

    assert systemctl() == []


def test_roles_wait_for_a_database_that_comes_up_later(capfd):
    folder = Path(tempfile.mkdtemp(prefix="ny-"))
    folder.chmod(0o711)
    cluster = Cluster(folder / "data", folder / "run", folder / "log", is_fast=True)
    cluster.prepare()
    assert apply.wait(cluster.admin_url, 0) is False
    env = {**os.environ, "DATABASE_URL": cluster.admin_url}
    command = [sys.executable, "-m", "infra.postgres.apply", "--wait=120"]
    waiting = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    assert "does not answer yet" in waiting.stdout.readline()
    cluster.start()

    output, _ = waiting.communicate(timeout=120)

    cluster.stop()
    shutil.rmtree(folder)
    assert waiting.returncode == 0
    assert "are in order" in output


def test_sweep_reports_to_its_service_manager_that_it_lives(tmp_path):
    """Its unit has WatchdogSec: without these messages systemd would kill it."""
    path = Path(tempfile.mkdtemp(prefix="ny-")) / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(path))
        manager.settimeout(60)
        env = {**os.environ, "NOTIFY_SOCKET": str(path), "NUANYANG_DATA_DIR": str(tmp_path)}
        command = [sys.executable, "-m", "workers.sweep", "--every", "0.1"]
        sweep = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
        messages = [manager.recv(100) for _ in range(3)]
        sweep.send_signal(signal.SIGTERM)
        sweep.wait(60)
    shutil.rmtree(path.parent)

    assert messages == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
