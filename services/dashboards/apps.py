from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "services.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        from services.dashboards import dirty, jobs, reminders  # noqa: F401  they register themselves
        from services.schools.wall import plan

        plan.also.append(dirty.triggers)
