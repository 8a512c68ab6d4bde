"""`manage.py audit verify [--county NAME] [--head 128-3f9a…]`: is the audit log as it was sealed? See operations.md."""

import re
from collections.abc import Sequence

from django.core.management.base import BaseCommand, CommandError, CommandParser

from services.audit_log import queries, verification
from services.schools.models import County
from services.schools.scope import ALL_TENANTS, scope

HEAD = re.compile(r"[1-9]\d{0,8}-[0-9a-fA-F]{32}")
PROGRESS_EVERY = 50  # seals


class Command(BaseCommand):
    help = (
        "verify: go through the seals of the audit log and name the first event or seal that is not as it was. With"
        " the head of a weekly mail also what the database's owner could rewrite. head: print each county's head."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("verify", "head"))
        parser.add_argument("--county", default="", help="its name; without it every county")
        parser.add_argument("--head", default="", help="the chain's head as the weekly mail names it")

    def handle(self, *_args: object, **options: str) -> None:
        counties = _counties(options["county"].strip())
        if options["action"] == "head":
            for county in counties:
                self.stdout.write(f"{county.name}: {_head(county)}")
            return
        head = options["head"].strip()
        if head and not HEAD.fullmatch(head):
            raise CommandError("--head is the text of the mail, a number, a hyphen and 32 hex digits: 128-3f9a….")
        if head and len(counties) > 1:
            raise CommandError("--head belongs to one county: name it with --county.")
        broken = [county.name for county in counties if not self._is_whole(county, head)]
        if broken:
            raise CommandError(f"The audit log is not as it was sealed: {', '.join(broken)}.")

    def _is_whole(self, county: County, head: str) -> bool:
        problem = verification.first_break(county_id=county.pk, head=head, on_progress=self._show_progress)
        if problem:
            self.stderr.write(f"{county.name}: {problem}")
            return False
        self.stdout.write(f"{county.name}: whole, up to {_head(county)}")
        return True

    def _show_progress(self, seals: int, events: int) -> None:
        if seals % PROGRESS_EVERY == 0:
            self.stdout.write(f"  {seals} seals, {events} events")


def _counties(name: str) -> Sequence[County]:
    with scope(ALL_TENANTS):
        counties = list(County.objects.filter(**{"name": name} if name else {}).order_by("pk"))
    if not counties:
        raise CommandError(f"There is no county called {name!r}." if name else "There is no county.")
    return counties


def _head(county: County) -> str:
    with scope(ALL_TENANTS):
        seal = queries.last_seal(county.pk)
    return seal.head if seal else "nothing sealed yet"
