"""The parts of the house and how each is called."""

import sys
from collections.abc import Mapping

from deploy.local import environment
from deploy.local.instance import ROOT, Instance
from deploy.local.supervisor import Process

WEB_WORKERS = 2
THREADS = 4  # each keeps one connection to the database
WORKER_POOLS = ("quick", "long")  # of workers: workers/queues.py


def all_processes(
    place: Instance, told: Mapping[str, str], databases: Mapping[str, str], *, port: int
) -> list[Process]:
    """Everything but the servers, in starting order."""
    beat = [sys.executable, "-m", "celery", "-A", "workers.beat", "beat", "--loglevel=INFO", "--pidfile="]
    commands = {
        "web": web_command(port),
        **{f"worker-{crew}": [sys.executable, "-m", "workers.run_worker", crew] for crew in WORKER_POOLS},
        "beat": [*beat, f"--schedule={place.var / 'beat-schedule'}"],
        "sweep": [sys.executable, "-m", "workers.sweep"],
    }
    if not environment.own_mail_server():
        sink = [sys.executable, "-m", "deploy.local.mailsink", str(place.var / "mail"), told["EMAIL_PORT"]]
        commands = {"mail": sink, **commands}
    return [_part(name, argv, place, told, databases) for name, argv in commands.items()]


def _part(
    name: str, argv: list[str], place: Instance, told: Mapping[str, str], databases: Mapping[str, str]
) -> Process:
    login = "web" if name == "web" else "worker"
    env = environment.for_part(login, told, databases)
    return Process.of_command(name, argv, env=env, cwd=ROOT, log=place.log(name))


def web_command(port: int) -> list[str]:
    """Granian, so that a thread and its database connection live on between requests."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(WEB_WORKERS), "--blocking-threads", str(THREADS), "--blocking-threads-idle-timeout", "600"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10", "--no-ws", "services.config.wsgi:application"),
    ]
