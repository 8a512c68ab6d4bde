"""Tables of schools are ordered by any column; the address keeps the order, and withheld numbers stay last."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from services.plans.choices import DeadlineKind
from services.plans.models import Deadline
from tests.cast import Town
from tests.journeys import browser
from tests.web.dashboards.conftest import TODAY
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(lasting_town: Town) -> Town:
    return lasting_town


def test_a_pressed_column_orders_the_schools_and_a_link_keeps_it(morning: Town, page: Page, live_server: Any) -> None:
    with morning.county_scope():
        # 中心小学 has now two late submissions, 河西小学 one.
        Deadline.objects.create(
            title="体检回执",
            kind=DeadlineKind.REPORT,
            due_on=TODAY - timedelta(days=1),
            set_by_id=morning.officer.user_id,
            set_at=morning.monday,
        )
    log_in(page, morning, morning.officer, live_server.url)
    page.goto(f"{live_server.url}/county/attention/deadlines/")
    names = page.locator("#late tbody th")
    expect(names).to_have_text(["中心小学", "河西小学"])

    count = page.get_by_role("button", name="逾期报送")
    count.click()
    expect(names).to_have_text(["中心小学", "河西小学"])
    count.press("Enter")
    expect(names).to_have_text(["河西小学", "中心小学"])
    expect(page.get_by_role("columnheader", name="逾期报送")).to_have_attribute("aria-sort", "ascending")
    page.reload()
    expect(names).to_have_text(["河西小学", "中心小学"])
    browser.axe(page)

    page.evaluate("document.querySelector('#late tbody tr td.number').textContent = '<5'")
    for _order in ("up", "down"):
        page.get_by_role("button", name="逾期报送").click()
        expect(names).to_have_text(["中心小学", "河西小学"])
