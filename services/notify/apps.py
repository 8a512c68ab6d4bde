from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "services.notify"
    label = "notify"

    def ready(self) -> None:
        from services.notify.alerts import account  # noqa: F401  it registers itself
