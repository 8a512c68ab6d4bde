"""`manage.py pinyin` computes the pinyin of all stored names anew (docs/operations.md)."""

from django.core.management.base import BaseCommand
from django.db.models import Model

from services.schools.renewal import pinyin_keys


class Command(BaseCommand):
    help = "Compute the pinyin of all names anew, after a release that reads surnames otherwise. May run at any time."

    def handle(self, *_args: object, **_options: object) -> None:
        changed = pinyin_keys.recompute(self._report)
        self.stdout.write(f"{changed} names have other pinyin now")

    def _report(self, model: type[Model], looked_at: int, changed: int) -> None:
        self.stdout.write(f"{model._meta.db_table}: {looked_at} rows, {changed} changed")
