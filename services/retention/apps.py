from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "services.retention"
    label = "retention"

    def ready(self) -> None:
        from services.retention import jobs, reminders  # noqa: F401  imported to register
