"""Other processes on the test's own database, as the worker login."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from django.db import connections

from deploy.local import child_processes

ROOT = Path(__file__).resolve().parents[2]


def environment(var: Path, **more: str) -> dict[str, str]:
    """The run's environment with the test database in the place of the real one."""
    names = {"WORKER_DATABASE_URL": "default", "OWNER_DATABASE_URL": "owner"}
    urls = {variable: _url(alias) for variable, alias in names.items()}
    return {**os.environ, **urls, "NUANYANG_DATA_DIR": str(var), "NUANYANG_DB_LOGIN": "worker", **more}


def start(script: str, *arguments: str, env: dict[str, str]) -> subprocess.Popen[str]:
    """Python with Django set up and then this script."""
    command = [sys.executable, "-c", "import django; django.setup()\n" + script, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def wait_for(true: Callable[[], bool], seconds: float = 60) -> None:
    assert child_processes.wait_until(true, seconds=seconds)


def _url(alias: str) -> str:
    where = connections[alias].settings_dict
    secret = f":{quote(where['PASSWORD'], safe='')}" if where["PASSWORD"] else ""
    port = f":{where['PORT']}" if where["PORT"] else ""
    return f"postgresql://{where['USER']}{secret}@{quote(where['HOST'], safe='')}{port}/{where['NAME']}"
