"""消息 in a real browser: what needs an answer is read first, then answered; equal ones unfold."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.notify import outbox
from services.notify.choices import Urgency
from services.notify.models import Notification
from tests.cast import Town
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(lasting_town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """王老师 has a safety alert, two late visits, two late talks of one day, and two messages to read."""
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-14T09:00:00+08:00")
    ask = {"requires_acknowledgement": True, "path": "/today/"}
    add(lasting_town, "有危险", kind="incident.opened", urgency=Urgency.SAFETY, **ask)
    add(lasting_town, "家访逾期", kind="care.visit.late", **ask)
    for number in (1, 2):
        add(lasting_town, f"谈心逾期 {number} 天", kind="care.talk.late", **ask)
        add(lasting_town, f"体检改期 {number}", kind="health.checkup_planned", path="")
    return lasting_town


def add(town: Town, title: str, **fields: Any) -> None:
    with town.as_(town.teacher_wang) as wang:
        outbox.add(dedupe_key=title, title=title, recipient_id=wang.user_id, now=town.later(days=7), **fields)


@pytest.fixture
def inbox(town: Town, page: Page, live_server: Any) -> Page:
    log_in(page, town, town.teacher_wang, live_server.url)
    page.goto(f"{live_server.url}/inbox/")
    return page


def acknowledged(town: Town) -> list[str]:
    with town.a.inside():
        rows = Notification.objects.exclude(acknowledged_at=None).order_by("pk")
        return list(rows.values_list("title", flat=True))


def card(page: Page, title: str) -> Any:
    return page.locator(".notification-card", has_text=title)


def test_each_message_is_read_before_it_is_answered(inbox: Page, town: Town) -> None:
    expect(inbox.get_by_role("heading", name="4 件等您回复，其中 1 件是安全警报，请先办。")).to_be_visible()
    browser.axe(inbox)
    expect(inbox.get_by_role("button", name="都知道了")).to_be_hidden()  # nobody has read the two yet

    inbox.get_by_role("heading", name="2 件").click()
    expect(inbox.locator("strong", has_text="谈心逾期 2 天")).to_be_visible()
    inbox.get_by_role("button", name="都知道了").click()
    expect(inbox.locator("#toasts")).to_contain_text("已回复")
    assert acknowledged(town) == ["谈心逾期 1 天", "谈心逾期 2 天"]

    card(inbox, "有危险").get_by_role("button", name="知道了").click()
    expect(inbox.get_by_role("heading", name="1 件等您回复。")).to_be_visible()
    card(inbox, "家访逾期").get_by_role("button", name="去处理").click()
    inbox.wait_for_url("**/today/")


def test_reminder_is_postponed_at_the_side_and_then_folded(inbox: Page, town: Town) -> None:
    card(inbox, "家访逾期").get_by_role("link", name="推迟").click()
    side = inbox.get_by_role("dialog")
    expect(side.get_by_text("家访逾期")).to_be_visible()
    browser.axe(inbox)
    side.get_by_label("为什么推迟").fill("孩子随父母外出")
    side.get_by_role("button", name="推迟").click()
    expect(inbox.locator("#toasts")).to_contain_text("已推迟")

    assert card(inbox, "家访逾期").count() == 0
    inbox.get_by_text("推迟的").click()
    expect(inbox.get_by_text("孩子随父母外出")).to_be_visible()
    with town.a.inside():
        assert Notification.objects.get(title="家访逾期").snoozed_until == date(2026, 9, 15)

    # Done before the day has come: it is answered where it is folded, and nobody is reminded again.
    browser.axe(inbox)
    inbox.locator(".notification-rows li", has_text="孩子随父母外出").get_by_role("button", name="知道了").click()
    expect(inbox.locator("#toasts")).to_contain_text("已回复")
    assert acknowledged(town) == ["家访逾期"]
    expect(inbox.get_by_text("推迟的")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1440])
def test_message_is_answered_among_all_of_them(town: Town, new_page: Any, live_server: Any, width: int) -> None:
    page = new_page(width=width)
    log_in(page, town, town.teacher_wang, live_server.url)
    page.goto(f"{live_server.url}/inbox/?all=1")
    row = page.locator(".notification-rows li", has_text="家访逾期")
    assert browser.fits(page)
    row.get_by_role("button", name="知道了").click()
    expect(page.locator("#toasts")).to_contain_text("已回复")
    assert acknowledged(town) == ["家访逾期"]
    expect(page).to_have_url(f"{live_server.url}/inbox/")
    page.goto(f"{live_server.url}/inbox/?all=1")
    expect(row).to_contain_text("已知道")
    expect(row.get_by_role("button", name="知道了")).to_have_count(0)


def test_messages_without_reply_unfold_and_are_marked_as_read_together(inbox: Page, town: Town) -> None:
    inbox.locator("summary", has_text="2 件").last.click()
    expect(inbox.locator("strong", has_text="体检改期 1")).to_be_visible()
    inbox.get_by_role("button", name="看过了").first.click()
    expect(inbox.locator(".notification-rows li")).to_have_count(1)
    inbox.get_by_role("button", name="不用回复的都标为已读").click()
    expect(inbox.locator("#toasts")).to_contain_text("1 条消息已标为已读")
    expect(inbox.get_by_text("看过就好")).to_have_count(0)
    with town.a.inside():
        assert Notification.objects.filter(read_at=None, requires_acknowledgement=False).count() == 0
    inbox.get_by_role("link", name="全部").click()
    expect(inbox.locator(".notification-rows")).to_contain_text("体检改期")


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_inbox_fits(town: Town, new_page: Any, live_server: Any, width: int) -> None:
    page = new_page(width=width)
    log_in(page, town, town.teacher_wang, live_server.url)
    for path in ("/inbox/", "/inbox/?all=1"):
        page.goto(f"{live_server.url}{path}")
        assert browser.fits(page)
        browser.axe(page)
