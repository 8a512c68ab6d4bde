from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    name = "services.access"
    label = "access"

    def ready(self) -> None:
        autodiscover_modules("choices")  # registers the audit actions of every app
