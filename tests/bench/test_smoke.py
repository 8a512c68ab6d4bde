"""The benchmarks run to their end on a small county. People read the figures, on a quiet machine."""

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
        timeout=900,  # a hang, not slowness: the figures say how fast it was
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    for line in (
        "pupils' list, 50",
        "under RLS",
        "visible_to",
        "rows deep",
        "rollup",
        "assessment",
        "grants",
        "roster",
        "reminders written and delivered",
        "county's dashboard",
    ):
        assert line in done.stdout
