import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest

from deploy.local.postgres import Cluster
from infra.postgres.apply import apply, database_name, login_urls

ATTRIBUTES = """
    SELECT rolname, rolcanlogin, rolinherit, rolcreatedb, rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication
    FROM pg_roles WHERE rolname IN ('r_school', 'r_county', 'r_worker', 'owner', 'web', 'worker') ORDER BY rolname
"""
MEMBERSHIPS = """
    SELECT m.rolname, r.rolname FROM pg_auth_members a
    JOIN pg_roles m ON m.oid = a.member JOIN pg_roles r ON r.oid = a.roleid
    WHERE m.rolname IN ('r_school', 'r_county', 'r_worker', 'owner', 'web', 'worker') ORDER BY 1, 2
"""
EXACTLY = [
    ("owner", True, True, False, False),
    ("r_county", False, True, False, False),
    ("r_school", False, True, False, False),
    ("r_worker", False, True, False, False),
    ("web", True, False, False, False),
    ("worker", True, False, False, False),
]
MEMBERS = [
    ("owner", "r_worker"),
    ("web", "r_county"),
    ("web", "r_school"),
    ("worker", "r_county"),
    ("worker", "r_school"),
    ("worker", "r_worker"),
]


@pytest.fixture(scope="module")
def cluster():
    """A server of its own: roles are shared by all databases of one."""
    folder = Path(tempfile.mkdtemp(prefix="ny-"))
    folder.chmod(0o711)
    cluster = Cluster(folder / "data", folder / "run", folder / "log", is_fast=True)
    cluster.prepare()
    cluster.start()
    yield cluster
    cluster.stop()
    shutil.rmtree(folder)


@pytest.fixture
def admin(cluster):
    with psycopg.connect(cluster.admin_url, autocommit=True) as admin:
        yield admin


def test_roles_are_exact_and_a_second_run_changes_nothing(cluster, admin):
    first = apply(cluster.admin_url, {})
    second = apply(cluster.admin_url, {})

    assert first == second
    assert admin.execute(ATTRIBUTES).fetchall() == EXACTLY
    assert admin.execute(MEMBERSHIPS).fetchall() == MEMBERS


def test_privileges_added_by_others_are_removed(cluster, admin):
    apply(cluster.admin_url, {})
    admin.execute("GRANT r_worker, owner TO web")
    admin.execute("ALTER ROLE worker SUPERUSER BYPASSRLS INHERIT")
    admin.execute("REVOKE r_county FROM worker")

    apply(cluster.admin_url, {})

    assert admin.execute(ATTRIBUTES).fetchall() == EXACTLY
    assert admin.execute(MEMBERSHIPS).fetchall() == MEMBERS


def test_each_login_may_become_its_roles_and_no_other(cluster):
    urls = apply(cluster.admin_url, {})
    may = {
        "web": {"r_school", "r_county"},
        "worker": {"r_school", "r_county", "r_worker"},
    }
    for login, roles in may.items():
        with psycopg.connect(urls[f"{login.upper()}_DATABASE_URL"], autocommit=True) as connection:
            for role in ("r_school", "r_county", "r_worker", "owner"):
                if role in roles:
                    connection.execute(f"SET ROLE {role}")
                    connection.execute("CREATE TEMPORARY TABLE merge_me (n int)")
                    connection.execute("DROP TABLE merge_me")
                    connection.execute("RESET ROLE")
                else:
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        connection.execute(f"SET ROLE {role}")


def test_only_the_owner_makes_tables_and_only_test_servers_let_it_make_databases(cluster, admin):
    urls = apply(cluster.admin_url, {})

    with psycopg.connect(urls["OWNER_DATABASE_URL"], autocommit=True) as owner:
        owner.execute("CREATE TABLE public.a_table (n int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute("CREATE DATABASE another")
    for login in ("WEB", "WORKER"):
        with psycopg.connect(urls[f"{login}_DATABASE_URL"], autocommit=True) as connection:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SELECT * FROM a_table")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("CREATE TABLE public.mine (n int)")

    apply(cluster.admin_url, {}, may_create_databases=True)
    assert admin.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = 'owner'").fetchone() == (True,)


def test_an_admin_without_superuser_rights_can_prepare_the_database(cluster, admin):
    """As on a rented server."""
    apply(cluster.admin_url, {})
    admin.execute("DROP DATABASE IF EXISTS rented")
    admin.execute("DROP ROLE IF EXISTS landlord")
    admin.execute("CREATE ROLE landlord LOGIN CREATEROLE CREATEDB")
    admin.execute("GRANT r_school, r_county, r_worker, owner, web, worker TO landlord WITH ADMIN OPTION")

    urls = apply(cluster.admin_url.replace("postgres@", "landlord@").replace("/postgres", "/rented"), {})

    with psycopg.connect(urls["WEB_DATABASE_URL"]) as web:
        assert web.execute("SELECT current_user, current_database()").fetchone() == ("web", "rented")


def test_passwords_come_from_the_environment_and_reach_the_server_hashed(cluster, admin):
    urls = apply(cluster.admin_url, {"WEB_PASSWORD": "a b/c@d"})

    assert urls["WEB_DATABASE_URL"].startswith("postgresql://web:a%20b%2Fc%40d@")
    stored = dict(
        admin.execute("SELECT rolname, rolpassword FROM pg_authid WHERE rolname IN ('web', 'worker')").fetchall()
    )
    assert stored["web"].startswith("SCRAM-SHA-256$")
    assert stored["worker"] is None


def test_urls_derive_from_the_admin_login_and_may_be_given():
    admin = "postgresql://root:secret@db.example:5433/postgres?sslmode=require"

    urls = login_urls(admin, {"WORKER_PASSWORD": "w", "OWNER_DATABASE_URL": "postgresql://owner:o@other/nuanyang"})

    assert urls == {
        "OWNER_DATABASE_URL": "postgresql://owner:o@other/nuanyang",
        "WEB_DATABASE_URL": "postgresql://web@db.example:5433/nuanyang?sslmode=require",
        "WORKER_DATABASE_URL": "postgresql://worker:w@db.example:5433/nuanyang?sslmode=require",
    }
    assert database_name("postgresql://root@db.example/county_12") == "county_12"
