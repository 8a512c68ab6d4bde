"""`manage.py keys new | status | rotate | reseal | reindex`: the keys of the sealed columns (docs/operations.md)."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from services.kit import vault as kit
from services.kit.vault import VaultError
from services.schools import vault_keys
from services.schools.renewal import reindexing, resealing
from services.schools.renewal.resealing import SealedColumn
from services.schools.sealed import vault
from services.schools.vault_keys import WrongVaultKeys


class Command(BaseCommand):
    help = (
        "new: print a new sealing key. status: envelopes by key. rotate: make new keys of VAULT_KEYS known to the"
        " database, then seal everything with the first. reseal: the same for what was sealed since, and retire keys"
        " that seal nothing. reindex: make the blind indexes with the first key of VAULT_INDEX_KEY, service stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("new", "status", "rotate", "reseal", "reindex"))
        parser.add_argument(
            "--former-key-lost",
            action="store_true",
            help="reindex without the index key so far: opt-outs and seals of the audit log are not found again",
        )

    def handle(self, *_args: object, **options: str) -> None:
        self.is_former_lost = bool(options["former_key_lost"])
        try:
            getattr(self, f"_{options['action']}")()
        except (VaultError, WrongVaultKeys) as error:
            raise CommandError(str(error)) from error

    def _new(self) -> None:
        self.stdout.write(kit.new_key())

    def _status(self) -> None:
        counts = resealing.count_by_key()
        for key in sorted({*counts, *vault().keys}):
            state = "current" if key == vault().current else "old" if key in vault().keys else "MISSING"
            self.stdout.write(f"{key} ({state}): {counts[key].total() if key in counts else 0} envelopes")
            for column, count in sorted(counts.get(key, {}).items()):
                self.stdout.write(f"  {column}: {count}")

    def _rotate(self) -> None:
        for name in vault_keys.register_new_keys(using="owner"):
            self.stdout.write(f"{name}: now known to the database")
        self._renew()

    def _reseal(self) -> None:
        self._renew()
        in_use = resealing.count_by_key()
        for name in sorted(vault().keys.keys() - in_use.keys() - {vault().current}):
            vault_keys.retire(name, using="owner")
            self.stdout.write(f"{name}: seals nothing any more and may leave VAULT_KEYS")

    def _reindex(self) -> None:
        vault_keys.begin_rebuild(using="owner", is_former_lost=self.is_former_lost)
        rebuilt = reindexing.rebuild(self._show_progress)
        vault_keys.end_rebuild(using="owner")
        self.stdout.write(f"{rebuilt.changed} blind indexes made anew, {rebuilt.left} whose text stands nowhere")

    def _renew(self) -> None:
        count = resealing.reseal(self._show_progress)
        self.stdout.write(f"{count} envelopes resealed with {vault().current}")

    def _show_progress(self, column: SealedColumn | str, done: int) -> None:
        self.stdout.write(f"{column}: {done}")
