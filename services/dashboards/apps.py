from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "services.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        from services.dashboards import dirty, jobs  # noqa: F401  its handlers register themselves
        from services.schools.wall import plan

        plan.also.append(dirty.triggers)
