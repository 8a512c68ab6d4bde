"""A database of each earlier release is brought to this one: the same tables as a new one, and no row lost."""

import re
import subprocess

import psycopg
import pytest
from psycopg import sql

from services.backups import programs
from services.schools.database_schema import catalog, comparison
from tests.deploy.databases import empty_database, manage, migrated_database
from tests.deploy.write_release import KEYS, RELEASES

FILES = sorted(RELEASES.glob("*.sql"))
# Django and the migrations write these themselves: each release has more of them.
OF_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission", "schools_vaultkey"}
_COMMENT = re.compile(r"^(?:--|\\|\s*$)")
_NOISE = re.compile(r"::(?:character varying|text)(?:\[\])?|[()\s]+")  # printed otherwise after a dump and a restore


@pytest.fixture(scope="module")
def fresh():
    with migrated_database("fresh") as urls:
        yield urls


def row_counts(url):
    with psycopg.connect(url) as owner:
        tables = list(catalog.describe(owner.cursor()))
        return {
            table: owner.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()[0]
            for table in tables
        }


def schema_dump(url):
    """What `pg_dump -s` prints, without comments, casts of texts, brackets and spaces."""
    with psycopg.connect(url) as owner:
        program = programs.find("pg_dump", owner.info.server_version)
    text = subprocess.run([program, "-s", url], check=True, capture_output=True, text=True).stdout
    return sorted(_NOISE.sub("", line).rstrip(",") for line in text.splitlines() if not _COMMENT.match(line))


@pytest.mark.parametrize("release", FILES, ids=lambda path: path.stem)
def test_database_of_a_release_becomes_one_of_this_and_keeps_its_rows(release, fresh):
    with empty_database("upgraded") as urls:
        url = urls["OWNER_DATABASE_URL"]
        with psycopg.connect(url) as owner:
            owner.execute(release.read_text())
        before = row_counts(url)
        assert sum(before.values()) > 500

        manage(urls, "migrate", "-v", "0", **KEYS)

        after = row_counts(url)
        assert {table: after.get(table) for table in before.keys() - OF_MIGRATIONS} == {
            table: count for table, count in before.items() if table not in OF_MIGRATIONS
        }
        with psycopg.connect(url) as owner:
            assert comparison.compare(owner.cursor()).differences == {}
        assert schema_dump(url) == schema_dump(fresh["OWNER_DATABASE_URL"])


def test_there_is_a_county_of_every_release_that_is_upgraded():
    """The notes of the newest release may still grow; the county of it is written when it is finished."""
    notes = (RELEASES.parents[2] / "docs/releases.md").read_text()
    released = re.findall(r"^## ([\d.]+)$", notes, flags=re.MULTILINE)

    assert {path.stem for path in FILES} >= set(released[1:]) - {"0.1"}
