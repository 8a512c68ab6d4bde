"""The environment of each process: shared variables, and the URL of its own database login only."""

import json
import os
from collections.abc import Mapping

from deploy.local.instance import Instance

PASSWORDS = ("OWNER_PASSWORD", "WEB_PASSWORD", "WORKER_PASSWORD")
# Never given to a process of the service: the admin's login, the key of the backups, the passwords of other logins.
LAUNCHER_ONLY = ("DATABASE_URL", "BACKUP_KEY", *PASSWORDS, "PG_BIN", "MAKEFLAGS")
DATABASES = ("OWNER_DATABASE_URL", "WEB_DATABASE_URL", "WORKER_DATABASE_URL")


def common(
    instance: Instance, *, secrets: Mapping[str, str], redis_url: str, address: str, mail_port: int
) -> dict[str, str]:
    """Build the variables that every process gets."""
    mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mail_port), "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}"}
    return {
        "DJANGO_SETTINGS_MODULE": "services.config.settings",
        "NUANYANG_MODE": "local",
        "NUANYANG_DATA_DIR": str(instance.var),
        "NUANYANG_ADDRESS": address,
        "REDIS_URL": redis_url,
        "PYTHONUNBUFFERED": "1",
        **({} if own_mail_server() else mail),
        **{name: value for name, value in secrets.items() if name not in LAUNCHER_ONLY},
    }


def own_mail_server() -> bool:
    """Whether EMAIL_HOST names a mail server, so that the mail sink is not needed."""
    return bool(os.environ.get("EMAIL_HOST"))


def for_operator(shared: Mapping[str, str], databases: Mapping[str, str]) -> dict[str, str]:
    """Build the environment of `manage.py`: the URLs of all three logins, the admin's, and the key of the backups."""
    return {**_inherited(), **shared, **databases, "NUANYANG_DB_LOGIN": "worker"}


def for_process(login: str, shared: Mapping[str, str], databases: Mapping[str, str]) -> dict[str, str]:
    """Build the environment of a long-running process, with the URL of `login` only."""
    url_name = f"{login.upper()}_DATABASE_URL"
    return {**_inherited(), **shared, url_name: databases[url_name], "NUANYANG_DB_LOGIN": login}


def adopt() -> bool:
    """Load the environment of the service that runs in this folder, for `manage.py` without one.

    Return whether there was one to load.
    """
    if "NUANYANG_MODE" in os.environ:
        return False
    instance = Instance()
    if instance.launcher() is None or not instance.environment.exists():
        return False
    for name, value in json.loads(instance.environment.read_text()).items():
        # What the operator has set by hand wins.
        os.environ.setdefault(name, value)
    return True


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in (*LAUNCHER_ONLY, *DATABASES)}
