from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WallConfig(AppConfig):
    """The last app: when it hears that its migrations ran, every table stands."""

    name = "services.schools.wall"
    label = "wall"

    def ready(self) -> None:
        post_migrate.connect(build_wall, sender=self, dispatch_uid="wall")


def build_wall(using: str, **_: Any) -> None:
    from services.schools.wall.build import build

    if using == "owner":
        build(using)
