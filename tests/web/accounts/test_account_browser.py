"""After logout the back button shows nobody; the page of members and links, and the list of devices, in a browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.access.actions import account_links, invitations
from services.access.roles import Role
from services.schools.models import Staff
from tests.cast import PASSWORD, Town
from tests.journeys import browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_monday")]


def log_in(page: Page, url: str, username: str, password: str = PASSWORD) -> None:
    page.goto(f"{url}/accounts/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def log_out(page: Page, url: str) -> None:
    page.goto(f"{url}/accounts/logout/")
    page.get_by_role("button", name="退出登录").click()
    page.get_by_role("heading", name="登录").wait_for()


def test_back_button_shows_no_child_after_logout(lasting_town: Town, page: Page, live_server: Any) -> None:
    log_in(page, live_server.url, "head_a")
    page.goto(f"{live_server.url}/children/")
    page.get_by_text("王小明").first.wait_for()
    log_out(page, live_server.url)
    page.goto("about:blank")
    for _ in range(4):
        page.go_back()
        assert "王小明" not in page.content()


def test_members_page_passes_on_desk_and_phone(lasting_town: Town, new_page: Any, live_server: Any) -> None:
    for size in (browser.DESK, browser.PHONE):
        page = new_page(**size)
        log_in(page, live_server.url, "head_a")
        page.goto(f"{live_server.url}/members/")
        page.locator("tr", has_text="王老师").locator("summary").click()
        browser.axe(page)
        assert browser.fits(page)
    row = page.locator("tr", has_text="王老师")
    row.get_by_role("button", name="加上“心理教师”").click()
    expect(page.locator("#toasts")).to_contain_text("角色已加上")
    expect(row.locator("td").first).to_contain_text("心理教师")
    row.locator("summary").click()
    row.get_by_role("button", name="停用“心理教师”").click()
    expect(row.locator("td").first).not_to_contain_text("心理教师")
    row.locator("summary").click()
    row.get_by_role("button", name="发找回账号的链接").click()
    assert "/accounts/link/#" in page.locator("#link-once").input_value()
    page.goto(f"{live_server.url}/accounts/devices/")
    browser.axe(page)
    assert browser.fits(page)


def test_a_link_that_works_opens_in_the_window_that_refused_another(
    lasting_town: Town, page: Page, live_server: Any
) -> None:
    """The addresses differ after "#" alone, so the browser loads nothing by itself."""
    town = lasting_town
    with town.as_(town.head_li) as head:
        staff = Staff.objects.create(name="新老师", site=town.a.site)
        _invitation, token = invitations.invite(
            name=staff.name, role=Role.TEACHER, staff=staff, by=head, now=town.monday
        )
        _link, secret = account_links.issue_account_link(staff=town.a.staff["wang"], by=head, now=town.monday)
    for path, refused, good, shown in (
        ("/invitations/", "邀请已失效", token, "新老师，您好"),
        ("/accounts/link/", "链接已失效", secret, "您的用户名是 wang_a"),
    ):
        page.goto(f"{live_server.url}{path}#of-nobody")
        page.get_by_role("heading", name=refused).wait_for()
        browser.axe(page)

        page.goto(f"{live_server.url}{path}#{good}")

        page.get_by_text(shown).wait_for()
        assert "#" not in page.url
