"""Compulsory second factor on the real service: from the invitation to work, by code and by passkey; a lost phone."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.cast import PASSWORD, Town
from tests.journeys import browser
from tests.journeys.second_factor import PASSKEY_DEVICE, code_of, set_up_codes
from tests.journeys.servers import MONDAY, RunningService

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "cloudy-day-2027"
PATIENCE = 60_000  # milliseconds; the machine of a test run is often busy


@pytest.fixture
def strict(lasting_town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningService]:
    """The service of the cast's county, where heads, admins and officers need a second factor."""
    monkeypatch.setenv("NUANYANG_CLOCK", MONDAY)
    service = RunningService(MONDAY)
    service.env["NUANYANG_MFA"] = "yes"
    # Browsers allow passkeys without TLS at this name alone.
    service.address = f"http://localhost:{service.port}"
    service.env["NUANYANG_ADDRESS"] = f"{service.address}/"
    try:
        service.open()
        yield service
    finally:
        service.close()


def test_from_the_invitation_to_work_and_back_in_without_the_phone(
    strict: RunningService, new_page: Callable[..., Page]
) -> None:
    expect.set_options(timeout=PATIENCE)
    officer = patient(new_page())
    join_by_code(officer, strict)
    work_by_passkey(patient(new_page()), strict.address)
    head = patient(new_page())
    log_in(head, strict.address, "head_a")
    set_up_codes(head, PASSWORD)
    link = issue_link(officer, strict.address, "李校长")
    get_back_in(patient(new_page()), strict.address, link)

    head.goto(f"{strict.address}/")
    head.get_by_role("heading", name="登录").wait_for()  # the browser of before is logged out


def join_by_code(page: Page, service: RunningService) -> None:
    """An officer follows the operator's link, enrols, and logs in again with a code that was not used before."""
    invited = service.manage("officer", "invite", "方主任", "--county", "清河县", "--no-qr", "--by", "何工")
    link = invited.splitlines()[-1]
    page.goto(link)
    page.get_by_text("方主任，您好").wait_for()
    assert link.partition("#")[2] not in page.url
    page.get_by_label("用户名").fill("fang")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="加入").click()
    page.get_by_role("heading", name="两步验证").wait_for()
    page.goto(f"{service.address}/county/")
    page.get_by_role("heading", name="两步验证").wait_for()  # before any other page
    browser.axe(page)
    secret, used_code = set_up_codes(page, PASSWORD)
    page.goto(f"{service.address}/county/")
    page.locator("h1", has_text="全县").wait_for()

    log_out(page, service.address)
    log_in(page, service.address, "fang")
    enter(page, used_code)
    page.get_by_text("验证码不对").wait_for()
    enter(page, code_of(secret, steps=1))
    page.locator("h1", has_text="全县").wait_for()


def work_by_passkey(page: Page, address: str) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY_DEVICE})
    log_in(page, address, "school_admin_a")
    page.get_by_role("link", name="添加通行密钥").click()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    browser.axe(page)
    page.get_by_role("button", name="添加").click()
    # Whole names: the page before is called 添加通行密钥, and one that is on its way out cannot be left.
    page.get_by_role("heading", name=re.compile("^(备用码|通行密钥)$")).wait_for()

    log_out(page, address)
    log_in(page, address, "school_admin_a")
    browser.axe(page)
    page.get_by_role("button", name="用通行密钥").click()
    page.get_by_role("heading", name="工作台").wait_for()


def issue_link(officer: Page, address: str, name: str) -> str:
    """The county's link for a head who lost the phone, from the members of the county's schools."""
    officer.goto(f"{address}/members/")
    row = officer.locator("tr", has_text=name).first
    row.locator("summary").click()
    row.get_by_role("button", name="发找回账号的链接").click()
    return officer.locator("#link-once").input_value()


def get_back_in(page: Page, address: str, link: str) -> None:
    page.goto(link)
    page.get_by_text("您的用户名是 head_a").wait_for()
    browser.axe(page)
    page.get_by_label("新密码", exact=True).fill(NEW)
    page.get_by_label("新密码再输一次").fill(NEW)
    page.get_by_role("button", name="保存新密码").click()
    page.get_by_role("heading", name="新密码已保存").wait_for()
    log_in(page, address, "head_a", NEW)
    page.get_by_text("还没有启用").wait_for()  # the factor of the lost phone is gone
    set_up_codes(page, NEW)
    page.goto(f"{address}/")
    page.get_by_role("heading", name="工作台").wait_for()
    page.goto(link)
    page.get_by_text("这个链接用过了").wait_for()


def patient(page: Page) -> Page:
    page.set_default_timeout(PATIENCE)
    return page


def log_in(page: Page, address: str, username: str, password: str = PASSWORD) -> None:
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def log_out(page: Page, address: str) -> None:
    page.goto(f"{address}/accounts/logout/")
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("heading", name="登录").wait_for()


def enter(page: Page, code: str) -> None:
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name="登录", exact=True).click()
