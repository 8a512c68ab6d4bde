from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "services.documents"
    label = "documents"

    def ready(self) -> None:
        from services.documents import jobs  # noqa: F401  handlers register themselves
