"""The database knows its vault keys: a stray key starts no process, and a rotation loses no envelope."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from services.access import audit
from services.audit_log import actions as audit_log
from services.children.choices import ID, PERSON, PHONE, AuditAction, IdKind
from services.children.models import PhoneNumber, PupilPrivate
from services.kit import vault as kit
from services.kit.vault import Vault
from services.notify.actions import opt_outs
from services.notify.choices import ADDRESS_PURPOSE
from services.notify.models import OptOut
from services.schools import vault_keys
from services.schools.models import StaffPrivate
from services.schools.renewal import resealing
from services.schools.scope import ALL_TENANTS, scope
from services.schools.sealed import vault
from services.schools.vault_keys import WrongVaultKeys
from tests.cast import Town
from tests.factories.health import phone
from tests.factories.notify import text_message
from tests.workers import processes

pytestmark = pytest.mark.django_db(transaction=True)
CONNECT = "from services.schools import startup; startup.check(); print('started')"
OWN, INDEX = settings.VAULT_KEYS, settings.VAULT_INDEX_KEY
NAME = OWN.partition(":")[0]
OTHER = "C" * 43 + "="


@pytest.fixture(autouse=True)
def _known_keys() -> None:
    """A table that is emptied between tests has lost them."""
    vault_keys.register_first_keys("owner")


@pytest.fixture
def sealed_town(lasting_town: Town) -> Town:
    """With numbers in both schools and the addresses of messages."""
    for tenant in (lasting_town.a, lasting_town.b):
        with tenant.inside():
            pupil = next(iter(tenant.pupils.values()))
            phone(pupil, "13800000001")
            private = PupilPrivate(pupil=pupil, id_kind=IdKind.RESIDENT)
            private.seal("id_number", "520522201505060026")
            private.save()
            staff = StaffPrivate(staff=tenant.staff["wang"])
            staff.seal("phone", "13900000009")
            staff.save()
        text_message(tenant, lasting_town.monday)
    return lasting_town


def run(tmp_path: Path, *arguments: str, keys: str = OWN, **more: str) -> subprocess.CompletedProcess[str]:
    env = processes.environment(tmp_path, VAULT_KEYS=keys, **more)
    command = [sys.executable, "-W", "ignore", *arguments]
    return subprocess.run(command, cwd=processes.ROOT, env=env, capture_output=True, text=True, check=False)


def start(tmp_path: Path, **env: str) -> str:
    """What a starting process says last."""
    done = run(tmp_path, "-c", f"import django; django.setup()\n{CONNECT}", **env)
    return (done.stdout or done.stderr).strip().splitlines()[-1]


def numbers_of(ring: Vault) -> list[str]:
    """Every number of the towns, opened with these keys."""
    with scope(ALL_TENANTS):
        rows = [
            (row, column, getattr(row, column))
            for model, column in ((PupilPrivate, "id_number"), (PhoneNumber, "number"), (StaffPrivate, "phone"))
            for row in model.objects.exclude(**{column: None}).order_by("pk")
        ]
        return [ring.open(envelope, associated_data=row.associated_data(column)) for row, column, envelope in rows]


def test_a_process_with_stray_keys_does_not_start(sealed_town: Town, tmp_path: Path) -> None:
    stray = kit.new_key()

    assert start(tmp_path) == "started"
    assert start(tmp_path, keys=f"{OWN},{stray}") == "started"
    assert f"lacks {NAME}" in start(tmp_path, keys=stray)
    assert f"{NAME} is another key" in start(tmp_path, keys=f"{NAME}:{OTHER}")
    assert "index is another key" in start(tmp_path, VAULT_INDEX_KEY=OTHER)
    assert "is unknown to this database" in start(tmp_path, keys=f"{stray},{OWN}")


def test_a_rotation_reseals_every_table_and_retires_the_old_key(sealed_town: Town, tmp_path: Path) -> None:
    new = kit.new_key()
    name, both = new.partition(":")[0], f"{new},{OWN}"
    before = numbers_of(vault())
    sealed = resealing.count_by_key()[NAME]
    assert before
    assert {"children_pupilprivate.id_number", "schools_staffprivate.phone"} <= sealed.keys()

    rotated = run(tmp_path, "manage.py", "keys", "rotate", keys=both)
    assert rotated.returncode == 0, rotated.stderr
    assert rotated.stdout.splitlines()[0] == f"{name}: now known to the database"
    assert rotated.stdout.splitlines()[-1] == f"{sealed.total()} envelopes resealed with {name}"
    assert resealing.count_by_key() == {name: sealed}
    assert start(tmp_path, keys=f"{OWN},{new}") == "started"  # a process that was not restarted yet

    done = run(tmp_path, "manage.py", "keys", "reseal", keys=both).stdout.splitlines()
    assert done == [f"0 envelopes resealed with {name}", f"{NAME}: seals nothing any more and may leave VAULT_KEYS"]
    assert start(tmp_path, keys=new) == "started"
    assert "is unknown to this database" in start(tmp_path, keys=both.rpartition(",")[2] + f",{new}")
    assert numbers_of(Vault.from_text(new, INDEX)) == before


def test_a_rotation_that_was_stopped_goes_on(sealed_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = Vault.from_text(f"{kit.new_key()},{OWN}", INDEX)
    monkeypatch.setattr(resealing, "vault", lambda: ring)
    monkeypatch.setattr(resealing, "BATCH", 1)
    before, total = numbers_of(ring), resealing.count_by_key()[NAME].total()

    def stop(_column: resealing.SealedColumn, done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        resealing.reseal(stop)
    left = resealing.count_by_key()[NAME].total()

    assert 0 < left < total
    assert resealing.reseal(lambda _column, _done: None) == left
    assert NAME not in resealing.count_by_key()
    assert numbers_of(ring) == before


def test_status_counts_envelopes_by_key_and_names_a_missing_one(sealed_town: Town, tmp_path: Path) -> None:
    total = resealing.count_by_key()[NAME].total()
    shown = run(tmp_path, "manage.py", "keys", "status").stdout.splitlines()

    assert shown[0] == f"{NAME} (current): {total} envelopes"
    assert any(line.strip().startswith("children_phonenumber.number: ") for line in shown)


def indexes(ring: Vault) -> list[tuple[bool, ...]]:
    """Whether each index of the towns is the one that these keys make."""
    with scope(ALL_TENANTS):
        pupils = PupilPrivate.objects.exclude(id_number=None).select_related("pupil")
        private = [
            (
                row.id_index == ring.blind_index(row.unseal("id_number"), purpose=ID),
                row.pupil.person_key == ring.blind_index(row.unseal("id_number"), purpose=PERSON),
            )
            for row in pupils
        ]
        numbers = [
            (row.number_index == ring.blind_index(row.unseal("number"), purpose=PHONE),)
            for row in PhoneNumber.objects.all()
        ]
        return [*private, *numbers]


def test_index_key_is_replaced_and_what_is_found_by_it_is_found_again(sealed_town: Town, tmp_path: Path) -> None:
    """Pupils, numbers and opt-outs by the new key; the seals of the audit log by the key they were made with."""
    town, both = sealed_town, f"{OTHER},{INDEX}"
    new = Vault.from_text(OWN, both)
    with town.a.inside():
        opt_outs.opt_out(channel="sms", address="13800000001", source="test", by=town.head_li, now=town.monday)
        audit.log(AuditAction.CHILD_VIEWED, target=town.xiaoming, by=town.head_li, now=town.monday)
    audit_log.seal_events(now=town.monday)
    assert not any(all(row) for row in indexes(new))

    refused = reindex(tmp_path, OTHER)
    done = reindex(tmp_path, both)

    assert "lacks the index key of this database" in refused.stderr
    assert done.stdout.splitlines()[-1].endswith("blind indexes made anew, 0 whose text stands nowhere"), done.stderr
    assert all(all(row) for row in indexes(new))
    with scope(ALL_TENANTS):
        (opted,) = OptOut.objects.values_list("address_index", flat=True)
    assert opted == new.blind_index("13800000001", purpose=ADDRESS_PURPOSE)
    assert reindex(tmp_path, both).stdout.splitlines()[-1].startswith("0 blind indexes made anew")
    # Neither the former key alone, nor the new one: the seals need the former.
    assert "VAULT_INDEX_KEY lacks index-" in start(tmp_path)
    assert "VAULT_INDEX_KEY lacks index-" in start(tmp_path, VAULT_INDEX_KEY=OTHER)
    assert start(tmp_path, VAULT_INDEX_KEY=both) == "started"
    verified = run(tmp_path, "manage.py", "audit", "verify", VAULT_INDEX_KEY=both)
    assert verified.returncode == 0, verified.stderr


def test_no_process_starts_while_the_indexes_are_half_made_anew(sealed_town: Town, tmp_path: Path) -> None:
    stop_service()
    vault_keys.begin_rebuild("owner")
    try:
        assert "being made anew" in start(tmp_path)
        assert "being made anew" in start(tmp_path, VAULT_INDEX_KEY=f"{OTHER},{INDEX}")
    finally:
        vault_keys.end_rebuild("owner")
    assert start(tmp_path) == "started"


def test_indexes_are_not_made_anew_while_the_service_runs(sealed_town: Town) -> None:
    connections["default"].ensure_connection()
    with pytest.raises(WrongVaultKeys, match="Stop the service first"):
        vault_keys.begin_rebuild("owner")


def stop_service() -> None:
    """This process is the service here. Also what a thread of an earlier test left open ends."""
    others = "datname = current_database() AND usename = session_user AND pid <> pg_backend_pid()"
    with connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {others}")
    connections.close_all()


def reindex(tmp_path: Path, index_key: str) -> subprocess.CompletedProcess[str]:
    stop_service()
    return run(tmp_path, "manage.py", "keys", "reindex", VAULT_INDEX_KEY=index_key)


def test_every_sealed_table_binds_its_envelopes_to_the_row() -> None:
    for model in {column.model for column in resealing.sealed_columns()}:
        last = model._meta.get_field(model.bound_to[-1]) if "." not in model.bound_to[-1] else None
        assert last is None or last.unique or last.name == "seal_id", f"{model.__name__}: name a column of one row only"
