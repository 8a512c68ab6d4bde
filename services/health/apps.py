from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "services.health"
    label = "health"

    def ready(self) -> None:
        from services.files import targets
        from services.health import attachments, jobs, links, reminders  # noqa: F401  they register themselves

        targets.register(attachments.FINDING)
        targets.register(attachments.CAMPAIGN)
