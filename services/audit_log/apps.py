from django.apps import AppConfig


class AuditLogConfig(AppConfig):
    name = "services.audit_log"
    label = "audit_log"

    def ready(self) -> None:
        from services.audit_log import reminders, triggers  # noqa: F401  reminders register themselves
        from services.schools.rls import plan

        plan.extra_statements.append(triggers.triggers)
