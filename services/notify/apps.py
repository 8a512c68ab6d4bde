from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "services.notify"
    label = "notify"

    def ready(self) -> None:
        from services.reminders import jobs  # noqa: F401  it registers its handlers
