"""Tasks of the figures."""

from services.dashboards import actions
from services.kit import clock
from services.schools.scope import ALL_TENANTS, scope
from workers.app import app
from workers.per_tenant import RunCounts, for_each_county


@app.task(name="workers.dashboards.refresh_stale")
def refresh_stale(*_: object) -> int:
    """Count the schools anew whose rows have changed. Running again, or twice at once, counts none twice."""
    with scope(ALL_TENANTS):
        return actions.refresh_stale(now=clock.now())


@app.task(name="workers.dashboards.rebuild")
def rebuild(*_: object) -> RunCounts:
    """Have every county recounted and compared. Once a day and county; running again asks for nothing."""
    now = clock.now()
    return for_each_county(lambda county: actions.request_rebuild(county=county, now=now))
