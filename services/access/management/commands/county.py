"""`manage.py county add CODE NAME [--townships …] [--live-from DAY]`, as the database's owner."""

from datetime import datetime, time

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date

from services.access.actions import counties
from services.access.management import operators
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.scope import ALL_TENANTS, scope


class Command(BaseCommand):
    help = "Add a county with its townships. Given again, it adds the townships that are missing and nothing else."

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_subparsers(dest="action", required=True).add_parser("add", help="add a county")
        add.add_argument("code", help="six digits, GB/T 2260")
        add.add_argument("name", help="县名")
        add.add_argument("--townships", nargs="+", default=[], metavar="NAME", help="乡镇、街道")
        add.add_argument(
            "--live-from",
            default="",
            metavar="YYYY-MM-DD",
            help="until then the county brings in its history, and nobody is notified of it",
        )
        operators.add_argument(add)

    def handle(self, *_args: object, **options: str) -> None:
        operator = operators.name_of(options)
        try:
            with scope(ALL_TENANTS):
                county, created = counties.add_county(
                    code=options["code"].strip(),
                    name=options["name"].strip(),
                    townships=[name.strip() for name in options["townships"]],
                    live_from=_midnight(options["live_from"]),
                    operator=operator,
                    now=clock.now(),
                )
        except ApplicationError as reason:
            raise CommandError(f"{reason.field}: {reason}") from reason
        self.stdout.write(f"{county.code} {county.name}: {len(created)} new townships")
        self.stdout.write(f"Next: manage.py officer invite NAME --county {county.code}")


def _midnight(day: str) -> datetime | None:
    """The first moment of a day in the county's time zone, None for "". Raises CommandError."""
    if not day:
        return None
    try:
        parsed = parse_date(day)
    except ValueError:
        parsed = None
    if parsed is None:
        raise CommandError(f"--live-from: {day} is no day; write it as 2026-09-01.")
    return timezone.make_aware(datetime.combine(parsed, time.min))
