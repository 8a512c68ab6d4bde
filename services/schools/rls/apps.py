from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class RlsConfig(AppConfig):
    """Last in INSTALLED_APPS: when its post_migrate signal arrives, the tables of all apps exist."""

    name = "services.schools.rls"
    label = "rls"

    def ready(self) -> None:
        post_migrate.connect(apply_policies, sender=self, dispatch_uid="rls")


def apply_policies(using: str, **_: object) -> None:
    """Apply row-level security after a migrate by the database's owner. Other logins may not change tables."""
    from services.schools.database_schema import comparison
    from services.schools.rls.apply import apply
    from services.schools.vault_keys import register_first_keys

    if using == "owner":
        apply(using)
        register_first_keys(using)
        with connections[using].cursor() as cursor:
            comparison.record_expected(cursor)
