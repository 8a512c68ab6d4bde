from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "services.assessment"
    label = "assessment"

    def ready(self) -> None:
        from services.assessment import immutability, jobs, reminders  # noqa: F401  imported to register
        from services.schools.rls import plan

        plan.extra_statements.append(immutability.triggers)
