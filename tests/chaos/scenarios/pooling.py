"""Workers and web behind PgBouncer in transaction mode: few connections of the server, and no scope on a wrong one."""

import random
import shutil
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg

from deploy.local import child_processes, drop_privileges
from tests.chaos.environment.deployment import Deployment, free_port
from tests.chaos.run import Report, Sizes, begin, judged, notification, see_through

SMOKE = {"workers": 1, "deliveries": 60, "pool": 4}
USUAL = {"workers": 2, "deliveries": 400, "pool": 4}  # connections of the server for each login
FULL = {"workers": 4, "deliveries": 4000, "pool": 6}
DEPLOYMENT: dict[str, Any] = {}
CONFIGURATION = """[databases]
nuanyang = host={socket} port=5432 dbname=nuanyang
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {users}
pool_mode = transaction
default_pool_size = {pool}
max_client_conn = 200
"""
USED = "SELECT count(*) FROM pg_stat_activity WHERE usename IN ('web', 'worker')"
LEFT = "SELECT current_user, current_setting('app.school_id', true), current_setting('role')"


def run(deployment: Deployment, rng: random.Random, sizes: Sizes) -> Report:
    """Every message arrives once, within the pool's connections, and no transaction leaves a role or key behind."""
    if not (program := shutil.which("pgbouncer", path="/usr/sbin:/usr/bin:/usr/local/bin")):
        raise FileNotFoundError("PgBouncer is not installed: apt-get install pgbouncer")
    pool = int(sizes["pool"])
    process, port = _start(program, deployment, pool)
    direct = deployment.env["OWNER_DATABASE_URL"]
    for login in ("web", "worker"):
        deployment.env[f"{login.upper()}_DATABASE_URL"] = f"postgresql://{login}@127.0.0.1:{port}/nuanyang"
    try:
        begin(deployment, sizes)
        deployment.start("web")
        producer = notification(deployment, rng, int(sizes["deliveries"]))
        see_through(deployment, producer)
        report = Report({"ready": _ready(deployment)})
        verdict, _entries = judged(deployment)
        report.judge(verdict)
        report.expect(verdict.arrived == verdict.requested, f"{verdict.requested - verdict.arrived} did not arrive")
        report.expect(report.figures["ready"] == 200, "the web is not ready")
        with psycopg.connect(direct) as owner:
            report.at_most("connections of the server", owner.execute(USED).fetchone()[0], 2 * pool)
        for login in ("web", "worker"):
            left = _left(deployment.env[f"{login.upper()}_DATABASE_URL"], pool)
            report.expect(left == {(login, "", "none")}, f"a connection of {login} keeps {left}")
    finally:
        child_processes.stop(process, seconds=5)
    return report


def _start(program: str, deployment: Deployment, pool: int) -> tuple[Any, int]:
    """PgBouncer before the scenario's server, as the user that the server runs as."""
    port, folder = free_port(), deployment.folder
    socket = unquote(urlsplit(deployment.env["WORKER_DATABASE_URL"]).netloc.rpartition("@")[2])
    users, configuration = folder / "users.txt", folder / "pgbouncer.ini"
    users.write_text('"web" ""\n"worker" ""\n')
    configuration.write_text(CONFIGURATION.format(socket=socket, port=port, users=users, pool=pool))
    with (folder / "pgbouncer.log").open("ab") as output:
        command = [program, configuration]
        process = child_processes.start(command, output=output, before_exec=drop_privileges.method())
    url = f"postgresql://worker@127.0.0.1:{port}/nuanyang"
    if not child_processes.wait_until(lambda: _answers(url), seconds=30):
        raise TimeoutError(child_processes.tail(folder / "pgbouncer.log"))
    return process, port


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def _ready(deployment: Deployment) -> int:
    """The status of `/readyz`, asked until the web server is up."""
    statuses = [0]

    def ask() -> bool:
        try:
            with urllib.request.urlopen(f"{deployment.address}/readyz", timeout=10) as answer:  # noqa: S310
                statuses.append(answer.status)
        except urllib.error.HTTPError as error:
            statuses.append(error.code)
        except OSError:
            statuses.append(0)
        return statuses[-1] == 200

    child_processes.wait_until(ask, seconds=60, pause=0.5)
    return statuses[-1]


def _left(url: str, count: int) -> set[tuple[str, str, str]]:
    """Role and key as new transactions find them, on as many connections as the pool has."""
    connections = [psycopg.connect(url) for _ in range(count)]
    try:
        return {(user, school or "", role) for c in connections for user, school, role in [c.execute(LEFT).fetchone()]}
    finally:
        for connection in connections:
            connection.close()
