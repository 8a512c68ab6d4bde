from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "services.api"
    label = "api"

    def ready(self) -> None:
        from services.api.documents.lists import LISTS
        from services.documents import lists

        for exportable in LISTS:
            lists.register(exportable)
