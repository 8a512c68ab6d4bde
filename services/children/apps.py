from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "services.children"
    label = "children"

    def ready(self) -> None:
        from services.children import attachments, documents, jobs, links, reminders  # noqa: F401  importing registers them
        from services.files import targets

        targets.register(attachments.TARGET)
