"""Press everything: every button and form of every page in every role of the demo county has an effect and no fault.

CRAWL=small presses each kind of control once a role, on one page of each kind; `make journeys` (CRAWL=full) more rows
and the phone too. The desks are filled first, so that there is something to press.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from playwright.sync_api import Page

from services.access.actor import Actor
from services.access.queries import actors_of
from services.access.roles import Role
from services.accounts.models import User
from services.demo import loading
from services.demo.school_specs import SchoolSpec
from services.jobs import runner
from services.notify.choices import IncidentKind
from services.notify.models import SystemIncident
from services.schools.models import School
from services.schools.scope import ALL_TENANTS, for_county, for_school, scope
from tests.factories import notify
from tests.journeys import browser, pages
from tests.journeys.pages import Control

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("CRAWL" not in os.environ, reason="minutes of a browser: `make journeys`, or CRAWL=small"),
]

IS_FULL = os.environ.get("CRAWL") == "full"
ROWS = 3 if IS_FULL else 1  # pages of one kind and controls of one kind, a role
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SPECS = (
    SchoolSpec("石桥镇试验小学", "石桥镇", 40, 0.4, teaching_points=("高岩教学点",), roster_layout="export_with_dates"),
    SchoolSpec("白沙乡试验小学", "白沙乡", 30, 0.4, roster_layout="by_hand"),
)
# Pages of the account show a second factor and passwords: tests/web/accounts presses those.
LEFT_OUT = ("accounts/", "i18n/", "api/")
FILES = (".pdf", ".xlsx")


@dataclass
class DemoTenant:
    """The first school of the demo, as the factories want a tenant."""

    school: School

    @contextmanager
    def inside(self) -> Iterator[None]:
        with scope(for_school(self.school.pk, self.school.county_id)):
            yield


@dataclass
class Crawl:
    """One person's way through all pages."""

    page: Page
    address: str
    role: str
    seen: Counter[str] = field(default_factory=Counter)
    pressed: Counter[str] = field(default_factory=Counter)
    dangerous: list[Control] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def walk(self, first: str = "/") -> None:
        """Open every kind of page and press what is harmless; remember the rest."""
        paths, known = [first], {first}
        while paths:
            path = paths.pop(0)
            new = [link for link in self.open(path) if link not in known]
            known.update(new)
            paths += new

    def open(self, path: str) -> list[str]:
        kind = pages.route(path)
        # A tab or filter is a page of its own kind; a cursor is not.
        kind += "?" + "&".join(sorted(part.partition("=")[0] for part in path.partition("?")[2].split("&")))
        if "cursor" in kind or kind.startswith(LEFT_OUT) or path.partition("?")[0].endswith(FILES):
            return []
        if "tab=" in path:
            kind += path.rpartition("tab=")[2]
        if self.seen[kind] >= ROWS:
            return []
        self.seen[kind] += 1
        answer = pages.visit(self.page, self.address + path)
        if answer is None or answer.status >= 400:
            self.faults.append(f"{self.role}: a link leads to {path}: {answer and answer.status}")
            return []
        self.faults += [f"{self.role}: {path}: {fault}" for fault in pages.page_faults(self.page)]
        new_links, listed = pages.links(self.page), list(pages.controls(self.page))
        for control in listed:
            if self.pressed[control.name] >= ROWS:
                continue
            self.pressed[control.name] += 1
            if control.danger >= 0:
                self.dangerous.append(control)
            else:
                self.press(control)
        return new_links

    def press(self, control: Control) -> None:
        outcome = pages.press(self.page, self.address, control)
        self.faults += [
            f"{self.role}: {control.path} [{control.text or control.name}]: {fault}" for fault in outcome.faults
        ]


@pytest.fixture
def demo(transactional_db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DemoTenant:
    settings.DATA_DIR = tmp_path
    monkeypatch.setenv("NUANYANG_CLOCK", NOW.isoformat())
    loading.load(loading.LoadOptions(NOW, SPECS, processes=1), lambda _line: None)
    monkeypatch.setattr(settings, "TASK_SENDER", "services.demo.loading.ignore_dispatch")
    with scope(ALL_TENANTS):
        tenant = DemoTenant(School.objects.get(name=SPECS[0].name))
    fill_desks(tenant)
    return tenant


def people(tenant: DemoTenant) -> dict[Role, tuple[User, Actor]]:
    """One person of each role of the demo: of the school, or of its county."""
    people_by_role: dict[Role, tuple[User, Actor]] = {}
    for user in User.objects.order_by("pk"):
        for actor in actors_of(user.pk, NOW.date()):
            if actor.school_id in {None, tenant.school.pk}:
                people_by_role.setdefault(actor.role, (user, actor))
    return people_by_role


def fill_desks(tenant: DemoTenant) -> None:
    """What the demo has none of: messages that failed, calls to make, an incident, a reminder nobody acknowledged."""
    everybody = people(tenant)
    notify.uncertain(tenant, NOW, "crawl:uncertain")  # type: ignore[arg-type]  # has what the factories need
    notify.to_call(tenant, NOW, "crawl:call")  # type: ignore[arg-type]
    reminded = [everybody[role][1] for role in (Role.TEACHER, Role.HEAD, Role.SCHOOL_ADMIN)]
    for actor in reminded:
        notify.escalation(tenant, [actor], NOW, f"crawl:{actor.role}")  # type: ignore[arg-type]
    with scope(for_county(tenant.school.county_id)):
        SystemIncident.objects.create(kind=IncidentKind.CHANNEL_DOWN, source="sms", opened_at=NOW, last_seen_at=NOW)


def run_jobs() -> None:
    """What the workers would do with the jobs that were asked for."""
    while waiting := runner.claimable_jobs():
        if not sum(runner.run(job, NOW) for job in waiting):
            return


def crawl_as(user: User, role: Role, page: Page, address: str) -> Crawl:
    client = Client()
    client.force_login(user, backend="services.accounts.backend.PasswordBackend")
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page.context.add_init_script("window.print = () => { document.body.dataset.printed = 'yes'; };")
    return Crawl(page, address, str(role))


def test_everything_that_can_be_pressed_has_an_effect(
    demo: DemoTenant, new_page: Callable[..., Page], live_server: Any
) -> None:
    address = live_server.url
    crawls: list[Crawl] = []
    for width in (browser.DESK, browser.PHONE) if IS_FULL else (browser.DESK,):
        for role, (user, _actor) in people(demo).items():
            crawl = crawl_as(user, role, new_page(**width), address)
            crawls.append(crawl)
            crawl.walk()
            run_jobs()
    # What came of the jobs: a roster to check, a plan to approve, an assessment to confirm.
    for crawl in crawls:
        crawl.seen.clear()
        crawl.walk()
    last = [
        (control.danger, number, crawl, control) for number, crawl in enumerate(crawls) for control in crawl.dangerous
    ]
    for _danger, _number, crawl, control in sorted(last, key=lambda one: one[:2]):
        crawl.press(control)

    pressed = sum(sum(crawl.pressed.values()) for crawl in crawls)
    print(f"{len(crawls)} roles, {sum(len(crawl.seen) for crawl in crawls)} pages, {pressed} controls")
    faults = [fault for crawl in crawls for fault in crawl.faults]
    assert faults == [], f"{len(faults)} faults\n" + "\n".join(faults)
    assert pressed > 100
