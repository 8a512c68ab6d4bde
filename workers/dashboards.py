"""Tasks of the figures."""

from services.dashboards import actions
from services.kit import clock
from services.schools.scope import EVERYWHERE, scope
from workers.app import app
from workers.each import Tally, each_county


@app.task(name="workers.dashboards.drain")
def drain(*_: object) -> int:
    """Count the schools anew whose rows have changed. Running again, or twice at once, counts none twice."""
    with scope(EVERYWHERE):
        return actions.drain(now=clock.now())


@app.task(name="workers.dashboards.rebuild")
def rebuild(*_: object) -> Tally:
    """Have every county recounted and compared. Once a day and county; running again asks for nothing."""
    now = clock.now()
    return each_county(lambda county: actions.ask_rebuild(county=county, now=now))
