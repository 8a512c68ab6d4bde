from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "services.schools"
    label = "schools"

    def ready(self) -> None:
        from services.schools import refuse

        refuse.watch()
