from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "services.assessment"
    label = "assessment"
