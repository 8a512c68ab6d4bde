"""Press everything: every button and form of every page in every role of the demo county has an effect and no fault.

CRAWL=small opens each kind of page and presses each kind of control once; `make journeys` (CRAWL=full) does so in every
role and on the phone too. The desks are filled first, so that there is something to press. CRAWL_PICTURES=folder keeps
a picture of each kind of page at 390 and 1440 px.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from services.access.roles import Role
from services.accounts.models import User
from tests.journeys import browser
from tests.journeys.crawling import crawled_county
from tests.journeys.crawling.crawl import Crawl, Tally
from tests.journeys.crawling.crawled_county import NOW, DemoTenant
from tests.journeys.crawling.writes import Writes

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("CRAWL" not in os.environ, reason="minutes of a browser: `make journeys`, or CRAWL=small"),
]

IS_FULL = os.environ.get("CRAWL") == "full"
SCRIPT = Path(__file__).with_name("pages.js")
PICTURES = os.environ.get("CRAWL_PICTURES")
PRINTED = "window.print = () => { document.body.dataset.printed = 'yes'; };"


@pytest.fixture
def demo(transactional_db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DemoTenant:
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    monkeypatch.setenv("NUANYANG_CLOCK", NOW.isoformat())
    tenant = crawled_county.load(lambda _line: None)
    monkeypatch.setattr(settings, "TASK_SENDER", "services.demo.loading.ignore_dispatch")
    return tenant


def crawl_as(user: User, role: Role, page: Page, address: str, tally: Tally, writes: Writes) -> Crawl:
    client = Client()
    client.force_login(user, backend="services.accounts.backend.PasswordBackend")
    _confirm_password(client, user)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page.context.add_init_script(PRINTED + SCRIPT.read_text(encoding="utf-8"))
    return Crawl(page, address, str(role), tally, writes, Path(PICTURES) if PICTURES else None)


def _confirm_password(client: Client, user: User) -> None:
    """As if the password had just been given, for as long as the crawl takes: exports ask for it."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() + 3600}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def press_everything(demo: DemoTenant, open_page: Callable[[], Page], address: str, writes: Writes) -> Tally:
    """Everything once for all roles; in the full crawl once for each of them."""
    tally, crawls = Tally(IS_FULL), []
    for role, (user, _actor) in crawled_county.people(demo).items():
        crawl = crawl_as(user, role, open_page(), address, tally, writes)
        crawls.append(crawl)
        crawl.walk()
        # What comes of the jobs: a roster to check, a plan to approve, an assessment to confirm.
        if crawled_county.run_jobs():
            crawl.opened.clear()
            crawl.walk()
    last = [
        (control.danger, number, crawl, control) for number, crawl in enumerate(crawls) for control in crawl.dangerous
    ]
    for _danger, _number, crawl, control in sorted(last, key=lambda one: one[:2]):
        crawl.press(control)
    return tally


def test_everything_that_can_be_pressed_has_an_effect(
    demo: DemoTenant, new_page: Callable[..., Page], live_server: Any
) -> None:
    with Writes().watched() as writes:
        tally = press_everything(demo, lambda: new_page(**browser.DESK), live_server.url, writes)
        if IS_FULL:
            on_phone = press_everything(demo, lambda: new_page(**browser.PHONE), live_server.url, writes)
            tally.faults += on_phone.faults

    refused = {name: text for name, text in tally.refused.items() if name not in tally.carried_out}
    print(f"{len(tally.seen)} kinds of pages, {len(tally.pressed)} controls, {len(refused)} refused", flush=True)
    print("\n".join(refused.values()))
    assert tally.faults == [], f"{len(tally.faults)} faults\n" + "\n".join(tally.faults)
    assert sum(tally.pressed.values()) > 100
