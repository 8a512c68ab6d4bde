from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "services.links"
    label = "links"
