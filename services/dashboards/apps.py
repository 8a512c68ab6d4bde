from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "services.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        from services.dashboards import jobs, reminders  # noqa: F401  imported to register
        from services.dashboards.rollup import triggers
        from services.schools.rls import plan

        plan.extra_statements.append(triggers.triggers)
