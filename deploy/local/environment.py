"""What each process of the house is told. Each learns only the login it is to use."""

import json
import os
from collections.abc import Mapping

from deploy.local.instance import Instance

FOR_THE_LAUNCHER = ("DATABASE_URL", "OWNER_PASSWORD", "WEB_PASSWORD", "WORKER_PASSWORD", "PG_BIN", "MAKEFLAGS")
DATABASES = ("OWNER_DATABASE_URL", "WEB_DATABASE_URL", "WORKER_DATABASE_URL")


def common(
    place: Instance, *, secrets: Mapping[str, str], redis_url: str, address: str, mail_port: int
) -> dict[str, str]:
    """For every process of the house."""
    mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mail_port), "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}"}
    return {
        "DJANGO_SETTINGS_MODULE": "services.config.settings",
        "NUANYANG_MODE": "local",
        "NUANYANG_DATA_DIR": str(place.var),
        "NUANYANG_ADDRESS": address,
        "REDIS_URL": redis_url,
        "PYTHONUNBUFFERED": "1",
        **({} if own_mail_server() else mail),
        **{name: value for name, value in secrets.items() if name not in FOR_THE_LAUNCHER},
    }


def own_mail_server() -> bool:
    """Whether the surroundings name a mail server, so that none of ours is needed."""
    return bool(os.environ.get("EMAIL_HOST"))


def for_operator(told: Mapping[str, str], databases: Mapping[str, str]) -> dict[str, str]:
    """For `manage.py`: it may act as any of the three logins."""
    return {**_inherited(), **told, **databases, "NUANYANG_DB_LOGIN": "worker"}


def for_part(login: str, told: Mapping[str, str], databases: Mapping[str, str]) -> dict[str, str]:
    """For a process that runs all the time: its own login alone."""
    own = f"{login.upper()}_DATABASE_URL"
    return {**_inherited(), **told, own: databases[own], "NUANYANG_DB_LOGIN": login}


def adopt() -> bool:
    """Take over the environment of the house that runs here, when none was given: for `manage.py`.

    Returns whether there was one.
    """
    if "NUANYANG_MODE" in os.environ:
        return False
    place = Instance()
    if place.launcher() is None or not place.environment.exists():
        return False
    for name, value in json.loads(place.environment.read_text()).items():
        os.environ.setdefault(name, value)
    return True


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in (*FOR_THE_LAUNCHER, *DATABASES)}
