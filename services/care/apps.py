from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "services.care"
    label = "care"

    def ready(self) -> None:
        from services.care import jobs  # noqa: F401  registers the handler
