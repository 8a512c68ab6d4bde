from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "services.schools"
    label = "schools"

    def ready(self) -> None:
        from services.schools import login_guard

        login_guard.check_every_connection()
