from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "services.schools"
    label = "schools"

    def ready(self) -> None:
        from services.schools import login_guard, vault_keys

        login_guard.check_every_connection()
        vault_keys.check_every_connection()
