"""Templates in a real browser: chips insert variables, the preview follows the typing, a test keeps the draft."""

from typing import Any

import pytest

from services.notify.models import Notification
from services.reminders.models import NotificationTemplate
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
URL = "/notification-templates/health.family_invited/zh-hans/"


def test_texts_are_edited_with_a_live_preview(lasting_town: Town, page: Any, live_server: Any) -> None:
    log_in(page, lasting_town, lasting_town.officer, live_server.url)
    page.goto(f"{live_server.url}{URL}edit/")
    browser.axe(page)
    page.get_by_label("标题").fill("请于来校")
    page.get_by_label("标题").press("ArrowLeft")
    page.get_by_label("标题").press("ArrowLeft")
    page.get_by_role("button", name="{day}").click()
    assert page.get_by_label("标题").input_value() == "请于{day}来校"
    page.get_by_label("正文").fill("")
    page.locator(".bubble").get_by_text("【暖阳】请于9月14日来校", exact=True).wait_for()
    page.get_by_label("正文").fill("贫困学生请来校")
    page.locator("#preview").get_by_text("不能写“贫困”").wait_for()
    page.get_by_role("button", name="发给我试试").click()
    page.locator("#test-result").get_by_text("不能写“贫困”").wait_for()
    page.get_by_label("正文").fill("请早餐后到校。")
    page.get_by_role("button", name="发给我试试").click()
    page.locator("#test-result").get_by_text("已发给您：站内消息").wait_for()
    assert page.get_by_label("标题").input_value() == "请于{day}来校"
    browser.axe(page)
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存，从下一条消息起用新的文字。").wait_for()
    with scope(ALL_TENANTS):
        assert Notification.objects.get().title == "【测试】请于9月14日来校"
        kept = NotificationTemplate.objects.get()
        assert (kept.title, kept.body, kept.version) == ("请于{day}来校", "请早餐后到校。", 1)


@pytest.mark.parametrize(
    "path", ["/notification-templates/", "/notification-templates/?language=en", URL, f"{URL}edit/"]
)
def test_template_pages_fit_a_phone_and_pass_axe(lasting_town: Town, phone: Any, live_server: Any, path: str) -> None:
    log_in(phone, lasting_town, lasting_town.officer, live_server.url)

    phone.goto(f"{live_server.url}{path}")

    assert browser.fits(phone)
    browser.axe(phone)
