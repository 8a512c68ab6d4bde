from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "services.notify"
    label = "notify"
