"""`manage.py officer invite NAME [--role R] [--county C]`, as owner: how a county gets its first lead."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from services.access.actions import counties
from services.access.management import operators
from services.access.roles import COUNTY_ROLES, Role
from services.kit import clock, qr
from services.kit.exceptions import ApplicationError
from services.schools.scope import ALL_TENANTS, scope


class Command(BaseCommand):
    help = "Print a link, valid once for 7 days, with which somebody joins a county's office, and its QR code."

    def add_arguments(self, parser: CommandParser) -> None:
        invite = parser.add_subparsers(dest="action", required=True).add_parser("invite", help="invite an officer")
        invite.add_argument("name", help="the person's real name")
        invite.add_argument("--role", default=Role.COUNTY_LEAD.value, choices=sorted(COUNTY_ROLES))
        invite.add_argument("--county", default="", metavar="CODE_OR_NAME", help="required with several counties")
        invite.add_argument("--no-qr", action="store_true", help="print the link alone")
        operators.add_argument(invite)

    def handle(self, *_args: object, **options: str) -> None:
        operator = operators.name_of(options)
        try:
            with scope(ALL_TENANTS):
                _invitation, token = counties.invite_officer(
                    county=counties.find_county(options["county"].strip()),
                    name=options["name"].strip(),
                    role=Role(options["role"]),
                    operator=operator,
                    now=clock.now(),
                )
        except ApplicationError as reason:
            raise CommandError(f"{reason.field}: {reason}") from reason
        url = f"{settings.LINK_ADDRESS}invitations/#{token}"
        if not options["no_qr"]:
            self.stdout.write(qr.terminal_text(url))
        self.stdout.write(url)
