"""The care records of a child from the button to the pages on the screen, and the photo of a visit, phone and desk."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from services.care.actions import care_records
from services.documents.pdf_pages import WIDTH
from services.plans.choices import CareActivity
from tests.cast import PASSWORD, Town
from tests.files.pictures import photo
from tests.journeys import browser
from tests.web.documents.test_exports import work_off
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [390, 1440])
def test_head_looks_at_the_records_of_a_child_and_adds_the_photo_of_a_visit(
    lasting_town: Town,
    new_page: Any,
    live_server: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    settings: Any,
    width: int,
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    town = lasting_town
    monkeypatch.setenv("NUANYANG_CLOCK", town.monday.isoformat())
    with town.as_(town.head_li) as head:
        care_records.record(
            child=town.xiaoming, activity=CareActivity.HOME_VISIT, happened_on=town.monday.date(),
            text="奶奶腿好些了，孩子自己会做饭。", agreed="周五一起看书", by=head, now=town.monday,
        )  # fmt: skip
    page = new_page(width, 844)
    log_in(page, town, town.head_li, live_server.url)

    page.goto(f"{live_server.url}/children/{town.xiaoming.public_id}/?tab=care")
    page.get_by_role("link", name="加附件").click()
    page.get_by_text("还没有附件").wait_for()
    page.get_by_label("照片或文件").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.get_by_label("这是什么").select_option(label="照片")
    page.get_by_label("说明").fill("院子里")
    page.get_by_role("button", name="保存附件").click()
    page.get_by_text("附件已保存").wait_for()
    expect(page.get_by_role("img", name="院子里")).to_be_visible()
    assert browser.fits(page)
    browser.axe(page)
    _keep(page, f"record_files_{width}")
    page.get_by_label("所在位置").get_by_role("link", name="关爱记录").click()
    page.get_by_role("link", name="附件 1").wait_for()
    _keep(page, f"records_{width}")

    page.get_by_role("link", name="导出为 PDF 或 Word").click()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.get_by_label("事由").fill("家长要看")
    browser.axe(page)
    _keep(page, f"export_{width}")
    page.get_by_role("button", name="导出").click()
    page.get_by_text("家长要看").wait_for()
    work_off(town)
    page.reload()
    page.get_by_role("link", name="先看").click()
    picture = page.get_by_role("img", name="第 1 页")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", WIDTH)
    assert browser.fits(page)
    browser.axe(page)
    _keep(page, f"preview_{width}")


def _keep(page: Any, name: str) -> None:
    """A picture for who looks at the pages: PICTURES names the folder."""
    if folder := os.environ.get("PICTURES"):
        (Path(folder) / f"{name}.png").write_bytes(page.screenshot(full_page=True))
