from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "services.children"
    label = "children"
