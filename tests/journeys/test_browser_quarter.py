"""A quarter through the browser: real forms, real processes, every page on the way checked.

Each page is checked by axe-core and for its width. A console error, a policy violation or a failed request on any of
them fails the test at its end (tests/journeys/browser.py).
"""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import browser
from tests.journeys.provisioning import PASSWORD, provision
from tests.journeys.servers import RunningService

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROSTER = Path(__file__).resolve().parents[1] / "rosters" / "l1_pupil_status_export.xlsx"
SCHOOL = "云岫县白杨镇中心小学"
PATIENCE = 30_000  # milliseconds; the machine of a test run is often busy

expect.set_options(timeout=PATIENCE)


def test_a_quarter_in_the_browser(service: RunningService, new_page: Callable[..., Page]) -> None:
    provision(service, school=SCHOOL, township="白杨镇", admin="zhao")
    admin = log_in(new_page(), service, "zhao")

    upload_the_roster(admin)
    read_a_child_and_fill_in_the_card(admin)
    approve_the_work_plan(admin)
    pair(admin)

    teacher = log_in(new_page(**browser.PHONE), service, "shen")
    record_a_talk_and_a_visit(teacher)

    officer = log_in(new_page(), service, "zhou")
    read_the_county(officer)
    plan_a_campaign(officer)

    nurse = log_in(new_page(1366, 768), service, "sun")
    enter_results_by_keyboard(nurse)
    follow_the_finding(admin)

    address = compute_a_round(officer)
    confirm_the_round(admin, address)
    lead = log_in(new_page(), service, "liang")
    publish_the_round(lead, address)

    read_it_in_english(lead)


def log_in(page: Page, service: RunningService, username: str) -> Page:
    page.goto(f"{service.address}/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="登录")).to_have_count(0)
    check_page(page)
    return page


def check_page(page: Page) -> None:
    """Nothing is wider than the window, axe finds nothing serious."""
    assert browser.fits(page), f"{page.url} is wider than {page.viewport_size}"
    browser.axe(page)


def open_section(page: Page, name: str) -> None:
    """Go to a section by the navigation, which is a bar at the bottom on phones."""
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).locator("visible=true").first.click()


def upload_the_roster(page: Page) -> None:
    open_section(page, "名册导入")
    check_page(page)
    page.get_by_label("Excel 工作簿").set_input_files(ROSTER)
    page.get_by_role("button", name="上传并核对").click()
    page.get_by_role("button", name="确认导入").wait_for()
    expect(figure(page, "新增")).to_contain_text("360")
    check_page(page)
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("heading", name="导入完成")).to_be_visible()
    expect(figure(page, "新建档案")).to_contain_text("65")
    check_page(page)


def figure(page: Page, name: str) -> Any:
    return page.locator(".figure", has=page.locator(".figure-name", has_text=re.compile(f"^{name}$")))


def read_a_child_and_fill_in_the_card(page: Page) -> None:
    open_section(page, "孩子")
    check_page(page)
    page.locator("tbody tr th a").first.click()
    check_page(page)
    page.get_by_role("link", name="待填发").click()
    check_page(page)
    page.get_by_role("button", name="填发联系卡").click()
    page.get_by_text("已填发").first.wait_for()


def approve_the_work_plan(page: Page) -> None:
    open_section(page, "结对")
    page.get_by_role("link", name="去批准").click()
    check_page(page)
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="批准计划").click()
    page.get_by_text("计划已批准").wait_for()


def pair(page: Page) -> None:
    """Three teachers take three children each."""
    open_section(page, "结对")
    check_page(page)
    page.get_by_role("button", name="生成结对方案").click()
    approve = page.get_by_role("button", name=re.compile(r"批准 \d+ 对"))
    approve.wait_for()
    check_page(page)
    approve.click()
    page.get_by_text(re.compile(r"已结对 \d+ 名孩子")).wait_for()
    expect(page.get_by_text("已结对 9 名孩子，3 位老师")).to_be_visible()


def record_a_talk_and_a_visit(phone: Page) -> None:
    """A talk takes six taps, and can be undone."""
    expect(phone.get_by_role("heading", name="今天")).to_be_visible()
    reload_until(phone, lambda: phone.get_by_role("link", name="记录").locator("visible=true").count() > 1)
    check_page(phone)
    # The numbers count the taps: a teacher has a minute between two lessons.
    phone.locator("main").get_by_role("link", name=re.compile("^记录.*")).first.click()  # 1
    check_page(phone)
    phone.get_by_text("谈心", exact=True).click()
    phone.get_by_text("开心", exact=True).click()  # 2
    phone.get_by_text("学习", exact=True).click()  # 3
    phone.get_by_label("一句话").fill("数学有进步")  # 4
    phone.get_by_label("约定").fill("周五看作业")  # 5
    phone.get_by_role("button", name="记下").click()  # 6
    phone.get_by_text(re.compile("已记下.*谈心")).wait_for()
    expect(phone.get_by_role("button", name="撤销")).to_be_visible()
    phone.locator("main").get_by_role("link", name=re.compile("^记录.*")).first.click()
    phone.get_by_text("家访", exact=True).click()
    phone.get_by_label("一句话").fill("奶奶身体好")
    phone.get_by_role("button", name="记下").click()
    phone.get_by_text(re.compile("已记下.*家访")).wait_for()
    check_page(phone)


def reload_until(page: Page, condition: Callable[[], bool]) -> None:
    """Reload the page until the workers have done their part."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not condition():
        assert time.monotonic() < deadline, page.locator("main").inner_text()
        page.wait_for_timeout(500)
        page.reload()


def read_the_county(page: Page) -> None:
    expect(page.get_by_role("heading", name="全县 2026年第四季度")).to_be_visible()
    reload_until(page, lambda: "65" in page.locator(".figures").inner_text())
    page.wait_for_timeout(500)  # the charts are drawn by a script
    check_page(page)
    page.locator("#schools").get_by_role("link", name=SCHOOL).click()
    expect(page.get_by_role("heading", name=SCHOOL)).to_be_visible()
    check_page(page)


def plan_a_campaign(page: Page) -> None:
    open_section(page, "体检")
    check_page(page)
    page.get_by_role("link", name="体检机构").click()
    page.get_by_label("机构名称").fill("白杨镇卫生院")
    page.get_by_label("每日人数").fill("200")
    check_page(page)
    page.locator("main form button.btn-primary").click()
    page.get_by_text("已添加。").wait_for()
    open_section(page, "体检")
    page.get_by_role("link", name="开展体检").first.click()
    page.get_by_label("名称").fill("2026 年秋季体检")
    page.get_by_label("从哪天").fill("2026-11-24")
    page.get_by_label("到哪天").fill("2026-12-11")
    page.get_by_label(re.compile("白杨镇卫生院")).check()
    check_page(page)
    page.get_by_role("button", name="存为草稿").click()
    page.get_by_role("button", name="开始排期").click()
    page.get_by_role("button", name="重新排期").wait_for()
    expect(page.get_by_role("heading", name="12 个班、360 名学生都排上了。")).to_be_visible()
    check_page(page)


def enter_results_by_keyboard(page: Page) -> None:
    """Six numbers, each with Enter; the verdicts of the last pupil are shown above the next one."""
    expect(page.get_by_role("heading", name="体检录入")).to_be_visible()
    page.get_by_role("link", name="11月24日", exact=True).click()
    check_page(page)
    page.locator(".station-card").first.click()
    first = page.locator(".measures-head h2").inner_text()
    check_page(page)
    # From here on without the mouse.
    expect(page.get_by_label("身高")).to_be_focused()
    values = measurements_at(int(re.findall(r"(\d+) 岁", page.locator(".measures-head").inner_text())[0]))
    for _ in values:
        page.keyboard.type(values[page.evaluate("document.activeElement.name")])
        page.keyboard.press("Enter")
    last = page.locator(".station-last")
    expect(last).to_contain_text(first)
    expect(last.locator(".verdict-alert").first).to_be_visible()
    assert page.locator(".measures-head h2").inner_text() != first
    check_page(page)


def measurements_at(years: int) -> dict[str, str]:
    """Normal values of an age, but for the vision of both eyes."""
    height = 120 + 5 * (years - 7)
    body = {"height_cm": str(height), "weight_kg": str(round(height * height * 0.00158, 1))}
    return body | {"systolic": "98", "diastolic": "62", "vision_left": "4.6", "vision_right": "4.7"}


def follow_the_finding(page: Page) -> None:
    open_section(page, "体检")
    page.get_by_role("link", name="跟进异常").click()
    check_page(page)
    page.get_by_role("button", name="已告知家长").first.click()
    page.get_by_text("已记为").wait_for()


def compute_a_round(page: Page) -> str:
    open_section(page, "考核")
    page.get_by_label("开启一个季度的考核").select_option(label="2026年第四季度")
    page.get_by_role("button", name="开启考核").click()
    page.get_by_role("button", name="开始计算").click()
    page.get_by_role("link", name=SCHOOL).wait_for()
    check_page(page)
    return page.url


def confirm_the_round(page: Page, address: str) -> None:
    page.goto(address)
    check_page(page)
    page.locator("table a").first.click()
    check_page(page)
    page.goto(address)
    page.get_by_role("button", name="提交确认").click()
    page.get_by_text("已确认").first.wait_for()


def publish_the_round(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="公布结果").click()
    page.get_by_text("已公布").first.wait_for()
    check_page(page)


def read_it_in_english(page: Page) -> None:
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="中文")).to_be_visible()
    check_page(page)
