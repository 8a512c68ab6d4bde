"""Write what the release expects of its tables: ``python -m tests.deploy.write_schema``, after each new migration."""

import os

from tests import servers


def main() -> None:
    """Migrate a new database on a server of its own and describe it."""
    started = servers.start()
    os.environ.update(started.env)
    import psycopg

    from services.schools.database_schema import catalog, comparison
    from tests.deploy.databases import migrated_database

    with migrated_database("expected") as urls, psycopg.connect(urls["OWNER_DATABASE_URL"]) as owner:
        digests = catalog.digests(catalog.describe(owner.cursor()))
    comparison.EXPECTED.write_text(comparison.serialize(digests))
    print(f"{comparison.EXPECTED}: {len(digests)} tables")
    started.stop()


if __name__ == "__main__":
    main()
