"""对列 and 名册列名 in a browser, on a phone and on a desk."""

from typing import Any

import pytest
from django.urls import reverse

from services.children.importing import storage
from tests.api.children.test_roster_columns import HEADERS, ROWS
from tests.cast import Town
from tests.factories import rosters
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(lasting_town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-11-23T09:00:00+08:00")
    return lasting_town


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_of_columns_fit_and_pass_axe(town: Town, new_page: Any, live_server: Any, width: int) -> None:
    staged = rosters.stage(town.admin_zhao, rosters.workbook(HEADERS, *ROWS))
    with town.a.inside():
        columns = storage.load_summary(staged).columns
    assert [column["field"] for column in columns if column["header"] == "爹落脚处"] == ["father_location"]
    rosters.mapped(town.admin_zhao, staged)
    paths = {
        town.admin_zhao: reverse("web:roster_columns", args=[staged.public_id]),
        town.officer: reverse("web:header_aliases"),
    }
    for actor, path in paths.items():
        page = new_page(width, 844)
        log_in(page, town, actor, live_server.url)
        page.goto(f"{live_server.url}{path}")
        assert browser.fits(page), path
        browser.axe(page)
