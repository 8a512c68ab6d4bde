from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "services.children"
    label = "children"

    def ready(self) -> None:
        from services.children import jobs, reminders  # noqa: F401  importing registers them
