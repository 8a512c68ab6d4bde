from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "services.health"
    label = "health"

    def ready(self) -> None:
        from services.health import jobs, links, reminders  # noqa: F401  they register themselves
