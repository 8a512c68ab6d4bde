"""`manage.py rls` prints the row-level security of every table as SQL, for review."""

from django.core.management.base import BaseCommand

from services.schools.rls.plan import composite_keys, table_plans


class Command(BaseCommand):
    help = "Print the policies, grants and composite keys of every table."

    def handle(self, *_args: object, **_options: object) -> None:
        for plan in table_plans():
            self.stdout.write(f"-- {plan.table}\n" + "".join(f"{line};\n" for line in plan.statements))
        for key in composite_keys():
            self.stdout.write(f'ALTER TABLE "{key.table}" ADD CONSTRAINT "{key.name}" {key.definition};')
