from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "services.jobs"
    label = "jobs"
