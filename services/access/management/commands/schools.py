"""`manage.py schools import FILE.csv [--county C] [--dry-run]`, as the database's owner."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from services.access.actions import counties, school_directory
from services.access.management import operators
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.directory.changes import DirectoryChanges
from services.schools.directory.reader import COLUMNS
from services.schools.scope import ALL_TENANTS, scope


class Command(BaseCommand):
    help = f"Import a county's schools from a CSV file, all or none. Columns: {', '.join(COLUMNS)}."

    def add_arguments(self, parser: CommandParser) -> None:
        importer = parser.add_subparsers(dest="action", required=True).add_parser("import", help="import a file")
        importer.add_argument("file", type=Path)
        importer.add_argument("--county", default="", metavar="CODE_OR_NAME", help="required with several counties")
        importer.add_argument("--dry-run", action="store_true", help="check and compare, write nothing")
        operators.add_argument(importer)

    def handle(self, *_args: object, **options: str) -> None:
        operator, path, dry_run = operators.name_of(options), Path(options["file"]), bool(options["dry_run"])
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        try:
            with scope(ALL_TENANTS):
                county = counties.find_county(options["county"].strip())
                changes = school_directory.import_schools(
                    content=content, county=county, operator=operator, now=clock.now(), dry_run=dry_run
                )
        except ApplicationError as reason:
            raise CommandError(f"{reason.field}: {reason}") from reason
        self._report(changes, dry_run=dry_run)

    def _report(self, changes: DirectoryChanges, *, dry_run: bool) -> None:
        if changes.faults:
            faults = [f"row {row.row}, {row.field or 'file'}: {row.text} {row.remedy}" for row in changes.faults]
            raise CommandError("\n".join([*faults, f"{len(faults)} faults; nothing was imported."]))
        for name in changes.townships:
            self.stdout.write(f"+ township {name}")
        for entry in changes.created:
            self.stdout.write(f"+ school {entry.name}, {entry.township}, sites: {len(entry.sites) + 1}")
        for change in changes.updated:
            what = [*change.fields, *(f"site {name}" for name in change.sites)]
            self.stdout.write(f"~ school {change.entry.name}: {', '.join(what)}")
        counts = f"{len(changes.created)} new, {len(changes.updated)} changed, {changes.unchanged} unchanged schools"
        self.stdout.write(f"{'dry run: ' if dry_run else ''}{counts}; {len(changes.townships)} new townships")
