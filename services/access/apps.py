from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "services.access"
    label = "access"
