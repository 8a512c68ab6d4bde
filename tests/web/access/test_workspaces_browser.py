"""Who has two roles changes between them in the bar at the top; the one they are in is said and not pressed."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.access.actions import memberships
from services.access.roles import Role
from tests.cast import Town
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_monday")]


@pytest.mark.parametrize("width", [390, 1440])
def test_teacher_who_is_safety_officer_too_changes_the_role(
    lasting_town: Town, new_page: Any, live_server: Any, width: int
) -> None:
    town = lasting_town
    with town.as_(town.head_li) as head:
        memberships.give_role(staff=town.a.staff["wang"], role=Role.SAFETY_OFFICER, by=head, now=town.monday)
    page: Page = new_page(width=width)
    log_in(page, town, town.teacher_wang, live_server.url)
    page.goto(f"{live_server.url}/")

    menu = page.locator("details.drop-left")
    menu.locator("summary").click()
    browser.axe(page)
    before = menu.locator("[aria-current]")
    expect(before).to_have_count(1)
    assert before.evaluate("one => one.tagName") == "SPAN"
    was = before.inner_text()
    other = menu.get_by_role("button")
    expect(other).to_have_count(1)
    name = other.inner_text()
    assert {part for text in (was, name) for part in ("教师", "学校安全员") if part in text} == {"教师", "学校安全员"}
    other.click()

    # The new page has the other role; only its menu is opened, not that of the page on its way out.
    expect(menu.locator("[aria-current]")).to_have_text(name.replace("\n", ""))
    menu.locator("summary").click()
    assert menu.get_by_role("button").inner_text() == was
