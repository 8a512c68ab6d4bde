"""The county's five morning questions, answered from the first page: each click is counted."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.kit import clock
from services.notify.models import Notification
from tests.cast import Town
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What the officer asks, the link on the first page, and what the page behind it names.
QUESTIONS = (
    ("who has had no contact for 30 days?", "30 天没有联系", "中心小学"),
    ("who has not handed in what?", "报送逾期", "秋季摸底表"),
    ("who has no approved plan?", "没有批准本学期计划", "中心小学"),
    ("whose roster is old?", "名册不是本学期的", "中心小学"),
    ("which escalations has nobody read?", "升级到县里", "谈心逾期，没有人确认"),
)


@pytest.fixture
def town(lasting_town: Town) -> Town:
    return lasting_town


def test_each_question_takes_one_click_and_a_child_two_more(morning: Town, page: Page, live_server: Any) -> None:
    with morning.county_scope():
        Notification.objects.create(
            kind="care.talk_late",
            title="谈心逾期，没有人确认",
            recipient_id=morning.officer.user_id,
            created_at=clock.now(),
            escalation_level=3,
            requires_acknowledgement=True,
            dedupe_key="escalated",
        )
    log_in(page, morning, morning.officer, live_server.url)
    for question, link, answer in QUESTIONS:
        page.goto(f"{live_server.url}/county/")
        page.get_by_role("link", name=link).click()
        expect(page.locator("main")).to_contain_text(answer)
        browser.axe(page)
        print(f"{question} 1 click")

    page.goto(f"{live_server.url}/county/attention/contact/")
    page.get_by_role("link", name="中心小学").click()
    expect(page.get_by_label("已选")).to_contain_text("中心小学")
    page.get_by_role("link", name="王小明").click()
    expect(page.get_by_label("所在位置")).to_contain_text("中心小学")
    expect(page.get_by_role("heading", level=1)).to_contain_text("王小明")


def test_the_reminder_is_sent_from_the_answer(morning: Town, page: Page, live_server: Any) -> None:
    log_in(page, morning, morning.officer, live_server.url)
    page.goto(f"{live_server.url}/county/")
    page.get_by_role("link", name="没有批准本学期计划").click()
    page.get_by_role("button", name="催报").click()
    expect(page.get_by_text("已提醒 2 人。")).to_be_visible()
    with morning.a.inside():
        assert Notification.objects.filter(path="/plan/").count() == 2
