"""`manage.py demo [--size s|m|l]`: load the demo county, once; never in production or beside another county."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from services.demo import loading
from services.demo.school_specs import SCHOOL_COUNTS, select_specs
from services.kit import clock


class Command(BaseCommand):
    help = "Load the demo county: 12 schools and about 3,000 pupils (s), 84 schools (m), 180 schools (l)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=list(SCHOOL_COUNTS), default="s")
        parser.add_argument("--schools", type=int, help="only the first schools, for a quick look")
        parser.add_argument("--processes", type=int, default=loading.default_processes(), help="schools at a time")

    def handle(self, *_args: Any, **options: Any) -> None:
        if loading.is_loaded():
            self.stdout.write("demo: already loaded, nothing to do")
            return
        began = time.monotonic()

        def report(line: str) -> None:
            self.stdout.write(f"demo {time.monotonic() - began:5.1f} s  {line}")
            self.stdout.flush()

        specs = select_specs(options["size"], options["schools"])
        try:
            loading.load(loading.LoadOptions(clock.now(), specs, options["processes"]), report)
        except loading.UnableToLoad as error:
            raise CommandError(str(error)) from error
        report("loaded; the accounts are in var/demo.json")
