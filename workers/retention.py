"""Tasks of retention: delete what is over."""

from services.kit import clock
from services.retention import actions
from workers.app import app
from workers.per_tenant import RunCounts, for_each_county


@app.task(name="workers.retention.purge")
def purge(*_: object) -> RunCounts:
    """Delete what belongs to no county, then enqueue a job for each. Once per county and day; idempotent."""
    now = clock.now()
    actions.purge_shared(now=now)
    return for_each_county(lambda county: actions.request_purge(county=county, now=now))
