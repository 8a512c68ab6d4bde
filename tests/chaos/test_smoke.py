import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_killed_worker_and_a_flushed_queue_lose_and_double_nothing():
    """The whole chaos at a small size, in a process and with servers of its own."""
    command = [sys.executable, "-m", "tests.chaos", "--deliveries", "60", "--seed", "7", "--smoke"]
    env = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=150, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    figures = {name: int(figure) for name, figure in re.findall(r"^(\w+) +(\d+)$", done.stdout, re.MULTILINE)}
    assert figures["sent"] == figures["files"] == figures["promised"] == 60
    assert figures["lost"] == figures["twice"] == 0
