"""A new release takes over while pages are requested: `systemctl reload nuanyang-web` sends the signal used here."""

import os
import signal
import subprocess
import threading
import urllib.request
from pathlib import Path

from deploy.local.processes import web_command
from tests.chaos.environment.deployment import children_of, free_port
from tests.deploy.databases import ROOT
from tests.deploy.running.processes import wait_for

UNIT = ROOT / "deploy/systemd/nuanyang-web.service"


class Visitor(threading.Thread):
    """Requests a page again and again; `failures` names the exceptions."""

    def __init__(self, url):
        super().__init__()
        self.url, self.count, self.failures, self.over = url, 0, [], threading.Event()

    def run(self):
        while not self.over.is_set():
            try:
                with urllib.request.urlopen(self.url, timeout=30) as answer:  # noqa: S310
                    answer.read()
                self.count += 1
            except OSError as error:
                self.failures.append(repr(error))


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
            return answer.status == 200
    except OSError:
        return False


def programs_of(pid):
    """The web workers below the server's main process, without the interpreter's resource tracker."""
    return {child for child in children_of(pid) if "resource_tracker" not in Path(f"/proc/{child}/cmdline").read_text()}


def test_web_changes_its_processes_without_refusing_a_request():
    port = free_port()
    url = f"http://127.0.0.1:{port}/healthz"
    env = {**os.environ, "NUANYANG_DB_LOGIN": "web"}
    with subprocess.Popen(web_command(port), cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(lambda: answers(url), seconds=90)
            before = programs_of(server.pid)
            visitor = Visitor(url)
            visitor.start()

            server.send_signal(signal.SIGHUP)
            wait_for(lambda: len(after := programs_of(server.pid)) == len(before) and not after & before, seconds=120)
            count = visitor.count
            wait_for(lambda: visitor.count > count + 20, seconds=60)
            visitor.over.set()
            visitor.join()
        finally:
            server.terminate()
            server.wait(60)

    assert visitor.failures == []
    assert "ExecReload=/bin/kill -HUP $MAINPID" in UNIT.read_text()
