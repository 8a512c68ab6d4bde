from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "services.care"
    label = "care"

    def ready(self) -> None:
        from services.care import jobs, on_pupil_left, reminders  # noqa: F401  they register themselves
