from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "services.care"
    label = "care"

    def ready(self) -> None:
        from services.care import (  # noqa: F401  they register themselves
            attachments,
            documents,
            due_work_triggers,
            jobs,
            links,
            on_pupil_left,
            reminders,
        )
        from services.files import targets
        from services.schools.rls import plan

        targets.register(attachments.TARGET)
        plan.extra_statements.append(due_work_triggers.triggers)
