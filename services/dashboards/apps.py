from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "services.dashboards"
    label = "dashboards"
