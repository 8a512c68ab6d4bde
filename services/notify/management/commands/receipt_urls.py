"""`manage.py receipt_urls ADDRESS` prints the addresses to which SMS providers push delivery receipts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from services.notify.channels import receipt_parsers

SIGNED = "carrier"  # proves its pushes by a signature and needs no token


class Command(BaseCommand):
    help = "Print the addresses for receipts. They end in a token: keep them secret."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="as the providers reach this service: https://care.example.cn/")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not receipt_parsers.token("any"):
            raise CommandError("NUANYANG_RECEIPTS_SECRET is not set: receipts cannot be verified.")
        base = options["address"].rstrip("/")
        for provider in sorted(receipt_parsers.PROVIDERS):
            token = "" if provider == SIGNED else f"?token={receipt_parsers.token(provider)}"
            path = reverse("api:receipts/{provider}", args=[provider])
            self.stdout.write(f"{provider:<10}{base}{path}{token}")
