"""`make run`: servers, roles, tables, demo county, parts, address; then keep all of it up until told to stop."""

import contextlib
import hashlib
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

MANAGE = [sys.executable, str(ROOT / "manage.py")]


class PortTaken(Exception):
    """Something else listens there."""


@dataclass
class Progress:
    """Says what is done, with the seconds since the start."""

    began: float = field(default_factory=time.monotonic)

    def __call__(self, sentence: str) -> None:
        print(f"[{time.monotonic() - self.began:6.1f} s] {sentence}", flush=True)


def run(place: Instance, port: int) -> None:
    """Start everything and stay. Ends by Stopped, or by what failed."""
    say = Progress()
    _follow_make()
    with place.taken() as lock:
        _port_is_free(port)
        try:
            with Supervisor(say, hold_open=[lock]) as supervisor:
                try:
                    _start(place, port, supervisor, say)
                    supervisor.forever()
                finally:
                    say("stopping")
        finally:
            place.environment.unlink(missing_ok=True)
            say("stopped")


def manage(place: Instance, arguments: list[str]) -> None:
    """`manage.py` with the house's environment: beside a running house, else with servers only for this command."""
    if environment.adopt():
        os.execv(MANAGE[0], [*MANAGE, *arguments])  # noqa: S606
    say = Progress()
    with place.taken() as lock, Supervisor(say, hold_open=[lock]) as supervisor:
        told, databases = ground(place, supervisor, say, address="", mail_port=_free_port())
        env = environment.for_operator(told, databases)
        supervisor.run(arguments[0], [*MANAGE, *arguments], env=env, cwd=ROOT)


def ground(
    place: Instance, supervisor: Supervisor, say: Progress, *, address: str, mail_port: int
) -> tuple[dict[str, str], dict[str, str]]:
    """Servers and roles; returns the common environment and the three logins' URLs."""
    kept = secrets.kept(place.secrets, os.environ)
    redis_url = os.environ.get("REDIS_URL") or _queue(place, supervisor, say)
    admin_url = os.environ.get("DATABASE_URL")
    if not admin_url:
        admin_url = _database(place, supervisor, say)
    databases = apply.apply(admin_url, {**kept, **os.environ} if os.environ.get("DATABASE_URL") else {})
    say("roles and logins are in order")
    told = environment.common(place, secrets=kept, redis_url=redis_url, address=address, mail_port=mail_port)
    return told, databases


def _start(place: Instance, port: int, supervisor: Supervisor, say: Progress) -> None:
    address = f"http://127.0.0.1:{port}/"
    told, databases = ground(place, supervisor, say, address=address, mail_port=_free_port())
    operator = environment.for_operator(told, databases)
    owner = {**operator, "NUANYANG_DB_LOGIN": "owner"}
    stamp, wanted = place.var / "static" / ".stamp", _static_fingerprint()
    static = None
    if not stamp.exists() or stamp.read_text() != wanted:
        static = _begin_static(supervisor, say, operator)
    say("tables: manage.py migrate")
    supervisor.run("migrate", [*MANAGE, "migrate", "--database", "owner", "--noinput", "-v", "0"], env=owner, cwd=ROOT)
    if os.environ.get("NUANYANG_DEMO", "yes").lower() not in {"no", "0", "false", "off"}:
        say("demo county: manage.py demo")
        supervisor.run("demo", [*MANAGE, "demo"], env=operator, cwd=ROOT)
    if static:
        supervisor.finish(static)
        stamp.write_text(wanted)
    place.write_environment({name: operator[name] for name in (*told, *databases, "NUANYANG_DB_LOGIN")})
    say("starting web, workers, beat, sweep and the mail sink")
    started = {part.name: supervisor.watch(part) for part in processes.all_processes(place, told, databases, port=port)}
    supervisor.until(lambda: _answers(address + "healthz"), part=started["web"], seconds=90)
    _announce(place, address, say)


def _database(place: Instance, supervisor: Supervisor, say: Progress) -> str:
    cluster = place.cluster()
    new = cluster.prepare()
    part = Process("postgres", cluster.launch, cluster.log, stop_signal=signal.SIGINT, stop_timeout=30, is_server=True)
    supervisor.until(cluster.ready, part=supervisor.watch(part), seconds=120)
    say(f"PostgreSQL {cluster.data.name} is up, its data {'new ' if new else ''}in {_near(cluster.data)}")
    return cluster.admin_url


def _queue(place: Instance, supervisor: Supervisor, say: Progress) -> str:
    queue = place.queue()
    part = supervisor.watch(Process("valkey", queue.launch, queue.log, is_server=True))
    supervisor.until(queue.ready, part=part, seconds=60)
    say("Valkey is up")
    return queue.url


def _begin_static(supervisor: Supervisor, say: Progress, env: Mapping[str, str]) -> Step:
    """Collect and compress the static files on the other core; no part of Django REST framework's own pages."""
    say("static files: manage.py collectstatic, meanwhile")
    command = [*MANAGE, "collectstatic", "--noinput", "--clear", "-v", "0", "--ignore", "rest_framework"]
    return supervisor.begin("collectstatic", command, env=env, cwd=ROOT)


def _static_fingerprint() -> str:
    digest = hashlib.sha256((ROOT / "requirements" / "run.txt").read_bytes())
    for path in sorted(ROOT.glob("services/*/static/**/*")):
        if path.is_file():
            seen = path.stat()
            digest.update(f"{path.relative_to(ROOT)}:{seen.st_size}:{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _announce(place: Instance, address: str, say: Progress) -> None:
    book = place.var / "demo.json"
    accounts = {}
    if book.exists():
        written = json.loads(book.read_text())
        accounts = written.get("accounts", {})
        if written.get("address") != address:
            book.write_text(json.dumps({**written, "address": address}, ensure_ascii=False, indent=2) + "\n")
    say("ready")
    print(f"\n  {address}\n")
    for role, account in accounts.items():
        print(f"  {role:<14}{account['username']:<22}{account['password']:<24}{account.get('school') or ''}")
    print(
        f"\n  Logs: {_near(place.var / 'log')}   Mail: {_near(place.var / 'mail')}   Ctrl-C stops everything.\n",
        flush=True,
    )


def _port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as refusal:
            raise PortTaken(f"Port {port} cannot be used ({refusal.strerror}): PORT=8001 make run") from refusal


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _follow_make() -> None:
    """Under make, a make that is killed takes us with it; on our own we may outlive the shell."""
    if "MAKELEVEL" in os.environ:
        child_processes.die_with_parent(os.getppid(), signal.SIGTERM)


def _near(path: Path) -> Path:
    with contextlib.suppress(ValueError):
        return path.relative_to(Path.cwd())
    return path
