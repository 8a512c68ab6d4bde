"""`manage.py roles > docs/roles.md` regenerates the page."""

from django.core.management.base import BaseCommand

from services.access.management import roles_doc


class Command(BaseCommand):
    help = "Print docs/roles.md from the definitions of roles."
    requires_system_checks: list[str] = []

    def handle(self, *_args: object, **_options: object) -> None:
        self.stdout.write(roles_doc.text(), ending="")
