"""A morning of the county, with something undone of each kind."""

from datetime import date, timedelta

import pytest

from services.dashboards import actions
from services.kit import clock
from services.plans import deadlines
from services.plans.choices import DeadlineKind
from services.plans.models import Deadline
from services.schools import actions as schools
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories import assessment as work

TODAY = date(2026, 11, 25)


@pytest.fixture
def morning(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """25 November. 王小明 was last talked with on 10 October; 河西小学 has a plan, 中心小学 none; a report is late."""
    monkeypatch.setenv("NUANYANG_CLOCK", f"{TODAY}T08:00:00+08:00")
    with town.as_(town.officer) as officer:
        schools.seed_days(term=town.term)
        deadline = Deadline.objects.create(
            title="秋季摸底表",
            kind=DeadlineKind.SURVEY,
            due_on=TODAY - timedelta(days=3),
            set_by_id=officer.user_id,
            set_at=town.monday,
        )
    with town.a.inside():
        work.recorded(work.pairing(town.xiaoming, town.a.staff["wang"], town.monday), "talk", date(2026, 10, 10))
    with town.b.inside():
        work.plan(town.term, next(iter(town.b.staff.values())), town.monday)
    with town.as_(town.admin_of_b) as admin:
        deadlines.submit_deadline(deadline=deadline, by=admin, now=clock.now())
    with scope(ALL_TENANTS):
        actions.refresh_stale(now=clock.now())
    return town
