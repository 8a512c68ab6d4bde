"""Compulsory second factor in a real browser: from the invitation to work, by code and by passkey, and a lost phone."""

from typing import Any

import pytest
from playwright.sync_api import Page

from services.access.actions import account_links, invitations
from services.access.roles import Role
from services.schools.models import Staff
from tests.cast import PASSWORD, Town
from tests.journeys import browser
from tests.journeys.second_factor import code_of, set_up_codes

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("at_monday", "compulsory"),
]
NEW = "cloudy-day-2027"
PASSKEY_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def compulsory(settings: Any) -> None:
    settings.MFA_COMPULSORY = True


def log_in(page: Page, url: str, username: str, password: str = PASSWORD) -> None:
    page.goto(f"{url}/accounts/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def log_out(page: Page, url: str) -> None:
    page.goto(f"{url}/accounts/logout/")
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("heading", name="登录").wait_for()


def test_head_comes_from_the_invitation_to_work_by_code(lasting_town: Town, page: Page, live_server: Any) -> None:
    with lasting_town.a.inside():
        fang = Staff.objects.create(name="方校长", site=lasting_town.a.site)
    with lasting_town.as_(lasting_town.lead) as lead:
        _, token = invitations.invite(name="方校长", role=Role.HEAD, staff=fang, by=lead, now=lasting_town.monday)

    page.goto(f"{live_server.url}/invitations/#{token}")
    page.get_by_text("方校长，您好").wait_for()
    assert token not in page.url
    browser.axe(page)
    page.get_by_label("用户名").fill("fang")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="加入").click()
    page.get_by_role("heading", name="两步验证").wait_for()  # before any other page
    browser.axe(page)
    secret = set_up_codes(page, PASSWORD)
    page.goto(f"{live_server.url}/")
    page.get_by_role("heading", name="工作台").wait_for()

    log_out(page, live_server.url)
    page.go_back()
    assert "方校长" not in page.content()
    log_in(page, live_server.url, "fang")
    page.get_by_label("验证码").fill(code_of(secret))  # used when it was set up
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_text("验证码不对").wait_for()
    page.get_by_label("验证码").fill(code_of(secret, steps=1))
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("heading", name="工作台").wait_for()


def test_admin_works_with_a_passkey(lasting_town: Town, page: Page, live_server: Any) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY_DEVICE})

    log_in(page, live_server.url, "school_admin_a")
    page.get_by_role("link", name="添加通行密钥").click()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    browser.axe(page)
    page.get_by_role("button", name="添加").click()
    page.get_by_role("heading", name="备用码").or_(page.get_by_role("heading", name="通行密钥")).wait_for()

    log_out(page, live_server.url)
    log_in(page, live_server.url, "school_admin_a")
    browser.axe(page)
    page.get_by_role("button", name="用通行密钥").click()
    page.get_by_role("heading", name="工作台").wait_for()


def test_head_who_lost_the_phone_gets_back_in(lasting_town: Town, page: Page, live_server: Any) -> None:
    log_in(page, live_server.url, "head_a")
    set_up_codes(page, PASSWORD)
    head = lasting_town.a.staff["head"]
    with lasting_town.as_(lasting_town.officer) as officer:
        _, token = account_links.issue_account_link(staff=head, by=officer, now=lasting_town.monday)

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/link/#{token}")
    page.get_by_text("您的用户名是 head_a").wait_for()
    browser.axe(page)
    page.get_by_label("新密码", exact=True).fill(NEW)
    page.get_by_label("新密码再输一次").fill(NEW)
    page.get_by_role("button", name="保存新密码").click()
    page.get_by_role("heading", name="新密码已保存").wait_for()
    log_in(page, live_server.url, "head_a", NEW)
    page.get_by_text("还没有启用").wait_for()  # the factor of the lost phone is gone
    set_up_codes(page, NEW)


def test_back_button_shows_no_child_after_logout(
    lasting_town: Town, page: Page, live_server: Any, settings: Any
) -> None:
    settings.MFA_COMPULSORY = False
    log_in(page, live_server.url, "head_a")
    page.goto(f"{live_server.url}/children/")
    page.get_by_text("王小明").first.wait_for()
    log_out(page, live_server.url)
    page.goto("about:blank")
    for _ in range(4):
        page.go_back()
        assert "王小明" not in page.content()


def test_members_page_passes_on_desk_and_phone(
    lasting_town: Town, new_page: Any, live_server: Any, settings: Any
) -> None:
    settings.MFA_COMPULSORY = False
    for size in (browser.DESK, browser.PHONE):
        page = new_page(**size)
        log_in(page, live_server.url, "head_a")
        page.goto(f"{live_server.url}/members/")
        page.locator("tr", has_text="王老师").locator("summary").click()
        browser.axe(page)
        assert browser.fits(page)
    page.locator("tr", has_text="王老师").get_by_role("button", name="发找回账号的链接").click()
    assert "/accounts/link/#" in page.locator("#link-once").input_value()
    page.goto(f"{live_server.url}/accounts/devices/")
    browser.axe(page)
    assert browser.fits(page)
