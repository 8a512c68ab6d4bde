"""`manage.py doctor` checks this installation from this machine and says what to do (docs/operations.md)."""

import json
import socket
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from services.kit import clock
from services.monitoring.doctor import run
from services.monitoring.doctor.result import CheckState


class Command(BaseCommand):
    help = (
        "Check mode, keys, roles, isolation, schema, static files, clock, disk, queue, mail, SMS, backup, certificate."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("checks", nargs="*", choices=[*run.CHECKS, []], help="by name; all of them by default")
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--language", choices=("zh-hans", "en"), default="zh-hans")

    def handle(self, *_args: object, checks: list[str], as_json: bool, language: str, **_options: object) -> None:
        with translation.override(language):
            results = run.run(tuple(checks) or tuple(run.CHECKS), clock.now())
        if as_json:
            self.stdout.write(
                json.dumps({name: asdict(result) for name, result in results.items()}, ensure_ascii=False)
            )
        else:
            self.stdout.write(socket.gethostname())
            for name, result in results.items():
                self.stdout.write(f"{name:<12} {result.state:<8} {result.text}")
                if result.remedy:
                    self.stdout.write(f"{'':<21} → {result.remedy}")
        if any(result.state == CheckState.FAILED for result in results.values()):
            raise CommandError("At least one check failed.")
