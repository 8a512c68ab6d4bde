from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "services.web"
    label = "web"

    def ready(self) -> None:
        from services.web.accounts import signals  # noqa: F401  it registers itself
