"""Refuse to run with vault keys that are not the database's: no other process could open what they seal."""

from collections.abc import Mapping

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from services.kit.vault import INDEX
from services.schools.models import VaultKey
from services.schools.sealed import vault

_TABLE_EXISTS = "SELECT to_regclass('schools_vaultkey') IS NOT NULL"
_KNOWN = "SELECT name, fingerprint FROM schools_vaultkey"
OWNER = "owner"  # this alias migrates, and makes new keys known
_REBUILDING = "rebuilding"  # in place of the index key's fingerprint, so that no process starts
_SERVICE = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename IN ('web', 'worker')"
_checked_aliases: set[str] = set()


class WrongVaultKeys(RuntimeError):
    """VAULT_KEYS or VAULT_INDEX_KEY are not the keys with which the database was sealed."""


def check_every_connection() -> None:
    """Compare the keys with the database's when this process first connects to it."""
    connection_created.connect(_check, dispatch_uid="schools.vault_keys")


def register_first_keys(using: str, **_: object) -> None:
    """After a migration: the first keys a database sees become its keys."""
    # Only the first time: a later migration with other keys must not make them known.
    if not VaultKey.objects.using(using).exists():
        rows = [VaultKey(name=name, fingerprint=fingerprint) for name, fingerprint in vault().fingerprints().items()]
        VaultKey.objects.using(using).bulk_create(rows)


def register_new_keys(using: str) -> list[str]:
    """Make the settings' keys the database's too, as its owner; the ids of the new ones. Raises WrongVaultKeys."""
    with connections[using].cursor() as cursor:
        cursor.execute(_KNOWN)
        known = dict(cursor.fetchall())
    configured = vault().fingerprints()
    _refuse_others(known, configured)
    added = sorted(configured.keys() - known.keys())
    VaultKey.objects.using(using).bulk_create([VaultKey(name=name, fingerprint=configured[name]) for name in added])
    return added


def retire(name: str, using: str) -> None:
    """Remove a key with which nothing is sealed any more; processes may then run without it."""
    VaultKey.objects.using(using).filter(name=name).delete()


def begin_rebuild(using: str, *, is_former_lost: bool = False) -> None:
    """Let no process start until the blind indexes are made anew, and this one connect. Raises WrongVaultKeys.

    A process with either key would meanwhile miss half of the indexes, and write some that nobody makes anew.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(_SERVICE)
        if cursor.fetchone()[0]:
            raise WrongVaultKeys("Stop the service first: while indexes are made anew, it would miss half of them.")
        cursor.execute(_KNOWN)
        known = dict(cursor.fetchall())
    index = known.pop(INDEX, _REBUILDING)
    configured = vault().fingerprints()
    _refuse_others(known, configured)
    if not is_former_lost and index not in {_REBUILDING, *configured.values()}:
        raise WrongVaultKeys(
            "VAULT_INDEX_KEY lacks the index key of this database. Write the new key, a comma, and the one so far; if"
            " that is lost, add --former-key-lost (docs/operations.md)."
        )
    VaultKey.objects.using(using).filter(name=INDEX).update(fingerprint=_REBUILDING)
    _checked_aliases.update(connections)


def end_rebuild(using: str) -> None:
    """Every index is of the current key; the former ones are still needed for the seals of the audit log."""
    configured = vault().fingerprints()
    for name in configured:
        if name.startswith(INDEX):
            VaultKey.objects.using(using).update_or_create(name=name, defaults={"fingerprint": configured[name]})


def _check(connection: BaseDatabaseWrapper, **_: object) -> None:
    # Once per process and login: the keys of a running process cannot change.
    if connection.alias == OWNER or connection.alias in _checked_aliases:
        return
    with connection.cursor() as cursor:
        cursor.execute(_TABLE_EXISTS)
        if not cursor.fetchone()[0]:
            return  # not migrated yet: readiness says so
        cursor.execute(_KNOWN)
        known = dict(cursor.fetchall())
    try:
        _refuse_others(known, configured := vault().fingerprints())
        if known and not {vault().current, INDEX} <= known.keys() & configured.keys():
            raise WrongVaultKeys(
                f"The first key of VAULT_KEYS, {vault().current!r}, is unknown to this database. A new key is made"
                " known by `manage.py keys rotate`; otherwise use the keys of the installation (docs/operations.md)."
            )
    except WrongVaultKeys:
        # Else the next query would find a connection that has passed no check.
        connection.close()
        raise
    _checked_aliases.add(connection.alias)


def _refuse_others(known: Mapping[str, str], configured: Mapping[str, str]) -> None:
    """Every key of the database must be here, and be the same. Keys that are here alone decrypt nothing yet."""
    if missing := sorted(known.keys() - configured.keys()):
        variable = "VAULT_INDEX_KEY" if missing[0].startswith(INDEX) else "VAULT_KEYS"
        raise WrongVaultKeys(
            f"{variable} lacks {', '.join(missing)}, with which rows of this database are sealed. Add it again after"
            " the first key (docs/operations.md)."
        )
    if known.get(INDEX) == _REBUILDING:
        raise WrongVaultKeys("The blind indexes are being made anew: run `manage.py keys reindex` to its end first.")
    if other := sorted(name for name in known if known[name] != configured[name]):
        raise WrongVaultKeys(
            f"The vault's {', '.join(other)} is another key than the one this database was sealed with. Use the keys"
            " of the installation (docs/operations.md)."
        )
