from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "services.schools"
    label = "schools"
