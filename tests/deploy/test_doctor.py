"""`manage.py doctor` on a healthy installation and on injured ones: each injury is named, with its remedy."""

import json
import os
import socket
import ssl
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from services.monitoring.doctor import run
from tests.deploy.databases import ROOT, manage, migrated_database
from workers.queues import QUEUES

HEALTHY_BACKUP = "INSERT INTO backups_backup (name, size, taken_at) VALUES ('a.backup', 1, now())"
# Far ahead: the tests may take longer than the three intervals after which a queue counts as silent.
HEARTBEATS = (
    "INSERT INTO monitoring_queueheartbeat (queue, sent_at, received_at) VALUES (%s, now(), now() + interval '1 day')"
)


@pytest.fixture(scope="module")
def mail_port():
    """A mail server that greets and says goodbye."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                return
            with client:
                client.sendall(b"220 hello\r\n")
                while data := client.recv(1000):
                    client.sendall(b"221 bye\r\n" if data.upper().startswith(b"QUIT") else b"250 ok\r\n")

    threading.Thread(target=serve, daemon=True, name="process_request mail").start()
    yield server.getsockname()[1]
    server.close()


@pytest.fixture(scope="module")
def installation(tmp_path_factory, mail_port):
    """A migrated database with a backup, heartbeats, static files, mail: the environment of its processes."""
    data = tmp_path_factory.mktemp("data")
    local = {"NUANYANG_MODE": "local", "NUANYANG_DATA_DIR": str(data), "NUANYANG_MIN_FREE_BYTES": "1"}
    local |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mail_port)}
    with migrated_database("doctor") as urls:
        with psycopg.connect(urls["OWNER_DATABASE_URL"]) as owner:
            owner.execute(HEALTHY_BACKUP)
            owner.cursor().executemany(HEARTBEATS, [(queue,) for queue in QUEUES])
        manage(urls, "collectstatic", "--noinput", "-v", "0", **local)
        yield {**urls, **local}


@pytest.fixture
def owner(installation):
    with psycopg.connect(installation["OWNER_DATABASE_URL"], autocommit=True) as connection:
        yield connection


def doctor(installation, *arguments, **changes):
    """Exit code and results of `manage.py doctor` with the worker's login."""
    env = {**os.environ, **installation, "NUANYANG_DB_LOGIN": "worker", **changes}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", "doctor", "--json", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("{"), done.stderr
    return done.returncode, json.loads(done.stdout)


def test_healthy_installation_passes_every_check(installation):
    code, results = doctor(installation)

    states = {name: result["state"] for name, result in results.items()}
    assert states == {**dict.fromkeys(run.CHECKS, "ok"), "sms": "skipped", "certificate": "skipped"}, results
    assert code == 0
    assert not any(result["remedy"] for result in results.values())


SQL_INJURIES = {
    "a role that may do too much": ("roles", "web", "GRANT r_worker TO web", "REVOKE r_worker FROM web"),
    "a changed policy": (
        "isolation",
        "children_pupil",
        "ALTER POLICY r_school ON children_pupil USING (true)",
        "ALTER POLICY r_school ON children_pupil USING (school_id = current_setting('app.school_id')::bigint)",
    ),
    "a grant too many": (
        "isolation",
        "children_pupilprivate",
        "GRANT SELECT ON children_pupilprivate TO r_county",
        "REVOKE SELECT ON children_pupilprivate FROM r_county",
    ),
    "a column of another release": (
        "schema",
        "care_pairing",
        "ALTER TABLE care_pairing ADD lost int",
        "ALTER TABLE care_pairing DROP lost",
    ),
    "a migration that did not run": (
        "migrations",
        "1",
        "DELETE FROM django_migrations WHERE app = 'backups'",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('backups', '0001_initial', now())",
    ),
    "workers that stopped": (
        "workers",
        "quick",
        "UPDATE monitoring_queueheartbeat SET received_at = now() - interval '5 minutes' WHERE queue = 'quick'",
        "UPDATE monitoring_queueheartbeat SET received_at = now() + interval '1 day'",
    ),
    "an old backup": (
        "backup",
        "50",
        "UPDATE backups_backup SET taken_at = now() - interval '50 hours 5 minutes'",
        "UPDATE backups_backup SET taken_at = now()",
    ),
}


def assert_only(check, mentioned, code, results):
    """Exactly this check failed, names what is injured and gives a remedy."""
    assert [name for name, result in results.items() if result["state"] == "failed"] == [check], results
    assert mentioned in results[check]["text"]
    assert results[check]["remedy"]
    assert code == 1


@pytest.mark.parametrize("what", SQL_INJURIES)
def test_injury_of_the_database_is_named_with_its_remedy(what, installation, owner):
    check, mentioned, injure, heal = SQL_INJURIES[what]
    # Roles are the administrator's; the suite's own server has one without a password.
    login = owner.info.dsn.replace("user=owner", "user=postgres") if check == "roles" else owner.info.dsn
    with psycopg.connect(login, autocommit=True) as injurer:
        injurer.execute(injure)
        try:
            code, results = doctor(installation)
        finally:
            injurer.execute(heal)

    assert_only(check, mentioned, code, results)


def test_other_vault_keys_are_named(installation):
    code, results = doctor(installation, "keys", VAULT_KEYS="other:" + "C" * 43 + "=")

    assert_only("keys", "VAULT_KEYS", code, results)


ENVIRONMENT_INJURIES = {
    "a queue that is gone": ("queue", "ConnectionError", {"REDIS_URL": "redis://127.0.0.1:1/0"}),
    "a mail server that is gone": ("mail", "127.0.0.1:1", {"EMAIL_PORT": "1"}),
    "a full disk": ("disk", "GB", {"NUANYANG_MIN_FREE_BYTES": str(2**60)}),
    "a published key": ("mode", "test", {"NUANYANG_MODE": "test"}),
    "a gateway that writes files": (
        "sms",
        "file",
        {"NUANYANG_MODE": "production", "NUANYANG_SMS_PROVIDER": "file", "NUANYANG_DEMO": "no"},
    ),
}


@pytest.mark.parametrize("what", ENVIRONMENT_INJURIES)
def test_injury_of_the_environment_is_named_with_its_remedy(what, installation):
    check, mentioned, changes = ENVIRONMENT_INJURIES[what]

    code, results = doctor(installation, **changes)

    assert_only(check, mentioned, code, results)


def test_second_host_without_the_static_files_of_this_release_is_named(installation, tmp_path):
    code, results = doctor(installation, NUANYANG_DATA_DIR=str(tmp_path))
    assert_only("static", str(tmp_path), code, results)

    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "release.txt").write_text("another release\n")
    code, results = doctor(installation, NUANYANG_DATA_DIR=str(tmp_path))
    assert_only("static", str(tmp_path), code, results)


def test_clock_beyond_the_tolerance_is_named(monkeypatch, town):
    from services.monitoring.doctor import database

    real = database.time.time
    monkeypatch.setattr(database.time, "time", lambda: real() + 11)
    late = run.run_one(database.clock, datetime.now(UTC))
    monkeypatch.setattr(database.time, "time", real)

    assert (late.state, "+11." in late.text, "set-ntp" in late.remedy) == ("failed", True, True)
    assert run.run_one(database.clock, datetime.now(UTC)).state == "ok"


def test_database_that_is_gone_fails_its_checks_and_no_others(installation, tmp_path):
    nowhere = f"postgresql://worker@{str(tmp_path).replace('/', '%2F')}/none"
    code, results = doctor(installation, WORKER_DATABASE_URL=nowhere)

    failed = {name for name, result in results.items() if result["state"] == "failed"}
    assert failed == {"keys", "roles", "isolation", "migrations", "schema", "clock", "workers", "backup"}
    assert all("PostgreSQL" in results[name]["remedy"] for name in failed)
    assert code == 1


@pytest.fixture
def https(tmp_path):
    """Serve a certificate that ends after a given time; returns the address and the file of its authority."""
    servers = []

    def serve(left):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=60))
            .not_valid_after(now + left)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        file = tmp_path / "certificate.pem"
        plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        file.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(serialization.Encoding.PEM, *plain)
        )
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(file)
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)

        def answer():
            client, _ = server.accept()
            try:
                context.wrap_socket(client, server_side=True).close()
            except OSError:
                client.close()

        threading.Thread(target=answer, daemon=True).start()
        return f"https://localhost:{server.getsockname()[1]}/", str(file)

    yield serve
    for server in servers:
        server.close()


@pytest.mark.parametrize(
    ("left", "state"),
    [(timedelta(days=80), "ok"), (timedelta(days=9), "failed"), (timedelta(days=-1), "failed")],
)
def test_certificate_that_ends_soon_or_has_ended_is_named(left, state, https, settings):
    from services.monitoring.doctor import machine

    settings.PUBLIC_ADDRESS, settings.CA_FILE = https(left)

    result = run.run_one(machine.certificate, datetime.now(UTC))

    assert (result.state, bool(result.remedy)) == (state, state != "ok")


def test_reapply_repairs_policies_and_grants(installation, owner):
    owner.execute("DROP POLICY r_school ON children_pupil")
    owner.execute("CREATE POLICY hole ON children_pupil TO web USING (true)")
    owner.execute("GRANT SELECT ON children_pupil TO web")
    assert doctor(installation, "isolation")[0] == 1

    manage(installation, "rls", "reapply")

    assert doctor(installation, "isolation")[0] == 0
