"""Own servers, migrated, with Django set up: for programs that measure or picture outside of pytest."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def served() -> Iterator[None]:
    """Everything a process needs; gone at the end. Import no model before."""
    from tests import servers

    running = servers.start()
    os.environ.update(running.env | {"NUANYANG_SMS_PROVIDER": "null"})
    os.environ["BENCH_ADMIN_URL"] = _of_nuanyang(running)
    try:
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        yield
        connections.close_all()
    finally:
        running.stop()


@contextmanager
def unchecked() -> Iterator[None]:
    """New connections write without foreign keys and triggers: a seed of a nation's size in minutes."""
    import psycopg
    from django.db import connections

    with psycopg.connect(os.environ["BENCH_ADMIN_URL"], autocommit=True) as admin:
        admin.execute("ALTER DATABASE nuanyang SET session_replication_role = replica")
        connections.close_all()
        try:
            yield
        finally:
            admin.execute("ALTER DATABASE nuanyang RESET session_replication_role")
            connections.close_all()


def settle() -> None:
    """Statistics as autovacuum would have gathered them by now."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _of_nuanyang(running: object) -> str:
    """The admin's login at our database: whom no policy meets."""
    admin = os.environ.get("DATABASE_URL") or running.postgres.admin_url  # type: ignore[attr-defined]
    head, _, tail = admin.partition("?")
    return f"{head.rpartition('/')[0]}/nuanyang" + (f"?{tail}" if tail else "")
