"""`manage.py roles > docs/roles.md` writes the page anew."""

from typing import Any

from django.core.management.base import BaseCommand

from services.access import roles_doc


class Command(BaseCommand):
    help = "Print docs/roles.md from the catalogue of roles."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(roles_doc.text(), ending="")
