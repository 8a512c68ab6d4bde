from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "services.care"
    label = "care"
