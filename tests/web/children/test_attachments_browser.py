"""附件 on a phone and on a desk: a photo is added, seen, opened and deleted."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from services.children import assignments
from services.children.choices import AssignmentReason
from services.children.models import ChildAttachment
from services.files.checking.check import MAX_BYTES
from services.files.models import FileUpload
from services.files.uploads import PIECE_BYTES
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.files.hostile import HTML, pdf
from tests.files.pictures import noise, photo
from tests.journeys import browser
from tests.web.login import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.mark.parametrize("width", [390, 1440])
def test_teacher_adds_a_photo_and_sees_its_thumbnail(
    lasting_town: Town, new_page: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    town = lasting_town
    monkeypatch.setenv("NUANYANG_CLOCK", town.monday.isoformat())
    with town.as_(town.head_li) as head:
        assignments.assign(
            child=town.xiaoming, staff=town.a.staff["wang"], reason=AssignmentReason.SHARED, by=head, now=town.monday
        )
    page = new_page(width, 844)
    log_in(page, town, town.teacher_wang, live_server.url)
    page.goto(live_server.url + reverse("web:child", args=[town.xiaoming.public_id]))
    page.get_by_role("link", name="附件").click()
    page.get_by_text("还没有附件").wait_for()
    browser.axe(page)

    field = page.get_by_label("拍一张") if width == 390 else page.get_by_label("照片或文件")
    assert field.get_attribute("accept").startswith("image/")
    field.set_input_files({"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(1600, 1200))})
    page.get_by_label("这是什么").select_option(label="照片")
    page.get_by_label("说明").fill("家访时在院子里")
    page.get_by_role("button", name="保存附件").click()
    page.get_by_text("附件已保存").wait_for()
    thumbnail = page.get_by_role("img", name="家访时在院子里")
    expect(thumbnail).to_be_visible()
    thumbnail.scroll_into_view_if_needed()
    browser.wait_until(page, "[...document.querySelectorAll('.gallery img')].every((img) => img.naturalWidth === 300)")
    assert browser.fits(page)
    browser.axe(page)

    page.locator("summary", has_text="加照片或文件").click()
    page.get_by_label("照片或文件").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": HTML})
    page.get_by_role("button", name="保存附件").click()
    page.get_by_text("这个文件不是照片").wait_for()
    page.get_by_label("照片或文件").set_input_files({"name": "b.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    page.get_by_label("这是什么").select_option(label="签字的表、协议")
    page.get_by_role("button", name="保存附件").click()
    page.get_by_text("附件已保存").wait_for()
    expect(page.locator(".gallery > li")).to_have_count(2)
    assert browser.fits(page)

    card = page.locator(".gallery > li", has_text="家访时在院子里")
    card.locator("summary").click()
    card.get_by_label("为什么删除").fill("拍到了别的孩子")
    card.get_by_role("button", name="删除附件").click()
    page.get_by_text("附件已删除").wait_for()
    expect(page.locator(".gallery > li")).to_have_count(1)


@pytest.mark.parametrize("has_digest", [True, False], ids=["https", "http"])
def test_large_photo_goes_in_pieces_and_goes_on_after_a_break(
    lasting_town: Town, new_page: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch, has_digest: bool
) -> None:
    town = lasting_town
    monkeypatch.setenv("NUANYANG_CLOCK", town.monday.isoformat())
    page = new_page(390, 844)
    if not has_digest:
        page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })")
    log_in(page, town, town.head_li, live_server.url)
    page.goto(f"{live_server.url}{reverse('web:child', args=[town.xiaoming.public_id])}?tab=attachments")
    offsets: list[str] = []

    def pass_or_break(route: Any) -> None:
        if route.request.method == "PUT":
            offsets.append(route.request.headers["upload-offset"])
            if len(offsets) == 2:
                route.abort("aborted")
                return
        route.continue_()

    page.route("**/api/v1/uploads/**", pass_or_break)
    content = noise(2200, 1600)
    assert len(content) > 2 * PIECE_BYTES
    page.get_by_label("拍一张").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": content})
    page.get_by_role("button", name="保存附件").click()
    page.get_by_text("附件已保存").wait_for()
    expect(page.locator(".gallery img")).to_have_count(1)
    assert offsets[:3] == ["0", str(PIECE_BYTES), str(PIECE_BYTES)]
    with scope(ALL_TENANTS):
        assert not FileUpload.objects.exists()


def test_file_above_the_limit_is_refused_at_once_and_not_sent(
    lasting_town: Town, page: Page, live_server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    town = lasting_town
    monkeypatch.setenv("NUANYANG_CLOCK", town.monday.isoformat())
    log_in(page, town, town.head_li, live_server.url)
    page.goto(f"{live_server.url}{reverse('web:child', args=[town.xiaoming.public_id])}?tab=attachments")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method != "GET" else None)
    path = tmp_path / "scan.pdf"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    page.get_by_label("照片或文件").set_input_files(path)
    page.get_by_role("button", name="保存附件").click()
    expect(page.get_by_role("status").get_by_text("文件超过 20 MB")).to_be_visible()
    assert sent == []
    browser.axe(page)

    # The form is still usable: a smaller one goes.
    page.get_by_label("照片或文件").set_input_files({"name": "b.pdf", "mimeType": "application/pdf", "buffer": pdf()})
    page.get_by_role("button", name="保存附件").click()
    page.get_by_text("附件已保存").wait_for()
    with town.a.inside():
        assert ChildAttachment.objects.count() == 1


def test_another_photo_of_the_same_size_and_moment_begins_anew(
    lasting_town: Town, new_page: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    """The first photo stops after one piece; the second, of equal length and date, must not become its end."""
    town = lasting_town
    monkeypatch.setenv("NUANYANG_CLOCK", town.monday.isoformat())
    page = new_page(390, 844)
    log_in(page, town, town.head_li, live_server.url)
    page.goto(f"{live_server.url}{reverse('web:child', args=[town.xiaoming.public_id])}?tab=attachments")
    offsets: list[str] = []

    def pass_one(route: Any) -> None:
        if route.request.method == "PUT":
            offsets.append(route.request.headers["upload-offset"])
            if len(offsets) == 2:
                route.fulfill(status=400, json={"errors": [{"detail": "请停一下"}]})
                return
        route.continue_()

    page.route("**/api/v1/uploads/**", pass_one)
    first, second = noise(2200, 1600), noise(2200, 1600)
    length = max(len(first), len(second))
    for name, content in (("first.jpg", first), ("second.jpg", second)):
        (tmp_path / name).write_bytes(content.ljust(length, b"\0"))  # what follows a photo is ignored
        os.utime(tmp_path / name, (1_800_000_000, 1_800_000_000))
    page.get_by_label("拍一张").set_input_files(tmp_path / "first.jpg")
    page.get_by_role("button", name="保存附件").click()
    page.get_by_text("请停一下").wait_for()
    page.get_by_label("拍一张").set_input_files(tmp_path / "second.jpg")
    page.get_by_role("button", name="保存附件").click()
    page.get_by_text("附件已保存").wait_for()
    assert offsets[:3] == ["0", str(PIECE_BYTES), "0"]
    expect(page.locator(".gallery img")).to_have_count(1)
