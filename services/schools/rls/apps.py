from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RlsConfig(AppConfig):
    """The last app: when it hears that its migrations ran, every table stands."""

    name = "services.schools.rls"
    label = "wall"

    def ready(self) -> None:
        post_migrate.connect(apply_policies, sender=self, dispatch_uid="wall")


def apply_policies(using: str, **_: Any) -> None:
    from services.schools.rls.apply import apply

    if using == "owner":
        apply(using)
