"""Each part of the service is killed and works again within its limit, restarted by what its unit file says."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from functools import partial

import psycopg
import pytest

from infra.postgres import apply
from tests.chaos.environment.deployment import children_of, free_port
from tests.chaos.environment.servers import Servers
from tests.deploy.running.processes import wait_for
from tests.deploy.running.units import ON_THIS_MACHINE, ROOT, UNITS, Unit, services_of

LIMIT = 60.0  # seconds from the kill to work done: the pause of two, and the start of a busy machine
TARGET = re.search(r"^Wants=(.*)$", (UNITS / "nuanyang.target").read_text(), re.MULTILINE)[1].split()
SERVICES = [name.removesuffix(".service") for name in TARGET if name.endswith(".service") and "prepare" not in name]
OVERDUE = (
    "UPDATE monitoring_queueheartbeat SET sent_at = now() - interval '40 s', received_at = now() - interval '50 s'"
)
WORKED = "SELECT queue FROM monitoring_queueheartbeat WHERE {column} > now() - interval '40 s'"


class Running:
    """All units of nuanyang.target on one PostgreSQL and one queue, and what shows that each of them works."""

    def __init__(self, servers, folder):
        self.servers, self.port = servers, free_port()
        env = {**servers.env, "NUANYANG_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "services.config.settings"}
        envs = {login: {**env, "NUANYANG_DB_LOGIN": login} for login in ("web", "worker")}
        self.services = {service.unit.name: service for service in services_of(SERVICES, envs, folder, self.port)}

    def works(self, name):
        """Whether the part has done its work since `make_overdue`."""
        if name == "nuanyang-web":
            return self.web_is_ready()
        if name == "nuanyang-beat":
            return b"Sending due task" in self.services[name].log.read_bytes()
        column, _, queue = ("received_at", "", name.partition("@")[2]) if "@" in name else ("sent_at", "", "quick")
        with self.database() as database:
            return (queue,) in database.execute(WORKED.format(column=column)).fetchall()

    def web_is_ready(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=10) as answer:
                return answer.status == 200
        except OSError:
            return False

    def make_overdue(self):
        """A heartbeat is due in each queue, and beat's log is empty."""
        with self.database() as database:
            database.execute(OVERDUE)
        self.services["nuanyang-beat"].log.write_bytes(b"")

    def database(self):
        return psycopg.connect(self.servers.env["OWNER_DATABASE_URL"])


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    servers = Servers(skips_fsync=True)
    servers.open()
    running = Running(servers, tmp_path_factory.mktemp("crashes"))
    for service in running.services.values():
        service.start()
    for name in SERVICES:
        wait_for(lambda name=name: running.works(name), seconds=120)
    yield running
    for service in running.services.values():
        service.stop()
    servers.close()


@pytest.mark.parametrize("name", SERVICES)
def test_killed_part_works_again_within_its_limit(running, name):
    service = running.services[name]
    before, killed_at = service.running.pid, time.monotonic()

    service.kill()
    running.make_overdue()
    service.restart()

    wait_for(lambda: running.works(name), seconds=LIMIT)
    assert service.running.pid != before
    assert service.running.poll() is None
    print(f"{name}: works again after {time.monotonic() - killed_at:.1f} s")


def test_part_that_dies_at_every_start_is_never_given_up(running):
    for service in running.services.values():
        service.starts = [time.monotonic()] * service.START_LIMIT

    for service in running.services.values():
        service.kill()
    running.make_overdue()
    for service in running.services.values():
        service.restart()

    for name in SERVICES:
        wait_for(lambda name=name: running.works(name), seconds=2 * LIMIT)


def test_killed_web_process_is_replaced_by_its_server(running):
    server = running.services["nuanyang-web"].running
    wait_for(running.web_is_ready, seconds=LIMIT)
    victims = children_of(server.pid)

    for pid in victims:
        os.kill(pid, signal.SIGKILL)

    wait_for(lambda: not set(children_of(server.pid)) & set(victims) and running.web_is_ready(), seconds=LIMIT)
    assert server.poll() is None, "the server itself went on"


def test_every_part_of_the_target_was_killed():
    assert {name.partition("@")[0] for name in SERVICES} == {
        "nuanyang-web",
        "nuanyang-worker",
        "nuanyang-beat",
        "nuanyang-sweep",
    }


def test_preparation_killed_halfway_is_finished_by_the_next_start(running, tmp_path):
    admin = apply.at_database(running.servers.postgres.admin_url, "halfway")
    env = running.servers.env | {
        "DATABASE_URL": admin,
        "NUANYANG_DATA_DIR": str(tmp_path),
        "NUANYANG_DB_LOGIN": "owner",
    }
    env |= {name: url.rpartition("/")[0] + "/halfway" for name, url in env.items() if name.endswith("_DATABASE_URL")}
    unit = Unit.read("nuanyang-prepare", ON_THIS_MACHINE)
    roles, migrate, _static = unit.commands
    run = partial(subprocess.run, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    run(roles, check=True)
    halfway = subprocess.Popen(migrate, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    with psycopg.connect(env["OWNER_DATABASE_URL"], autocommit=True) as database:
        wait_for(lambda: count_tables(database) > 20, seconds=LIMIT)
        halfway.kill()
        halfway.wait()

    assert unit.restart == "on-failure"
    for command in unit.commands:
        run(command, check=True)

    doctor = [sys.executable, "manage.py", "doctor", "schema", "isolation", "migrations"]
    assert run(doctor, env=env | {"NUANYANG_DB_LOGIN": "worker"}).returncode == 0


def count_tables(database):
    return database.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()[0]
