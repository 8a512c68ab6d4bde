"""`make demo` in a folder in which the service has never run."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.deploy.running.processes import ROOT


def test_demo_is_loaded_into_a_folder_without_tables():
    # Not pytest's folder: its sockets would have too long a path.
    var = Path(tempfile.mkdtemp(prefix="ny-"))
    # Nothing of the test run's own servers: the command has to start its own.
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PG_BIN") if name in os.environ}
    command = [sys.executable, "-m", "deploy.local", "manage", "demo", "--schools", "1"]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**inherited, "NUANYANG_DATA_DIR": str(var)},
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 0, done.stdout + done.stderr
        assert "loaded; the accounts are in var/demo.json" in done.stdout
        accounts = json.loads((var / "demo.json").read_text())["accounts"]
        assert {"county", "school_a", "teacher_a"} <= accounts.keys()
        assert not (var / "secrets" / "environment.json").exists()
    finally:
        shutil.rmtree(var, ignore_errors=True)
