"""`manage.py receipts ADDRESS` prints where the providers of SMS are to tell what became of messages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from services.notify.channels import receipt_parsers

SIGNED = "carrier"  # proves itself by its signature


class Command(BaseCommand):
    help = "Print the addresses for receipts; keep them as secrets: they end in a token."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="as the providers reach this house: https://care.example.cn/")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not receipt_parsers.token("any"):
            raise CommandError("NUANYANG_RECEIPTS_SECRET is not set: no receipt would be believed.")
        house = options["address"].rstrip("/")
        for provider in sorted(receipt_parsers.PROVIDERS):
            proof = "" if provider == SIGNED else f"?token={receipt_parsers.token(provider)}"
            self.stdout.write(f"{provider:<10}{house}{reverse('api:receipts', args=[provider])}{proof}")
