"""`manage.py retention list | run`: what is over by kind, and the nightly purge now."""

from django.core.management.base import BaseCommand, CommandParser

from services.kit import clock
from services.retention import actions, queries
from services.retention.rules import RULES
from services.schools.models import County
from services.schools.scope import ALL_TENANTS, scope


class Command(BaseCommand):
    help = (
        "list: how long each kind is kept, and how many rows are over. run: delete them now as the nightly job does;"
        " rows about children only by a list that the county has confirmed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("list", "run"))

    def handle(self, *_args: object, **options: str) -> None:
        with scope(ALL_TENANTS):
            counties = list(County.objects.order_by("pk").values_list("pk", "name"))
        if options["action"] == "list":
            self._list([pk for pk, _name in counties])
        else:
            self._run(counties)

    def _list(self, counties: list[int]) -> None:
        for row in queries.due(clock.now(), counties):
            rule = row.rule
            waiting = f", {row.waiting} wait for the county to confirm" if rule.is_personal else ""
            self.stdout.write(f"{rule.key}: kept {rule.keep.days} days, {row.count} over{waiting}")

    def _run(self, counties: list[tuple[int, str]]) -> None:
        now = clock.now()
        self._write("all counties", actions.purge_shared(now=now))
        for pk, name in counties:
            self._write(name, actions.purge_county(county_id=pk, now=now))

    def _write(self, where: str, counts: dict[str, int]) -> None:
        deleted = ", ".join(f"{rule.key} {counts[rule.key]}" for rule in RULES if counts.get(rule.key))
        self.stdout.write(f"{where}: {deleted or 'nothing was over'}")
