from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "services.activities"
    label = "activities"

    def ready(self) -> None:
        from services.activities import reminders  # noqa: F401  its kind registers itself
