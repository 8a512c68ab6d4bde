"""教职工 in a real browser: who needs a check stands first, a row has a menu, one form opens at the side."""

import re
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from services.access.models import Invitation
from services.care.actions import background_checks
from services.care.models import BackgroundCheck
from services.schools.models import Staff
from tests.cast import Town
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(lasting_town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """王老师's check ends in a week, 陈老师's in a year; 新老师 cannot sign in and, like the others, has no check."""
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-14T09:00:00+08:00")
    with lasting_town.as_(lasting_town.head_li) as by:
        for key, until in (("wang", date(2026, 9, 21)), ("chen", date(2027, 9, 21))):
            background_checks.record_background_check(
                staff=lasting_town.a.staff[key],
                checked_on=date(2026, 9, 1),
                valid_until=until,
                by=by,
                now=lasting_town.monday,
            )
        Staff.objects.create(name="新老师", pinyin="xin", initials="x", site=lasting_town.a.site)
    return lasting_town


@pytest.fixture
def staff(town: Town, page: Page, live_server: Any) -> Page:
    log_in(page, town, town.head_li, live_server.url)
    page.goto(f"{live_server.url}/staff/")
    return page


def group(page: Page, label: str) -> Locator:
    return page.locator("details.unfold", has=page.get_by_role("heading", name=label, exact=True))


def choose(page: Page, name: str, action: str) -> Locator:
    """Choose an action in the menu of a person; the form at the side."""
    row = page.get_by_role("row", name=name)
    row.locator("summary").click()
    row.get_by_role("link", name=action).click()
    return page.get_by_role("dialog")


def test_who_needs_a_check_stands_first_and_the_rest_is_folded(staff: Page) -> None:
    expect(staff.get_by_role("heading", name="1 位入职查询 30 天内到期，5 位没有登记入职查询。")).to_be_visible()
    expect(group(staff, "入职查询 30 天内到期")).to_contain_text("王老师")
    expect(staff.get_by_role("row", name="陈老师")).to_be_hidden()
    group(staff, "一切正常").locator("summary").first.click()
    expect(staff.get_by_role("row", name="陈老师")).to_be_visible()
    assert staff.locator("main select:visible, main input:visible").count() == 0, "no form is open"
    browser.axe(staff)


def test_check_is_recorded_from_the_menu_of_a_row(staff: Page, town: Town) -> None:
    side = choose(staff, "王老师", "登记入职查询")
    expect(side.get_by_role("heading", name="登记王老师的入职查询")).to_be_visible()
    expect(side.get_by_label("查询谁")).to_have_count(0)
    browser.axe(staff)
    side.get_by_label("查询日").fill("2026-09-14")
    side.get_by_label("有效期至").fill("2026-09-01")
    side.get_by_role("button", name="登记").click()
    expect(side.get_by_text("有效期要晚于查询日")).to_be_visible()
    side.get_by_label("有效期至").fill("2028-09-14")
    side.get_by_role("button", name="登记").click()
    expect(staff.locator("#toasts")).to_contain_text("查询已登记")
    expect(group(staff, "一切正常")).to_contain_text("王老师")
    with town.a.inside():
        assert BackgroundCheck.objects.filter(staff=town.a.staff["wang"]).count() == 2


def test_check_typed_for_one_teacher_is_never_filed_on_another(staff: Page, town: Town) -> None:
    choose(staff, "王老师", "登记入职查询").get_by_label("查询日").fill("2026-09-02")
    expect(staff.locator("form[data-draft-kept]")).to_have_count(1)
    staff.keyboard.press("Escape")

    side = choose(staff, "新老师", "登记入职查询")
    expect(side.get_by_role("heading", name="登记新老师的入职查询")).to_be_visible()
    expect(side.get_by_label("查询日")).to_have_value("")
    side.get_by_label("查询日").fill("2026-09-10")
    side.get_by_label("有效期至").fill("2027-09-10")
    side.get_by_role("button", name="登记").click()
    expect(staff.locator("#toasts")).to_contain_text("查询已登记")

    # 王老师's draft is still there, and still hers.
    expect(choose(staff, "王老师", "登记入职查询").get_by_label("查询日")).to_have_value("2026-09-02")
    with town.a.inside():
        assert BackgroundCheck.objects.get(checked_on=date(2026, 9, 10)).staff.name == "新老师"


def test_person_is_added_changed_and_invited(staff: Page, town: Town) -> None:
    staff.get_by_role("link", name="加一位老师").click()
    side = staff.get_by_role("dialog")
    side.get_by_label("姓名").fill("钱老师")
    side.get_by_role("button", name="加入").click()
    expect(staff.locator("#toasts")).to_contain_text("已加入钱老师")

    side = choose(staff, "钱老师", "修改")
    side.get_by_label("任教学科").wait_for()  # as it was
    with town.a.inside():
        Staff.objects.filter(name="钱老师").update(subject="语文")  # by somebody else meanwhile
    side.get_by_label("任教学科").fill("数学")
    side.get_by_role("button", name="保存").click()
    expect(side.locator("[data-conflict]")).to_contain_text("语文")
    side.get_by_role("button", name="保存").click()
    expect(staff.get_by_role("row", name="钱老师")).to_contain_text("数学")

    side = choose(staff, "钱老师", "邀请登录")
    side.get_by_label("角色").select_option("teacher")
    side.get_by_role("button", name="生成邀请链接").click()
    expect(side.locator("#link-once")).to_have_value(re.compile("/invitations/#"))
    browser.axe(staff)
    with town.a.inside():
        assert Invitation.objects.get().staff.name == "钱老师"


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_staff_fits_and_shows_colleagues_no_checks(town: Town, new_page: Any, live_server: Any, width: int) -> None:
    page = new_page(width=width)
    for actor in (town.head_li, town.teacher_wang, town.officer):
        log_in(page, town, actor, live_server.url)
        page.goto(f"{live_server.url}/staff/")
        assert browser.fits(page)
        browser.axe(page)
        assert page.get_by_text("入职查询").count() == 0 or actor == town.head_li
