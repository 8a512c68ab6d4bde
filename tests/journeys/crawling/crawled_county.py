"""The demo county that the crawl walks through, with something on every desk to press."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.access.actor import Actor
from services.access.queries import actors_of
from services.access.roles import Role
from services.accounts.models import User
from services.care import queries
from services.care.actions import pairings
from services.care.choices import DueState
from services.care.models import DueWork
from services.demo import loading
from services.demo.school_specs import SchoolSpec
from services.jobs import runner
from services.notify.choices import DeliveryState, IncidentKind
from services.notify.models import SystemIncident
from services.schools.models import School
from services.schools.scope import ALL_TENANTS, for_county, for_school, scope
from tests.factories import notify

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SPECS = (
    SchoolSpec("石桥镇试验小学", "石桥镇", 40, 0.4, teaching_points=("高岩教学点",), roster_layout="export_with_dates"),
    SchoolSpec("白沙乡试验小学", "白沙乡", 30, 0.4, roster_layout="by_hand"),
)


@dataclass
class DemoTenant:
    """The first school of the demo, as the factories want a tenant."""

    school: School

    @contextmanager
    def inside(self) -> Iterator[None]:
        with scope(for_school(self.school.pk, self.school.county_id)):
            yield


def load(report: Callable[[str], None]) -> DemoTenant:
    """Load the demo and fill its desks."""
    loading.load(loading.LoadOptions(NOW, SPECS, processes=1), report)
    with scope(ALL_TENANTS):
        tenant = DemoTenant(School.objects.get(name=SPECS[0].name))
    _fill_desks(tenant)
    return tenant


def people(tenant: DemoTenant) -> dict[Role, tuple[User, Actor]]:
    """One person of each role of the demo: of the school, or of its county."""
    people_by_role: dict[Role, tuple[User, Actor]] = {}
    busy = _busy(tenant)
    # First who has something to do today: a desk with nothing on it has nothing to press.
    for user in sorted(User.objects.order_by("pk"), key=lambda one: one.pk not in busy):
        for actor in actors_of(user.pk, NOW.date()):
            if actor.school_id in {None, tenant.school.pk}:
                people_by_role.setdefault(actor.role, (user, actor))
    return people_by_role


def _busy(tenant: DemoTenant) -> set[int]:
    """Who has care of a child due, by login."""
    with tenant.inside():
        due = DueWork.objects.filter(state=DueState.DUE, due_on__gte=NOW.date(), staff__user__isnull=False)
        return set(due.values_list("staff__user_id", flat=True))


def _fill_desks(tenant: DemoTenant) -> None:
    """What the demo has none of: messages that failed, calls to make, an incident, a reminder nobody acknowledged."""
    everybody = people(tenant)
    for number in range(2):  # one for each answer
        notify.uncertain(tenant, NOW, f"crawl:uncertain:{number}")  # type: ignore[arg-type]  # has what is needed
        call = notify.to_call(tenant, NOW, f"crawl:call:{number}")  # type: ignore[arg-type]
        notify.set_columns(call, state=DeliveryState.TO_CALL, sent_at=None)
        for role in (Role.TEACHER, Role.HEAD, Role.SCHOOL_ADMIN):
            actor = everybody[role][1]
            notify.escalation(tenant, [actor], NOW, f"crawl:{role}:{number}")  # type: ignore[arg-type]
    with tenant.inside():
        first = queries.open_pairings().order_by("pk")[0]
        head = everybody[Role.HEAD][1]
        pairings.end_pairing(pairing=first, reason="一名孩子待结对", by=head, now=NOW)
    with scope(for_county(tenant.school.county_id)):
        SystemIncident.objects.create(kind=IncidentKind.CHANNEL_DOWN, source="sms", opened_at=NOW, last_seen_at=NOW)


def run_jobs() -> int:
    """What the workers would do with the jobs that were asked for; how many there were."""
    count = 0
    while waiting := runner.claimable_jobs():
        if not (done := sum(runner.run(job, NOW) for job in waiting)):
            break
        count += done
    return count
