from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "services.links"
    label = "links"

    def ready(self) -> None:
        from services.links import calendar  # noqa: F401  its kind registers itself
