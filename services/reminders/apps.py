from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "services.reminders"
    label = "reminders"

    def ready(self) -> None:
        from services.reminders import jobs  # noqa: F401  it registers its handlers
