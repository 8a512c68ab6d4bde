"""Tasks of dashboards: keep the rollups current."""

from services.dashboards import actions
from services.kit import clock
from workers.app import app
from workers.per_tenant import RunCounts, for_each_county

REFRESH_SECONDS = 4.0  # less than until the next run, so that runs never fill the pool


@app.task(name="workers.dashboards.refresh_stale")
def refresh_stale(*_: object) -> int:
    """Recount the schools whose rows have changed. Several at once share the work; the rest is for the next run."""
    # Not per tenant: the newest change of any school comes first, and the queue of stale rows says which.
    return actions.refresh_stale(now=clock.now(), seconds=REFRESH_SECONDS)


@app.task(name="workers.dashboards.recount")
def recount(*_: object) -> RunCounts:
    """Enqueue a job per county that recounts and compares all its rollups. Once per county and day."""
    now = clock.now()
    return for_each_county(lambda county: actions.request_recount(county=county, now=now))
