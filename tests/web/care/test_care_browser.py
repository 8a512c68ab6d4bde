"""今天 and 结对 in a real browser: six taps to record a talk, drafts are kept, axe passes."""

from datetime import date
from typing import Any

import pytest

from services.care.actions import due_work, pairing_plans
from services.care.choices import JobKind
from services.care.jobs import propose
from services.care.models import CareRecord
from services.jobs.registry import JobContext
from tests.cast import Town
from tests.factories import care
from tests.journeys import browser
from tests.web.login import log_in, wait_for_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def paired_town(lasting_town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-16T09:00:00+08:00")
    care.paired(lasting_town)
    with lasting_town.a.inside():
        due_work.refresh_due_work(now=lasting_town.later(days=9))
    return lasting_town


def test_talk_is_recorded_in_six_taps_and_undone(paired_town: Town, phone: Any, live_server: Any):
    town = paired_town
    log_in(phone, town, town.teacher_wang, live_server.url)
    phone.goto(f"{live_server.url}/today/")
    assert browser.fits(phone)
    browser.axe(phone)

    phone.locator(".due-card").first.get_by_role("link", name="记录").click()  # 1
    phone.get_by_text("开心", exact=True).click()  # 2
    phone.get_by_text("学习", exact=True).click()  # 3
    phone.get_by_label("一句话").fill("数学有进步")  # 4
    phone.get_by_label("约定").fill("周五看作业")  # 5
    assert browser.fits(phone)
    browser.axe(phone)
    phone.get_by_role("button", name="记下").click()  # 6
    phone.get_by_text("已记下和小明的谈心").wait_for()
    with town.a.inside():
        made = CareRecord.objects.get()
        assert (made.happened_on, made.mood, made.topics) == (date(2026, 9, 16), 4, ["study"])
    phone.get_by_role("button", name="撤销").click()
    phone.get_by_text("已撤销").wait_for()
    with town.a.inside():
        assert not CareRecord.objects.exists()


def test_record_form_restores_its_draft(paired_town: Town, phone: Any, live_server: Any):
    town = paired_town
    log_in(phone, town, town.teacher_wang, live_server.url)
    sheet = f"{live_server.url}/care-records/new/{town.xiaoming.public_id}/"
    phone.goto(sheet)
    phone.get_by_label("一句话").fill("想妈妈")
    wait_for_draft(phone)
    phone.goto(f"{live_server.url}/today/")
    phone.goto(sheet)
    assert phone.get_by_label("一句话").input_value() == "想妈妈"


@pytest.mark.parametrize("width", [360, 1440])
def test_pairing_plan_is_approved(paired_town: Town, new_page: Any, live_server: Any, width: int):
    town = paired_town
    with town.as_(town.head_li) as head:
        plan = pairing_plans.request_plan(by=head, now=town.later(days=9))
    propose(JobContext(plan.public_id, JobKind.PROPOSE_PAIRINGS, plan.public_id, head, town.later(days=9), head.scope))
    page = new_page(width=width)
    log_in(page, town, town.head_li, live_server.url)
    page.goto(f"{live_server.url}/pairing/")
    assert browser.fits(page)
    browser.axe(page)
    page.get_by_role("button", name="批准 2 对").click()
    page.get_by_text("已结对 2 名孩子").wait_for()


@pytest.mark.parametrize("path", ["/plan/", "/calendar/", "/staff/"])
def test_school_pages_fit_a_phone_and_pass_axe(paired_town: Town, phone: Any, live_server: Any, path: str):
    log_in(phone, paired_town, paired_town.head_li, live_server.url)
    phone.goto(live_server.url + path)
    assert browser.fits(phone)
    browser.axe(phone)
