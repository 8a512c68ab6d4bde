"""`manage.py demo [--size s|m|l]`: load the demo county; where a county is already, say so and leave it alone."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from services.demo import loading
from services.demo.school_specs import places
from services.kit import clock


class Command(BaseCommand):
    help = "Load the demo county: 12 schools and about 3,000 pupils (s), 84 schools (m), 180 schools (l)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=["s", "m", "l"], default="s")
        parser.add_argument("--schools", type=int, help="only so many schools, for a quick look")
        parser.add_argument("--hands", type=int, default=loading.hands(), help="processes side by side")

    def handle(self, *_args: Any, **given: Any) -> None:
        if loading.is_loaded():
            self.stdout.write("demo: already loaded, nothing to do")
            return
        began = time.monotonic()

        def say(line: str) -> None:
            self.stdout.write(f"demo {time.monotonic() - began:5.1f} s  {line}")
            self.stdout.flush()

        chosen = places(given["size"], given["schools"])
        loading.load(loading.LoadOptions(clock.now(), chosen, hands=given["hands"]), say)
        say("loaded; the accounts are in var/demo.json")
