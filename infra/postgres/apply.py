"""Create or repair roles, logins and the database from one admin login.

``DATABASE_URL=… python -m infra.postgres.apply --urls`` prints the URLs of the logins, one ``NAME=value`` a line;
``--wait=900`` asks a server that is not up yet for so many seconds.
"""

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

SQL_DIR = Path(__file__).parent
LOGINS = ("owner", "web", "worker")
MAINTENANCE = "postgres"
WAIT = "--wait="
_LOCK = 0x6E75616E  # one apply at a time: two that alter a role together end in "tuple concurrently updated"


def apply(admin_url: str, env: Mapping[str, str], *, may_create_databases: bool = False) -> dict[str, str]:
    """Make roles, logins and the database; return OWNER_, WEB_ and WORKER_DATABASE_URL.

    Running it again changes nothing. `may_create_databases` is for test databases and stays off in production.
    """
    urls = login_urls(admin_url, env)
    name = database_name(admin_url)
    with psycopg.connect(at_database(admin_url, MAINTENANCE), autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        with admin.transaction():
            _make_roles(admin, urls, may_create_databases=may_create_databases)
        make_database(admin, name)
    with psycopg.connect(at_database(admin_url, name), autocommit=True) as admin:
        admin.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    return urls


def wait(admin_url: str, seconds: float, *, pause: float = 2.0) -> bool:
    """Ask the server until it takes connections; False after `seconds`. Says once that it waits."""
    deadline, is_reported = time.monotonic() + seconds, False
    while True:
        try:
            psycopg.connect(at_database(admin_url, MAINTENANCE), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if time.monotonic() >= deadline:
                return False
            if not is_reported:
                print(f"PostgreSQL does not answer yet, waiting: {str(error).splitlines()[0]}", flush=True)
                is_reported = True
            time.sleep(pause)
        else:
            return True


def database_name(admin_url: str) -> str:
    """The product's database: the one the admin login names, unless that is the maintenance database."""
    named = urlsplit(admin_url).path.lstrip("/")
    return named if named not in {"", MAINTENANCE, "template1"} else "nuanyang"


def login_urls(admin_url: str, env: Mapping[str, str]) -> dict[str, str]:
    """The three logins' URLs on the admin's server; a URL or ``WEB_PASSWORD`` and the like in `env` wins."""
    urls = {}
    for login in LOGINS:
        variable = f"{login.upper()}_DATABASE_URL"
        password = env.get(f"{login.upper()}_PASSWORD", "")
        derived = at_database(admin_url, database_name(admin_url), user=login, password=password)
        urls[variable] = env.get(variable) or derived
    return urls


def at_database(url: str, database: str, *, user: str | None = None, password: str = "") -> str:
    """The same server's URL for another database, and with `user` for another login."""
    address = urlsplit(url)
    credentials, at, host = address.netloc.rpartition("@")
    if user is not None:
        credentials, at = user + (":" + quote(password, safe="") if password else ""), "@"
    return urlunsplit(address._replace(netloc=credentials + at + host, path="/" + database))


def _make_roles(admin: psycopg.Connection, urls: Mapping[str, str], *, may_create_databases: bool) -> None:
    admin.execute((SQL_DIR / "roles.sql").read_bytes())
    admin.execute((SQL_DIR / "settings.sql").read_bytes())
    admin.execute("ALTER ROLE owner CREATEDB" if may_create_databases else "ALTER ROLE owner NOCREATEDB")
    for login in LOGINS:
        if password := psycopg.conninfo.conninfo_to_dict(urls[f"{login.upper()}_DATABASE_URL"]).get("password"):
            # Hashed here, so that the server's log never shows the password.
            sealed = admin.pgconn.encrypt_password(str(password).encode(), login.encode(), b"scram-sha-256").decode()
            admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(login), sql.Literal(sealed)))


def make_database(admin: psycopg.Connection, name: str) -> None:
    """Create a database of the owner's, closed to everybody but the logins; repair one that is there."""
    database = sql.Identifier(name)
    row = admin.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [name]).fetchone()
    if row is None:
        # Without superuser, CREATE DATABASE … OWNER needs membership in the owner role.
        if not _is_superuser(admin):
            admin.execute("GRANT owner TO CURRENT_USER")
        admin.execute(sql.SQL("CREATE DATABASE {} OWNER owner ENCODING 'UTF8' TEMPLATE template0").format(database))
    elif row[0] != "owner":
        admin.execute(sql.SQL("ALTER DATABASE {} OWNER TO owner").format(database))
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO owner, web, worker").format(database))
    # COPY goes to a temporary table first: COPY into a table with row-level security is refused.
    admin.execute(
        sql.SQL("GRANT TEMPORARY ON DATABASE {} TO web, worker, r_school, r_county, r_worker").format(database)
    )


def _is_superuser(admin: psycopg.Connection) -> bool:
    row = admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


def main(arguments: list[str]) -> int:
    """Apply to ``DATABASE_URL``; ``--urls`` prints the logins' URLs, passwords and all."""
    admin_url = os.environ.get("DATABASE_URL")
    if not admin_url:
        print("DATABASE_URL is not set: give an admin login of the PostgreSQL server.", file=sys.stderr)
        return 2
    seconds = next((float(text[len(WAIT) :]) for text in arguments if text.startswith(WAIT)), 0.0)
    if not wait(admin_url, seconds):
        print("PostgreSQL does not answer: start it, or correct DATABASE_URL.", file=sys.stderr)
        return 1
    mode = os.environ.get("NUANYANG_MODE", "production")
    urls = apply(admin_url, os.environ, may_create_databases=mode != "production")
    if "--urls" in arguments:
        print("\n".join(f"{variable}={url}" for variable, url in urls.items()))
    else:
        print(f"roles, logins and the database {database_name(admin_url)} are in order")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
