"""`manage.py school add NAME --township T [--county C] --admin USERNAME --password-stdin`, as owner."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from services.access.provisioning import UnableToProvision, create_school_with_account
from services.kit import clock
from services.schools.choices import SchoolKind


class Command(BaseCommand):
    help = "Open a school with its first administrator; prints the public ids as JSON."

    def add_arguments(self, parser: Any) -> None:
        add = parser.add_subparsers(dest="action", required=True).add_parser("add", help="open a school")
        add.add_argument("name")
        add.add_argument("--township", required=True, help="乡镇; made if new")
        add.add_argument("--county", default="", help="needed where there are several")
        add.add_argument("--kind", default=SchoolKind.PRIMARY, choices=SchoolKind.values)
        add.add_argument("--admin", required=True, metavar="USERNAME")
        add.add_argument("--password-stdin", action="store_true", required=True, help="the password is read from stdin")

    def handle(self, *_args: Any, **given: Any) -> None:
        password = sys.stdin.readline().rstrip("\r\n")
        if not password:
            raise CommandError("No password came on stdin.")
        try:
            founded = create_school_with_account(
                name=given["name"].strip(),
                township=given["township"].strip(),
                county=given["county"].strip(),
                admin=given["admin"],
                password=password,
                kind=given["kind"],
                now=clock.now(),
            )
        except (UnableToProvision, ValidationError) as reason:
            raise CommandError("; ".join(getattr(reason, "messages", [str(reason)]))) from reason
        except OperationalError as silence:
            raise CommandError("The database does not answer. Does the house stand (make run)?") from silence
        self.stdout.write(json.dumps({key: str(value) for key, value in asdict(founded).items()}))
