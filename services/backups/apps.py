from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "services.backups"
    label = "backups"
