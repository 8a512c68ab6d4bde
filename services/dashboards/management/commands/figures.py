"""`manage.py figures > docs/figures.md` writes the page anew."""

from typing import Any

from django.core.management.base import BaseCommand

from services.dashboards import figures_doc


class Command(BaseCommand):
    help = "Print docs/figures.md from the catalogue of figures and measures."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(figures_doc.text(), ending="")
