from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "services.plans"
    label = "plans"

    def ready(self) -> None:
        from services.plans import reminders  # noqa: F401  its kinds register themselves
