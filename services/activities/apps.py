from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "services.activities"
    label = "activities"

    def ready(self) -> None:
        from services.activities import calendar, reminders  # noqa: F401  they register themselves
