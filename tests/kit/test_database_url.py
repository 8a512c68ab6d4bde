"""URLs of databases, with one host or several."""

import os
from urllib.parse import quote

import psycopg
import pytest
from django.db.backends.postgresql.base import DatabaseWrapper

from services.kit.database import database_url

ONE = {"NAME": "nuanyang", "USER": "web", "PASSWORD": "a/b@c", "HOST": "db.example", "PORT": "5433"}


def test_url_with_one_host_and_options():
    parsed = database_url.parse("postgresql://web:a%2Fb%40c@db.example:5433/nuanyang?sslmode=require")

    assert parsed == {**ONE, "ENGINE": "django.db.backends.postgresql", "OPTIONS": {"sslmode": "require"}}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://web:a%2Fb%40c@db1:5433,db2:5434/nuanyang?target_session_attrs=read-write",
        "postgresql://web:a%2Fb%40c@/nuanyang?host=db1,db2&port=5433,5434&target_session_attrs=read-write",
    ],
)
def test_both_forms_of_several_hosts_are_read_alike(url):
    parsed = database_url.parse(url)

    several = {**ONE, "HOST": "db1,db2", "PORT": "5433,5434"}
    options = {"target_session_attrs": "read-write"}
    assert parsed == {**several, "ENGINE": "django.db.backends.postgresql", "OPTIONS": options}


def test_url_that_cannot_be_read_is_refused_without_its_password():
    with pytest.raises(database_url.InvalidDatabaseUrl) as refused:
        database_url.parse("postgresql://web:secret@host:port:5/nuanyang?nonsense=1")

    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("form", ["query", "comma"])
def test_connection_goes_to_the_host_that_answers(form, tmp_path):
    """The first host is dead, as after a failover."""
    dead, living = quote(str(tmp_path), safe=""), psycopg.conninfo.conninfo_to_dict(os.environ["WORKER_DATABASE_URL"])
    alive = quote(str(living["host"]), safe="")
    login = f"worker:{living.get('password', '')}"
    attributes = "target_session_attrs=read-write&connect_timeout=5"
    url = {
        "query": f"postgresql://{login}@/postgres?host={dead},{alive}&{attributes}",
        "comma": f"postgresql://{login}@{dead},{alive}/postgres?{attributes}",
    }[form]
    settings = {**database_url.parse(url), "NAME": living["dbname"], "TIME_ZONE": None, "CONN_HEALTH_CHECKS": False}

    parameters = DatabaseWrapper({**settings, "AUTOCOMMIT": True}, "several").get_connection_params()
    parameters.pop("context", None), parameters.pop("cursor_factory", None), parameters.pop("prepare_threshold", None)
    with psycopg.connect(**parameters) as connection:
        assert connection.execute("SELECT pg_is_in_recovery()").fetchone() == (False,)
        assert connection.info.host == living["host"]
