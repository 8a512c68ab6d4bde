"""The release knows the tables it needs, and readiness says when a database has others."""

import json
import os
import subprocess
import sys

import psycopg
import pytest
from django.db import connections

from services.schools.database_schema import catalog, comparison
from tests.deploy.databases import ROOT, migrated_database

ASK = """
import django; django.setup()
from django.test import Client
from django.conf import settings
client = Client()
client.cookies[settings.SESSION_COOKIE_NAME] = "a-session-of-yesterday"
answer = client.get("/readyz")
print(answer.status_code, answer.content.decode())
"""


@pytest.fixture(scope="module")
def database():
    with migrated_database("ready") as urls:
        yield urls


@pytest.fixture
def owner(database):
    with psycopg.connect(database["OWNER_DATABASE_URL"], autocommit=True) as connection:
        yield connection


def readiness(urls, **environment):
    """Status and body of `/readyz` in a process with the web's login, asked with a session cookie."""
    env = {**os.environ, **urls, "NUANYANG_DB_LOGIN": "web", **environment}
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    ).stdout
    status, _, body = done.strip().splitlines()[-1].partition(" ")
    return int(status), json.loads(body)


def test_expected_tables_are_those_of_the_migrations(owner):
    present = catalog.digests(catalog.describe(owner.cursor()))

    assert comparison.serialize(present) == comparison.EXPECTED.read_text(), "run: python -m tests.deploy.write_schema"


def test_migrated_database_is_ready(database):
    assert readiness(database) == (200, {"status": "ok"})


INJURIES = {
    "a column": ("schema", "ALTER TABLE children_pupil ADD lost int", "ALTER TABLE children_pupil DROP lost"),
    "a policy": (
        "isolation",
        "ALTER POLICY r_school ON children_pupil USING (true)",
        "ALTER POLICY r_school ON children_pupil USING (school_id = current_setting('app.school_id')::bigint)",
    ),
    "a grant": ("isolation", "GRANT SELECT ON children_pupil TO web", "REVOKE SELECT ON children_pupil FROM web"),
    "row-level security": (
        "isolation",
        "ALTER TABLE children_pupil DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE children_pupil ENABLE ROW LEVEL SECURITY",
    ),
}


@pytest.mark.parametrize("what", INJURIES)
def test_database_with_a_changed_table_is_not_ready(what, database, owner):
    check, injure, heal = INJURIES[what]
    owner.execute(injure)

    answer = readiness(database)

    owner.execute(heal)
    assert answer == (503, {"status": "not ready", "checks": [check]})
    assert readiness(database)[0] == 200


def test_older_process_accepts_the_schema_that_a_newer_release_has_declared(database, owner):
    owner.execute("ALTER TABLE children_pupil ADD new_field int")
    newer = comparison.schema_digest(catalog.digests(catalog.describe(owner.cursor())))
    assert readiness(database)[0] == 503, "nobody has declared it yet"
    owner.execute(f"COMMENT ON SCHEMA public IS 'nuanyang schema {newer}'")

    answer = readiness(database)

    owner.execute("ALTER TABLE children_pupil DROP new_field")
    comparison.record_expected(owner.cursor())
    assert answer == (200, {"status": "ok"})


def test_readiness_answers_without_a_database(database, tmp_path):
    nowhere = {"WEB_DATABASE_URL": f"postgresql://web@{str(tmp_path).replace('/', '%2F')}/none"}

    assert readiness(nowhere) == (503, {"status": "not ready", "checks": ["database"]})


def test_readiness_reports_missing_migrations(database, owner):
    owner.execute("DELETE FROM django_migrations WHERE app = 'monitoring'")

    answer = readiness(database)

    owner.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('monitoring', '0001_initial', now())")
    assert answer == (503, {"status": "not ready", "checks": ["migrations"]})


@pytest.mark.django_db
def test_suite_has_the_tables_of_the_release():
    """The suite makes its tables from the models; only what no code of ours uses differs."""
    with connections["owner"].cursor() as cursor:
        assert set(comparison.compare(cursor).differences) <= {"auth_group_permissions", "django_migrations"}
