"""Nothing typed is lost and nothing is stored twice, in a real browser: network cut, session over, Back, two tabs."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from services.care.actions import due_work
from services.care.models import CareRecord
from tests.cast import Town
from tests.factories import care
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "数学有进步"


@pytest.fixture
def town(lasting_town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-16T09:00:00+08:00")
    care.paired(lasting_town)
    with lasting_town.a.inside():
        due_work.refresh_due_work(now=lasting_town.later(days=9))
    return lasting_town


@pytest.fixture
def sheet(town: Town, live_server: Any) -> str:
    return f"{live_server.url}/care-records/new/{town.xiaoming.public_id}/"


def open_sheet(page: Page, town: Town, sheet: str) -> Page:
    log_in(page, town, town.teacher_wang, sheet.partition("/care-records")[0])
    page.goto(sheet)
    return page


def type_talk(page: Page, text: str = TEXT) -> None:
    page.get_by_text("开心", exact=True).click()
    page.get_by_label("一句话").fill(text)


def save(page: Page) -> None:
    page.get_by_role("button", name="记下").click()


def drafts(page: Page) -> list[str]:
    names: list[str] = page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('draft:'))")
    return names


def is_kept(page: Page) -> None:
    expect(page.locator("form[data-draft-kept]")).to_have_count(1)


def texts_of(town: Town) -> list[str]:
    with town.a.inside():
        return [record.note.text for record in CareRecord.objects.order_by("pk")]


def end_session(context: BrowserContext) -> None:
    context.clear_cookies(name="sessionid")


def test_save_without_network_keeps_the_sheet_and_is_sent_once_when_pressed_again(
    town: Town, phone: Page, sheet: str
) -> None:
    open_sheet(phone, town, sheet)
    type_talk(phone)
    phone.context.set_offline(True)
    save(phone)
    expect(phone.locator("#toasts")).to_contain_text("网络断了")
    assert phone.get_by_label("一句话").input_value() == TEXT
    browser.faults_of(phone)  # the request that failed

    phone.context.set_offline(False)  # the browser says so, and the sheet is sent without another press

    phone.get_by_text("已记下和小明的谈心").wait_for()
    assert texts_of(town) == [TEXT]
    assert drafts(phone) == []


def test_text_survives_a_closed_tab_unreadable_to_others_until_logout(
    town: Town, phone: Page, sheet: str, live_server: Any
) -> None:
    open_sheet(phone, town, sheet)
    type_talk(phone)
    is_kept(phone)
    assert TEXT not in phone.evaluate("JSON.stringify(localStorage)")
    context = phone.context
    phone.close()

    again = context.new_page()
    again.goto(sheet)
    expect(again.get_by_label("一句话")).to_have_value(TEXT)
    expect(again.get_by_text("已经放回来了")).to_be_visible()
    # Another person on the same phone: the text is neither shown nor readable.
    log_in(again, town, town.head_li, live_server.url)
    again.goto(sheet)
    expect(again.get_by_label("一句话")).to_have_value("")
    log_in(again, town, town.teacher_wang, live_server.url)
    again.goto(sheet)
    expect(again.get_by_label("一句话")).to_have_value(TEXT)
    again.locator(".bottombar summary").click()
    again.get_by_role("button", name="退出登录").click()
    again.wait_for_url("**/accounts/login/**")
    assert drafts(again) == []


def test_session_that_ended_leads_to_the_login_and_back_to_what_was_typed(
    town: Town, phone: Page, sheet: str, live_server: Any
) -> None:
    open_sheet(phone, town, sheet)
    type_talk(phone)
    end_session(phone.context)
    save(phone)

    phone.wait_for_url("**/accounts/login/?next=%2Fcare-records%2Fnew%2F**")
    assert phone.locator(".sidebar, .bottombar").count() == 0  # a page of its own
    phone.get_by_label("用户名").fill(town.user(town.teacher_wang).get_username())
    phone.get_by_label("密码").fill("sunny-day-2026")
    phone.get_by_role("button", name="登录").click()
    phone.wait_for_url(sheet)
    expect(phone.get_by_label("一句话")).to_have_value(TEXT)
    save(phone)
    phone.get_by_text("已记下和小明的谈心").wait_for()
    assert texts_of(town) == [TEXT]


def test_old_token_saves_all_the_same(town: Town, phone: Page, sheet: str) -> None:
    open_sheet(phone, town, sheet)
    type_talk(phone)
    # What a login in another tab does: another secret in the cookie.
    host = {"name": "csrftoken", "value": "n" * 32, "url": sheet}
    phone.context.add_cookies([host])  # type: ignore[list-item]
    save(phone)
    phone.get_by_text("已记下和小明的谈心").wait_for()
    assert texts_of(town) == [TEXT]


def test_form_without_token_stays_refused(town: Town, phone: Page, sheet: str) -> None:
    open_sheet(phone, town, sheet)
    type_talk(phone)
    phone.evaluate("document.querySelectorAll('main [name=csrfmiddlewaretoken]').forEach((field) => field.remove())")
    save(phone)
    expect(phone.locator("#toasts")).to_contain_text("没有权限")
    assert texts_of(town) == []


def test_page_of_another_person_saves_nothing(town: Town, phone: Page, sheet: str, live_server: Any) -> None:
    open_sheet(phone, town, sheet)
    type_talk(phone)
    log_in(phone, town, town.head_li, live_server.url)  # in another tab
    save(phone)
    expect(phone.locator("#toasts")).to_contain_text("现在登录的是另一个人")
    assert texts_of(town) == []
    assert phone.get_by_label("一句话").input_value() == TEXT


def test_double_tap_and_back_and_save_again_store_one_record(town: Town, phone: Page, sheet: str) -> None:
    open_sheet(phone, town, sheet)
    type_talk(phone)
    phone.get_by_role("button", name="记下").dblclick()
    phone.get_by_text("已记下和小明的谈心").wait_for()
    phone.go_back()
    phone.wait_for_url(sheet)
    type_talk(phone)
    save(phone)
    phone.get_by_text("没有再存一次").wait_for()
    assert texts_of(town) == [TEXT]
    phone.go_back()
    phone.wait_for_url(sheet)
    type_talk(phone, "另一件事")
    save(phone)
    phone.get_by_text("几分钟前已经存过").wait_for()
    assert texts_of(town) == [TEXT]
    phone.get_by_role("button", name="再存为新的一条").click()
    phone.get_by_text("已记下和小明的谈心").wait_for()
    assert texts_of(town) == [TEXT, "另一件事"]


def test_two_tabs_with_the_same_text_store_one_record(town: Town, phone: Page, sheet: str) -> None:
    open_sheet(phone, town, sheet)
    second = phone.context.new_page()
    second.goto(sheet)
    for page in (phone, second):
        type_talk(page)
    save(phone)
    phone.get_by_text("已记下和小明的谈心").wait_for()
    save(second)
    second.get_by_text("几分钟前已经存过").wait_for()
    assert texts_of(town) == [TEXT]


def test_part_of_a_page_without_session_leads_to_the_login(town: Town, page: Page, live_server: Any) -> None:
    log_in(page, town, town.head_li, live_server.url)
    address = f"{live_server.url}/children/{town.xiaoming.public_id}/"
    page.goto(address)
    end_session(page.context)
    page.locator("details", has=page.locator("form[hx-post*=unmask]")).locator("summary").click()
    page.locator("form[hx-post*=unmask] [name=reason]").fill("家访前核对")
    page.locator("form[hx-post*=unmask] button").click()
    page.wait_for_url(f"**/accounts/login/?next=%2Fchildren%2F{town.xiaoming.public_id}%2F")
    assert page.locator(".sidebar").count() == 0
