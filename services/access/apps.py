from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    name = "services.access"
    label = "access"

    def ready(self) -> None:
        from services.access import audit_triggers
        from services.schools.rls import plan

        autodiscover_modules("choices")  # registers the audit actions of every app
        plan.extra_statements.append(audit_triggers.triggers)
