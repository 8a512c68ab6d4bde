from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "services.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        from services.dashboards import jobs, reminders, rollup_triggers  # noqa: F401  imported to register
        from services.schools.rls import plan

        plan.extra_statements.append(rollup_triggers.triggers)
