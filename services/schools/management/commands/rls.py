"""`manage.py rls` prints the row-level security of every table as SQL, for review; `rls reapply` repairs it."""

from django.core.management.base import BaseCommand, CommandParser

from services.schools.rls.apply import apply
from services.schools.rls.plan import composite_keys, table_plans


class Command(BaseCommand):
    help = "print: the policies, grants and composite keys of every table. reapply: make them so, as the owner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", nargs="?", choices=("print", "reapply"), default="print")

    def handle(self, *_args: object, action: str, **_options: object) -> None:
        if action == "reapply":
            self.stdout.write(f"{apply('owner', is_forced=True)} tables repaired")
            return
        for plan in table_plans():
            self.stdout.write(f"-- {plan.table}\n" + "".join(f"{line};\n" for line in plan.statements))
        for key in composite_keys():
            self.stdout.write(f'ALTER TABLE "{key.table}" ADD CONSTRAINT "{key.name}" {key.definition};')
