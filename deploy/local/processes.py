"""The processes of the service and the command of each."""

import sys
from collections.abc import Mapping

from deploy.local import environment
from deploy.local.instance import ROOT, Instance
from deploy.local.supervisor import Process

WEB_WORKERS = 2
THREADS = 4  # each keeps one connection to the database
WORKER_POOLS = ("alert", "quick", "reminders", "long")  # see workers/queues.py


def all_processes(
    instance: Instance, shared: Mapping[str, str], databases: Mapping[str, str], *, port: int
) -> list[Process]:
    """Return every process but the servers, in starting order."""
    beat = [sys.executable, "-m", "celery", "-A", "workers.beat", "beat", "--loglevel=INFO", "--pidfile="]
    commands = {
        "web": web_command(port),
        **{f"worker-{pool}": [sys.executable, "-m", "workers.run_worker", pool] for pool in WORKER_POOLS},
        "beat": [*beat, f"--schedule={instance.var / 'beat-schedule'}"],
        "sweep": [sys.executable, "-m", "workers.sweep"],
    }
    if not environment.own_mail_server():
        sink = [sys.executable, "-m", "deploy.local.mailsink", str(instance.var / "mail"), shared["EMAIL_PORT"]]
        commands = {"mail": sink, **commands}
    return [_process(name, argv, instance, shared, databases) for name, argv in commands.items()]


def _process(
    name: str, argv: list[str], instance: Instance, shared: Mapping[str, str], databases: Mapping[str, str]
) -> Process:
    # The web login can open no cross-tenant scope: only the workers get the other one.
    login = "web" if name == "web" else "worker"
    env = environment.for_process(login, shared, databases)
    return Process.of_command(name, argv, env=env, cwd=ROOT, log=instance.log(name))


def web_command(port: int) -> list[str]:
    """Return the command of granian, whose threads keep their database connection between requests."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", str(WEB_WORKERS), "--blocking-threads", str(THREADS), "--blocking-threads-idle-timeout", "600"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10", "--no-ws", "services.config.wsgi:application"),
    ]
