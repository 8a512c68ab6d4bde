"""A process on a machine whose clock is wrong does not start: leases and second factors would be wrong too."""

import os
import subprocess
import sys

import pytest

from tests.workers.processes import ROOT

START = """
import time
real = time.time
time.time = lambda: real() + {ahead}
import django
django.setup()
from services.schools import startup
startup.check()
print("started")
"""


@pytest.mark.django_db
@pytest.mark.parametrize(("ahead", "text"), [(14, "database's by +1"), (-3600, "database's by -3"), (3, "started")])
def test_process_starts_only_with_the_clock_of_the_database(ahead: int, text: str) -> None:
    command = [sys.executable, "-c", START.format(ahead=ahead)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)

    *_, last = (done.stdout or done.stderr).strip().splitlines()
    assert text in last
    assert ("timedatectl set-ntp true" in last) == (text != "started")
