from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "services.health"
    label = "health"

    def ready(self) -> None:
        from services.health import jobs  # noqa: F401  its handler registers itself
