from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "services.care"
    label = "care"

    def ready(self) -> None:
        from services.care import jobs, leaving, reminders  # noqa: F401  they register themselves
