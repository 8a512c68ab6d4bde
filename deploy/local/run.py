"""`make run`: servers, roles, tables, demo county, processes, address; then keep them up until stopped."""

import contextlib
import json
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local import child_processes, environment, processes, secrets
from deploy.local.instance import ROOT, Instance
from deploy.local.supervisor import Process, Step, Supervisor
from infra.postgres import apply
from services.kit import static_files

MANAGE = [sys.executable, str(ROOT / "manage.py")]


class PortTaken(Exception):
    """Another program listens on the port."""


@dataclass
class Progress:
    """Print progress with the seconds since the start."""

    started: float = field(default_factory=time.monotonic)

    def __call__(self, sentence: str) -> None:
        print(f"[{time.monotonic() - self.started:6.1f} s] {sentence}", flush=True)


def run(instance: Instance, port: int) -> None:
    """Start everything and stay in the foreground. Raises Stopped on a signal, or what failed."""
    report = Progress()
    _follow_make()
    with instance.hold() as lock:
        _port_is_free(port)
        try:
            with Supervisor(report, hold_open=[lock]) as supervisor:
                try:
                    _start(instance, port, supervisor, report)
                    supervisor.forever()
                finally:
                    report("stopping")
        finally:
            instance.environment.unlink(missing_ok=True)
            report("stopped")


def manage(instance: Instance, arguments: list[str]) -> None:
    """Run `manage.py` beside the running service, else with servers started for this command only."""
    if environment.adopt():
        os.execv(MANAGE[0], [*MANAGE, *arguments])  # noqa: S606
    report = Progress()
    with instance.hold() as lock, Supervisor(report, hold_open=[lock]) as supervisor:
        shared, databases = start_servers(instance, supervisor, report, address="", mail_port=_free_port())
        env = environment.for_operator(shared, databases)
        if arguments[0] == "demo":
            # Whoever loads the demo into a fresh folder has not run the service yet, so there are no tables.
            _migrate(supervisor, report, env)
        supervisor.run(arguments[0], [*MANAGE, *arguments], env=env, cwd=ROOT)


def start_servers(
    instance: Instance, supervisor: Supervisor, report: Progress, *, address: str, mail_port: int
) -> tuple[dict[str, str], dict[str, str]]:
    """Start servers and create roles; return the shared environment and what only the operator gets besides.

    That is the URLs of the three logins and the admin's, and the key of the backups.
    """
    kept = secrets.load_or_create(instance.secrets, os.environ)
    redis_url = os.environ.get("REDIS_URL") or _queue(instance, supervisor, report)
    # A server of the operator's own is used as it is, and not started or stopped here.
    admin_url = os.environ.get("DATABASE_URL")
    if not admin_url:
        admin_url = _database(instance, supervisor, report)
    databases = apply.apply(admin_url, {**kept, **os.environ} if os.environ.get("DATABASE_URL") else {})
    report("roles and logins are in order")
    shared = environment.common(instance, secrets=kept, redis_url=redis_url, address=address, mail_port=mail_port)
    return shared, {**databases, "DATABASE_URL": admin_url, "BACKUP_KEY": kept["BACKUP_KEY"]}


def _start(instance: Instance, port: int, supervisor: Supervisor, report: Progress) -> None:
    address = f"http://127.0.0.1:{port}/"
    shared, databases = start_servers(instance, supervisor, report, address=address, mail_port=_free_port())
    operator = environment.for_operator(shared, databases)
    static = None
    # The slowest step of a first start: begun early, finished before the web server needs the files.
    if not static_files.are_current(instance.var / "static", ROOT):
        static = _begin_static(supervisor, report, operator)
    _migrate(supervisor, report, operator)
    if os.environ.get("NUANYANG_DEMO", "yes").lower() not in {"no", "0", "false", "off"}:
        report("demo county: manage.py demo")
        supervisor.run("demo", [*MANAGE, "demo"], env=operator, cwd=ROOT)
    if static:
        supervisor.finish(static)
    instance.write_environment({name: operator[name] for name in (*shared, *databases, "NUANYANG_DB_LOGIN")})
    report("starting web, workers, beat, sweep and the mail sink")
    started = {
        process.name: supervisor.watch(process)
        for process in processes.all_processes(instance, shared, databases, port=port)
    }
    supervisor.until(lambda: _answers(address + "healthz"), process=started["web"], seconds=90)
    _announce(instance, address, report)


def _migrate(supervisor: Supervisor, report: Progress, operator: Mapping[str, str]) -> None:
    report("tables: manage.py migrate")
    # Only the owner's login may create tables; the operator's is the worker's.
    env = {**operator, "NUANYANG_DB_LOGIN": "owner"}
    supervisor.run("migrate", [*MANAGE, "migrate", "--database", "owner", "--noinput", "-v", "0"], env=env, cwd=ROOT)


def _database(instance: Instance, supervisor: Supervisor, report: Progress) -> str:
    cluster = instance.cluster()
    new = cluster.prepare()
    process = Process(
        "postgres", cluster.launch, cluster.log, stop_signal=signal.SIGINT, stop_timeout=30, is_server=True
    )
    supervisor.until(cluster.ready, process=supervisor.watch(process), seconds=120)
    report(f"PostgreSQL {cluster.data.name} is up, its data {'new ' if new else ''}in {_relative(cluster.data)}")
    return cluster.admin_url


def _queue(instance: Instance, supervisor: Supervisor, report: Progress) -> str:
    queue = instance.queue()
    process = supervisor.watch(Process("valkey", queue.launch, queue.log, is_server=True))
    supervisor.until(queue.ready, process=process, seconds=60)
    report("Valkey is up")
    return queue.url


def _begin_static(supervisor: Supervisor, report: Progress, env: Mapping[str, str]) -> Step:
    """Collect and compress the static files on the other core, without Django REST framework's own pages."""
    report("static files: manage.py collectstatic, meanwhile")
    command = [*MANAGE, "collectstatic", "--noinput", "--clear", "-v", "0", "--ignore", "rest_framework"]
    return supervisor.begin("collectstatic", command, env=env, cwd=ROOT)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310  our own address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _announce(instance: Instance, address: str, report: Progress) -> None:
    accounts_file = instance.var / "demo.json"
    accounts = {}
    if accounts_file.exists():
        content = json.loads(accounts_file.read_text())
        accounts = content.get("accounts", {})
        if content.get("address") != address:
            accounts_file.write_text(json.dumps({**content, "address": address}, ensure_ascii=False, indent=2) + "\n")
    report("ready")
    print(f"\n  {address}\n")
    for role, account in accounts.items():
        print(f"  {role:<14}{account['username']:<22}{account['password']:<24}{account.get('school') or ''}")
    logs, mail = _relative(instance.var / "log"), _relative(instance.var / "mail")
    print(
        f"\n  Logs: {logs}   Mail: {mail}   Ctrl-C stops everything.\n",
        flush=True,
    )


def _port_is_free(port: int) -> None:
    with socket.socket() as probe:
        # A port that was used a moment ago waits for late packets; it can be listened on all the same.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTaken(f"Port {port} cannot be used ({error.strerror}): PORT=8001 make run") from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _follow_make() -> None:
    """Under make, end when make is killed; started directly, the launcher may outlive the shell."""
    if "MAKELEVEL" in os.environ:
        child_processes.die_with_parent(os.getppid(), signal.SIGTERM)


def _relative(path: Path) -> Path:
    with contextlib.suppress(ValueError):
        return path.relative_to(Path.cwd())
    return path
