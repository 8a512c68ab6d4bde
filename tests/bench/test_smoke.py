"""The bench runs to its end on a small county. Its figures are looked at by people, on a quiet machine."""

import os
import subprocess
import sys


def test_every_ratio_is_printed() -> None:
    ours = ("_DATABASE_URL", "REDIS_URL")
    env = {
        name: value for name, value in os.environ.items() if not name.endswith(ours) and not name.startswith("NUANYANG")
    }

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.bench",
            "--size",
            "xs",
        ],
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    for what in (
        "pupils' list, 50",
        "behind the wall",
        "visible_to",
        "rows deep",
        "rollup",
        "assessment",
        "grants",
        "roster",
        "reminders put and delivered",
        "county's dashboard",
    ):
        assert what in done.stdout
