"""Tasks of care: refresh due work."""

from services.care.actions import due_work
from services.kit import clock
from workers.app import app
from workers.per_tenant import RunCounts, for_each_county


@app.task(name="workers.care.refresh_due_work")
def refresh_due_work(*_: object) -> RunCounts:
    """Request the refresh of each county's due work by a job. Once per county and day."""
    now = clock.now()
    return for_each_county(lambda county: due_work.request_refresh(county=county, now=now))
