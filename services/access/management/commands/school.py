"""`manage.py school add NAME --township T [--county C] --admin USERNAME --password-stdin`, as the database's owner."""

import json
import sys
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from services.access.actions.counties import UnableToProvision
from services.access.actions.provisioning import create_school_with_account
from services.access.management import operators
from services.kit import clock
from services.schools.choices import SchoolKind


class Command(BaseCommand):
    help = "Create a school with its first administrator; prints the public ids as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_subparsers(dest="action", required=True).add_parser("add", help="create a school")
        add.add_argument("name")
        add.add_argument("--township", required=True, help="乡镇; created if new")
        add.add_argument("--county", default="", help="required when there are several counties")
        add.add_argument("--kind", default=SchoolKind.PRIMARY, choices=SchoolKind.values)
        add.add_argument("--admin", required=True, metavar="USERNAME")
        add.add_argument("--password-stdin", action="store_true", required=True, help="the password is read from stdin")
        operators.add_argument(add)

    def handle(self, *_args: object, **options: str) -> None:
        password = sys.stdin.readline().rstrip("\r\n")
        if not password:
            raise CommandError("The password is missing on standard input.")
        try:
            school = create_school_with_account(
                name=options["name"].strip(),
                township=options["township"].strip(),
                county=options["county"].strip(),
                admin=options["admin"],
                password=password,
                kind=options["kind"],
                operator=operators.name_of(options),
                now=clock.now(),
            )
        except (UnableToProvision, ValidationError) as reason:
            raise CommandError("; ".join(getattr(reason, "messages", [str(reason)]))) from reason
        except OperationalError as error:
            raise CommandError("The database does not answer. Is the project running (make run)?") from error
        self.stdout.write(json.dumps({key: str(value) for key, value in asdict(school).items()}))
