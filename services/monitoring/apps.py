from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "services.monitoring"
    label = "monitoring"
