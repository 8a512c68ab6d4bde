"""`manage.py figures > docs/figures.md` writes the page anew; `--withheld` counts the cells that are not shown."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from services.dashboards import queries
from services.dashboards.management import figures_doc
from services.kit import clock
from services.kit.periods import Quarter
from services.schools.models import County
from services.schools.scope import ALL_TENANTS, for_county, scope


class Command(BaseCommand):
    help = "Print docs/figures.md from the catalogue of figures and measures."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--withheld",
            action="store_true",
            help="print instead how many figures of this quarter readers outside the schools do not get, by county",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["withheld"]:
            self.stdout.write(figures_doc.text(), ending="")
            return
        with scope(ALL_TENANTS):
            counties = list(County.objects.order_by("name"))
        for county in counties:
            with scope(for_county(county.pk)):
                page = queries.county_page(quarter=Quarter.of(clock.today()), now=clock.now())
            rows = {"county": [page.county], "townships": page.townships, "schools": page.schools}
            texts = [f"{level} {_withheld(of_level)}" for level, of_level in rows.items()]
            self.stdout.write(f"{county.name} {page.quarter}: {', '.join(texts)}")


def _withheld(rows: list[queries.FigureRow]) -> str:
    """Of how many figures how many are withheld, as `12/380`."""
    values = [value for row in rows for value in row.values.values()]
    return f"{sum(value.is_withheld for value in values)}/{len(values)}"
