from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "services.assessment"
    label = "assessment"

    def ready(self) -> None:
        from services.assessment import frozen, jobs  # noqa: F401  its handlers register themselves
        from services.schools.wall import plan

        plan.also.append(frozen.triggers)
