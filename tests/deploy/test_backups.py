"""The drill: back up the suite's county, restore it on an empty server, compare; and what must be refused."""

import base64
import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command

from deploy.local.postgres import Cluster
from infra.postgres.apply import apply, login_urls
from services.backups import archive, queries, restoring, retention, taking, verifying
from services.backups.encryption import InvalidBackup
from services.backups.manifest import WrongBackupKeys
from services.backups.models import Backup
from services.backups.restoring import NotEmpty
from services.kit.encrypted_stream import PIECE
from services.schools.models import StaffPrivate
from services.schools.sealed import vault
from tests.deploy.databases import manage

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
KEY_TEXT = base64.b64encode(KEY).decode()
NOW = datetime(2026, 9, 7, 2, 30, tzinfo=UTC)
POLICIES = "SELECT count(*) FROM pg_policies"
ISOLATED = "SELECT count(*) FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"


@pytest.fixture
def server():
    """A PostgreSQL on which nobody has ever prepared anything."""
    folder = Path(tempfile.mkdtemp(prefix="ny-"))
    folder.chmod(0o711)
    cluster = Cluster(folder / "data", folder / "run", folder / "log", is_fast=True)
    cluster.prepare()
    cluster.start()
    yield cluster
    cluster.stop()
    shutil.rmtree(folder)


@pytest.fixture
def county(lasting_town, tmp_path):
    """The suite's county with two files and a sealed number; the folder of its files."""
    with lasting_town.a.inside():
        private = StaffPrivate(staff=lasting_town.a.staff["wang"])
        private.seal("phone", "13800138000")
        private.save()
    files = tmp_path / "files"
    (files / "exports").mkdir(parents=True)
    (files / "exports" / "letter.pdf").write_bytes(b"%PDF" + os.urandom(3 * 2**20))
    (files / "empty").touch()
    return files


def admin_url(cluster):
    return cluster.admin_url.removesuffix("/postgres") + "/nuanyang"


@pytest.mark.django_db(transaction=True)
def test_backup_restores_on_an_empty_server_with_its_isolation(county, lasting_town, server, tmp_path):
    path = taking.take(tmp_path / "backups", KEY, files=county, now=NOW)

    restored = restoring.restore(path, KEY, admin_url=admin_url(server), env={}, files=tmp_path / "new" / "files")

    assert restored.differences == []
    schools = (lasting_town.a, lasting_town.b, lasting_town.c)
    assert restored.manifest.rows["children_pupil"] == sum(len(cast.pupils) for cast in schools) > 0
    assert restored.manifest.files == 2
    assert (tmp_path / "new/files/exports/letter.pdf").read_bytes() == (county / "exports/letter.pdf").read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    name = lasting_town.a.school.name
    with psycopg.connect(admin_url(server)) as admin:
        assert admin.execute(POLICIES).fetchone()[0] == restored.manifest.policies > 200
        assert admin.execute(ISOLATED).fetchone()[0] > 50
    with psycopg.connect(apply(admin_url(server), {})["WEB_DATABASE_URL"], autocommit=True) as web:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("SELECT * FROM children_pupil")
        with web.transaction():
            web.execute("SELECT set_config('role', 'r_school', true), set_config('app.school_id', %s, true)", ["0"])
            assert web.execute("SELECT count(*) FROM children_pupil").fetchone() == (0,)
    for secret in (name.encode(), b"PGDMP", b"%PDF", b"manifest"):
        assert secret not in path.read_bytes()


@pytest.mark.django_db(transaction=True)
def test_operator_restores_on_an_empty_server_and_verifies_by_command(county, server, tmp_path):
    folder = tmp_path / "backups"
    path = taking.take(folder, KEY, files=county, now=NOW)
    urls = login_urls(admin_url(server), {})
    env = {"DATABASE_URL": admin_url(server), "BACKUP_KEY": KEY_TEXT, "BACKUP_DIR": str(folder)}
    env |= {"NUANYANG_DATA_DIR": str(tmp_path / "var")}

    restored = manage(urls, "restore", str(path), **env).stdout
    verified = manage(urls, "verify", **env).stdout

    assert f"restored the backup of {NOW.isoformat()}" in restored
    assert f"{path.name} restores:" in verified
    assert (tmp_path / "var/files/empty").exists()


@pytest.mark.django_db(transaction=True)
def test_verify_compares_in_a_scratch_database_and_drops_it(county, server, tmp_path):
    path = taking.take(tmp_path / "backups", KEY, files=county, now=NOW)
    apply(admin_url(server), {})

    restored = verifying.verify(path, KEY, admin_url=admin_url(server), env={})

    assert restored.differences == []
    assert len(restored.manifest.seals["schools_staffprivate.phone"]) == 1
    with psycopg.connect(server.admin_url) as admin:
        left = [name for (name,) in admin.execute("SELECT datname FROM pg_database WHERE datname LIKE '%verify%'")]
    assert left == []


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_lost_its_policies_or_rows_is_named(county, server, tmp_path, monkeypatch):
    path = taking.take(tmp_path / "backups", KEY, files=county, now=NOW)
    urls = apply(admin_url(server), {})
    load = restoring._load

    def load_and_lose(pieces, using):
        load(pieces, using)
        with psycopg.connect(urls["OWNER_DATABASE_URL"]) as owner:
            owner.execute("DROP POLICY r_school ON children_pupil")
            owner.execute("DELETE FROM access_membership")
            owner.execute("DELETE FROM schools_staffprivate")

    monkeypatch.setattr(restoring, "_load", load_and_lose)
    restored = restoring.restore(path, KEY, admin_url=admin_url(server), env={}, files=tmp_path / "new")

    policies = restored.manifest.policies
    assert f"{policies - 1} policies instead of {policies}" in restored.differences
    assert "the table children_pupil differs" in restored.differences
    memberships = restored.manifest.rows["access_membership"]
    assert "1 sealed values are missing or do not open" in restored.differences
    assert f"access_membership has 0 rows instead of {memberships}" in restored.differences


@pytest.mark.django_db(transaction=True)
def test_restore_refuses_other_keys_damage_and_what_is_not_empty(county, server, tmp_path, settings):
    path = taking.take(tmp_path / "backups", KEY, files=county, now=NOW)
    whole = path.read_bytes()
    arguments = {"admin_url": admin_url(server), "env": {}, "files": tmp_path / "new"}

    with pytest.raises(InvalidBackup, match="BACKUP_KEY is not the key"):
        restoring.restore(path, OTHER_KEY, **arguments)
    for damaged in (whole[:-1], whole[:-PIECE], whole[: len(whole) // 2] + b"x" + whole[len(whole) // 2 + 1 :], b"tar"):
        other = tmp_path / "damaged.backup"
        other.write_bytes(damaged)
        with pytest.raises(InvalidBackup):
            restoring.restore(other, KEY, **arguments)
    settings.VAULT_KEYS = "other:" + "C" * 43 + "="
    vault.cache_clear()
    with pytest.raises(WrongBackupKeys, match="VAULT_KEYS"):
        restoring.restore(path, KEY, **arguments)
    with psycopg.connect(server.admin_url) as admin:
        roles = admin.execute("SELECT count(*) FROM pg_roles WHERE rolname IN ('owner', 'web', 'r_school')").fetchone()
    assert roles == (0,), "nothing was touched"


@pytest.fixture(autouse=True)
def own_vault():
    yield
    vault.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_restore_refuses_a_database_with_tables_and_a_folder_with_files(county, server, tmp_path):
    path = taking.take(tmp_path / "backups", KEY, files=county, now=NOW)
    urls = apply(admin_url(server), {})

    with pytest.raises(NotEmpty, match="holds files"):
        restoring.restore(path, KEY, admin_url=admin_url(server), env={}, files=county)
    with psycopg.connect(urls["OWNER_DATABASE_URL"]) as owner:
        owner.execute("CREATE TABLE theirs (n int)")
    with pytest.raises(NotEmpty, match="The database nuanyang has tables"):
        restoring.restore(path, KEY, admin_url=admin_url(server), env={}, files=tmp_path / "new")


@pytest.mark.django_db(transaction=True)
def test_command_records_the_backup_copies_it_and_removes_expired_ones(county, tmp_path, settings, at_monday):
    settings.BACKUP_KEY = KEY_TEXT
    settings.BACKUP_DIR, settings.MEDIA_ROOT = tmp_path / "backups", county
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    settings.BACKUP_HOOK = f"cp -t {elsewhere}"
    settings.BACKUP_DIR.mkdir()
    old = settings.BACKUP_DIR / "nuanyang-20200101T000000Z.backup"
    newer = [old.with_name(f"nuanyang-20260{month}01T000000Z.backup") for month in range(1, 10)]
    newer += [old.with_name(f"nuanyang-2025{month}01T000000Z.backup") for month in (10, 11, 12)]
    for path in (old, *newer):
        path.touch()

    call_command("backup", stdout=StringIO())

    [backup] = Backup.objects.using("owner").all()
    path = settings.BACKUP_DIR / backup.name
    assert (elsewhere / backup.name).read_bytes() == path.read_bytes()
    assert backup.size == path.stat().st_size
    assert backup.copied_at
    assert not old.exists()
    archive.check(path, KEY)

    settings.BACKUP_HOOK = "sh -c 'echo no space >&2; exit 3'"
    with pytest.raises(CommandError, match="BACKUP_HOOK ended with 3: no space"):
        call_command("backup", folder=tmp_path / "second", stdout=StringIO())


def test_seven_days_five_weeks_and_twelve_months_are_kept(tmp_path):
    days = [NOW - timedelta(days=number) for number in range(800)]
    paths = [tmp_path / day.strftime(taking.NAME) for day in days]

    left = [path for path in paths if path not in retention.expired(paths)]

    ages = [paths.index(path) for path in left]
    assert ages[:7] == list(range(7))
    assert len(left) == 7 + 3 + 11, "two weeks and this month are among the days already"
    assert 300 < ages[-1] < 366
    assert retention.expired([tmp_path / "notes.txt"]) == []


def test_without_a_backup_every_time_is_missing(town):
    from services.schools.scope import ALL_TENANTS, scope

    with scope(ALL_TENANTS):
        assert queries.last_times() == {"taken": None, "verified": None, "copied": None}
