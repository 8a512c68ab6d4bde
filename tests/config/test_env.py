"""A process without a mode, a server in the mode for tools, and production without an SMS gateway do not start."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.kit import static_files
from services.kit.vault import new_key
from tests.workers.processes import ROOT

SETTINGS = "from django.conf import settings; settings.MODE; print('started')"
SERVER = "from services.config import wsgi; print('started')"
WORKER = "from celery.signals import worker_init; import workers.app; worker_init.send(None); print('started')"
SWEEP = "import workers.sweep.__main__ as sweep; sweep.main([]); print('started')"
PRODUCTION = {
    "NUANYANG_MODE": "production",
    "NUANYANG_SECRET_KEY": "k" * 50,
    "VAULT_KEYS": new_key(),
    "VAULT_INDEX_KEY": "C" * 43 + "=",
    "WEB_DATABASE_URL": "postgresql://web@localhost:1/none",
}


def start(script: str, **env: str) -> str:
    """The last line of a process that has this environment and nothing of the suite's."""
    command = [sys.executable, "-c", script]
    env = {"DJANGO_SETTINGS_MODULE": "services.config.settings", "PATH": "/usr/bin:/bin", **env}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).strip().splitlines()[-1]


def test_a_process_without_a_mode_does_not_start() -> None:
    assert "NUANYANG_MODE is not set." in start(SETTINGS)
    assert "it must be local, test, check or production" in start(SETTINGS, NUANYANG_MODE="prod")
    assert start(SETTINGS, NUANYANG_MODE="check") == "started"


@pytest.mark.parametrize("script", [SERVER, WORKER, SWEEP])
def test_servers_refuse_the_mode_for_tools(script: str) -> None:
    assert "NUANYANG_MODE=check is for lint and schema" in start(script, NUANYANG_MODE="check")


def test_production_names_its_sms_gateway() -> None:
    assert "NUANYANG_SMS_PROVIDER is not set; name one of file" in start(SETTINGS, **PRODUCTION)
    assert start(SETTINGS, **PRODUCTION, NUANYANG_SMS_PROVIDER="file") == "started"


def test_production_refuses_the_published_key() -> None:
    published = PRODUCTION | {"VAULT_KEYS": "check:" + "A" * 43 + "=", "NUANYANG_SMS_PROVIDER": "file"}

    assert "VAULT_KEYS holds the key of the examples" in start(SETTINGS, **published)


def test_web_server_without_the_static_files_of_its_release_does_not_start(tmp_path: Path) -> None:
    """As on a second host, where nobody collected them, or an older release did."""
    host = PRODUCTION | {"NUANYANG_SMS_PROVIDER": "file", "NUANYANG_DATA_DIR": str(tmp_path)}
    note = tmp_path / "static" / static_files.NOTE

    assert f"{note.parent} has no static files of this release. Run `manage.py collectstatic" in start(SERVER, **host)
    note.parent.mkdir()
    note.write_text("another release\n")
    assert "has no static files of this release" in start(SERVER, **host)
    note.write_text(static_files.fingerprint(ROOT))
    assert start(SERVER, **host) == "started"
