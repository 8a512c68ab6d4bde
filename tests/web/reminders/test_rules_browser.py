"""提醒规则 in a real browser: switched where it stands, taken back, changed at the side of the page, counted."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.jobs import runner
from services.jobs.models import Job
from services.reminders.models import ReminderRule
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.factories import care
from tests.journeys import browser
from tests.web.login import log_in, opener

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_rules(lasting_town: Town, new_page: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-10T10:00:00+08:00")
    care.paired(lasting_town, required_frequencies=care.WEEKLY_TALK)

    return opener(new_page, lasting_town, lasting_town.officer, live_server.url, "/reminder-rules/")


def rule_of(page: Page, title: str) -> Any:
    return page.locator(".rule", has=page.get_by_role("link", name=title, exact=True))


def is_enabled() -> bool:
    with scope(ALL_TENANTS):
        return ReminderRule.objects.get(kind="care.talk.late", superseded_at=None).is_enabled


def test_switch_turns_a_rule_off_and_the_toast_takes_it_back(open_rules: Any):
    page = open_rules()
    browser.axe(page)
    switch = rule_of(page, "谈心谈话逾期").get_by_role("switch")
    expect(switch).to_have_attribute("aria-checked", "true")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    page.get_by_text("“谈心谈话逾期”已停用").wait_for()
    assert not is_enabled()
    page.get_by_role("button", name="撤销").click()
    page.get_by_text("“谈心谈话逾期”已启用").wait_for()
    expect(switch).to_have_attribute("aria-checked", "true")
    assert is_enabled()


def test_rule_is_read_and_changed_at_the_side_of_the_list(open_rules: Any):
    page = open_rules()
    rule_of(page, "谈心谈话逾期").get_by_role("link").click()
    side = page.get_by_role("dialog")
    expect(side.get_by_text("之后每 5 个上学日再提醒")).to_be_visible()
    browser.axe(page)
    side.get_by_role("link", name="修改").click()
    side.get_by_label("之后每隔几天再提醒").fill("999")
    side.get_by_role("button", name="保存").click()
    expect(side.locator('[aria-invalid="true"]')).to_be_focused()
    browser.axe(page)
    side.get_by_label("之后每隔几天再提醒").fill("3")
    side.get_by_role("button", name="保存").click()
    page.get_by_text("规则已更新").wait_for()
    assert page.url.endswith("/reminder-rules/")
    expect(rule_of(page, "谈心谈话逾期")).to_contain_text("1 天后起每 3 天提醒结对教师")


def test_counts_of_the_fortnight_come_to_their_rules_when_the_job_is_done(open_rules: Any):
    page = open_rules()
    page.get_by_role("button", name="估算未来 14 天").click()
    page.locator("#forecast progress").wait_for()
    with scope(ALL_TENANTS):
        job = Job.objects.get(kind="reminders.forecast")
    runner.run(job.public_id, job.created_at)
    expect(rule_of(page, "谈心谈话逾期").locator(".rule-count")).to_have_text("2 条")
    expect(page.get_by_role("heading", name="大约发")).to_be_visible()
    page.get_by_role("button", name="重新估算").click()
    page.locator("#forecast progress").wait_for()
    with scope(ALL_TENANTS):
        assert Job.objects.filter(kind="reminders.forecast").count() == 2


def test_county_counts_by_a_press_only_and_a_school_on_the_first_visit_of_a_day(
    open_rules: Any, lasting_town: Town, live_server: Any
):
    page = open_rules()
    assert page.locator("#forecast form").get_attribute("hx-trigger") is None, "it waits for the press"
    with scope(ALL_TENANTS):
        assert not Job.objects.filter(kind="reminders.forecast").exists()
    expect(page.get_by_role("button", name="估算未来 14 天")).to_be_visible()

    log_in(page, lasting_town, lasting_town.admin_zhao, live_server.url)
    page.goto(f"{live_server.url}/reminder-rules/")
    page.locator("#forecast progress").wait_for()
    with scope(ALL_TENANTS):
        assert Job.objects.get(kind="reminders.forecast").school_id == lasting_town.a.school.pk


@pytest.mark.parametrize("width", [360, 768])
def test_rules_fit_the_width(open_rules: Any, width: int):
    page = open_rules(width)
    assert browser.fits(page)
    browser.axe(page)
    if width == 360:
        rule_of(page, "谈心谈话逾期").get_by_role("link").click()
        page.wait_for_url("**/reminder-rules/care.talk.late/")
        assert browser.fits(page)
