"""Keep a county and the code of this release for the tests of the next: ``python -m tests.deploy.write_release 0.3``.

Run it with each release, in a clean checkout, and commit `tests/deploy/releases/<release>.sql`, a row of nearly every
table at each of three schools, as text that any client can run; and `<release>.tar.xz`, the code that will run beside
the next release while that is installed. The code of the release before goes: nothing runs beside it any more.
"""

import lzma
import os
import re
import subprocess
import sys
from pathlib import Path

from tests import servers

RELEASES = Path(__file__).parent / "releases"
# Published, so that what is sealed in the file opens in the tests.
KEYS = {"VAULT_KEYS": "release:" + "C" * 43 + "=", "VAULT_INDEX_KEY": "D" * 43 + "="}
# What psql alone understands, what an older server does not, and headings. Other comments may be of a function.
_LEFT_OUT = re.compile(
    r"^(?:\\(?:un)?restrict |SET transaction_timeout|--$|-- (?:Name|Data for Name|Dumped|PostgreSQL database dump))"
)


def main(release: str) -> None:
    """Migrate a new database, put the cast and a row of each table into it, and dump it as text."""
    started = servers.start()
    os.environ.update({**started.env, **KEYS, "NUANYANG_DB_LOGIN": "worker"})
    from tests.deploy.databases import migrated_database

    with migrated_database("release") as urls:
        os.environ.update(urls)
        _fill()
        binaries = started.postgres.binaries
        command = [binaries / "pg_dump", "--rows-per-insert=50", "--no-owner", urls["OWNER_DATABASE_URL"]]
        text = subprocess.run([*command, "--enable-row-security"], check=True, capture_output=True, text=True).stdout
    lines = [line for line in text.splitlines() if not _LEFT_OUT.match(line)]
    RELEASES.mkdir(exist_ok=True)
    (RELEASES / f"{release}.sql").write_text("\n".join(lines) + "\n")
    started.stop()
    _keep_code(release)


def _keep_code(release: str) -> None:
    for earlier in RELEASES.glob("*.tar.xz"):
        earlier.unlink()
    command = ["git", "archive", f"--prefix={release}/", "HEAD", "services", "workers", "manage.py"]
    archive = subprocess.run([*command, ":!services/locale"], check=True, capture_output=True).stdout
    (RELEASES / f"{release}.tar.xz").write_bytes(lzma.compress(archive, preset=9))


def _fill() -> None:
    import django

    django.setup()
    from django.db import connections

    from services.schools.scope import ALL_TENANTS, scope
    from tests.cast import build_town
    from tests.guards.rows import Rows, tenant_tables

    town = build_town()
    county_rows: dict[int, dict] = {}
    with scope(ALL_TENANTS):
        for cast in (town.a, town.b, town.c):
            user = town.user(cast.actors["head"])
            rows = Rows(cast, user, county_rows.setdefault(cast.school.county_id, {}))
            for model in tenant_tables():
                rows.of(model)
    connections.close_all()


if __name__ == "__main__":
    main(sys.argv[1])
