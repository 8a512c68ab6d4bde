"""The crawl sees what is broken: a press without effect, a form without its token, a link to nowhere."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.cast import Town
from tests.factories import notify
from tests.journeys.crawling import pages
from tests.journeys.crawling.crawl import Crawl, Tally
from tests.journeys.crawling.writes import Writes
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WITHOUT_TOKENS = """addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("main input[name=csrfmiddlewaretoken]").forEach((one) => one.remove());
});"""


@pytest.fixture
def inbox(lasting_town: Town, at_monday: Any, page: Page, live_server: Any) -> Crawl:
    """王老师 with a reminder to acknowledge."""
    town = lasting_town
    notify.escalation(town.a, [town.teacher_wang], town.monday)
    log_in(page, town, town.teacher_wang, live_server.url)
    page.context.add_init_script(pages.SCRIPT.read_text(encoding="utf-8"))
    return Crawl(page, live_server.url, "teacher", Tally(is_full=True), Writes())


def faults_of(crawl: Crawl, path: str = "/inbox/") -> list[str]:
    with crawl.writes.watched():
        crawl.open(path)
    return crawl.tally.faults


def test_inbox_has_no_fault(inbox: Crawl) -> None:
    assert faults_of(inbox) == []
    assert any("acknowledge" in name for name in inbox.tally.carried_out)


def test_form_without_its_token_is_a_fault(inbox: Crawl) -> None:
    inbox.page.context.add_init_script(WITHOUT_TOKENS)

    assert any("知道了" in fault and "403" in fault for fault in faults_of(inbox))


def test_handler_that_does_nothing_is_a_fault(inbox: Crawl) -> None:
    answer = {"status": 204, "headers": {"X-Location": "/inbox/"}}
    inbox.page.route("**/inbox/acknowledge/", lambda route: route.fulfill(**answer))

    assert any("知道了" in one and "nothing happened" in one for one in faults_of(inbox))


def test_link_to_nowhere_is_a_fault(inbox: Crawl) -> None:
    assert faults_of(inbox, "/nowhere/") == ["teacher: /nowhere/: a link leads here: 404"]
