"""`manage.py account link USERNAME`, as owner: a link with which somebody of a county gets back into the login."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from services.access.actions import account_links
from services.access.management import operators
from services.accounts.models import User
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.schools.scope import ALL_TENANTS, scope


class Command(BaseCommand):
    help = "Print the path and code of a link, valid once for 24 hours, to a new password and second factor."

    def add_arguments(self, parser: CommandParser) -> None:
        link = parser.add_subparsers(dest="action", required=True).add_parser("link", help="issue a link")
        link.add_argument("username")
        operators.add_argument(link)

    def handle(self, *_args: object, **options: str) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("There is no such user.")
        try:
            with scope(ALL_TENANTS):
                _link, token = account_links.issue_as_operator(
                    user_id=user.pk, operator=operators.name_of(options), now=clock.now()
                )
        except ApplicationError as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(f"/accounts/link/#{token}")
