"""A finished PDF is looked at in the page before it is downloaded: as pictures, by who took it out alone."""

import io
from typing import Any

import pytest
from PIL import Image

from services.access.models import AuditEvent
from services.documents import preview
from services.documents.models import Export
from services.documents.pdf_pages import WIDTH
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.documents.taking import ask, run

pytestmark = pytest.mark.usefixtures("at_monday")


@pytest.fixture
def town(lasting_town: Town, tmp_path: Any, settings: Any) -> Town:
    settings.MEDIA_ROOT = tmp_path / "files"
    return lasting_town


@pytest.fixture
def printed(town: Town, calls: Any) -> str:
    """The id of a list of pupils as PDF, taken out by 赵主任."""
    return run(town, ask(calls(town.admin_zhao), "pupils"))


def test_pages_of_a_pdf_are_shown_as_pictures_and_each_is_in_the_audit_log(
    town: Town, printed: str, browses: Any
) -> None:
    client = browses(town.admin_zhao)
    assert f"/exports/{printed}/preview/" in client.get("/exports/").content.decode()

    page = client.get(f"/exports/{printed}/preview/").content.decode()
    picture = client.get(f"/exports/{printed}/pages/1/")

    assert "共 1 页。" in page
    assert page.count(f"/exports/{printed}/pages/") == 1
    assert f"/exports/{printed}/file/" in page
    assert (picture["Content-Type"], picture["Cache-Control"], picture["X-Content-Type-Options"]) == (
        "image/png",
        "no-store",
        "nosniff",
    )
    image = Image.open(io.BytesIO(picture.content))
    assert (image.format, image.width) == ("PNG", WIDTH)
    assert image.getextrema()[0] < 100  # something is written on it
    for none in (0, 2, preview.MAX_PAGES + 1):
        assert client.get(f"/exports/{printed}/pages/{none}/").status_code == 404
    with town.a.inside():
        (event,) = AuditEvent.objects.filter(action="documents.export_previewed")
        assert (event.target, event.detail) == ([printed], {"page": 1})


def test_nobody_else_sees_a_page(town: Town, printed: str, browses: Any) -> None:
    for stranger in (town.head_li, town.teacher_wang, town.officer, town.admin_of_b, town.admin_of_c):
        client = browses(stranger)
        for path in (f"/exports/{printed}/preview/", f"/exports/{printed}/pages/1/"):
            assert client.get(path).status_code == 404


def test_what_is_no_pdf_or_not_written_is_a_sentence(town: Town, calls: Any, browses: Any) -> None:
    call, client = calls(town.admin_zhao), browses(town.admin_zhao)
    for export_id in (run(town, ask(call, "pupils", "xlsx")), ask(call, "pupils").json()["id"]):
        answer = client.get(f"/exports/{export_id}/preview/", follow=True)
        assert "只有写好的 PDF 能先看。" in answer.content.decode()
        assert client.get(f"/exports/{export_id}/pages/1/").status_code == 410
        assert f"/exports/{export_id}/preview/" not in client.get("/exports/").content.decode()


def test_a_file_that_cannot_be_drawn_is_a_sentence(town: Town, printed: str, browses: Any) -> None:
    from services.files import actions

    with town.a.inside():
        export = Export.objects.get(public_id=printed)
        export.file = actions.keep(fill=_garbage, media_type="application/pdf", now=town.monday)
        export.save()
    answer = browses(town.admin_zhao).get(f"/exports/{printed}/preview/", follow=True)
    assert "请下载后打开" in answer.content.decode()
    with scope(ALL_TENANTS):
        assert not AuditEvent.objects.filter(action="documents.export_previewed").exists()


def _garbage(target: Any) -> None:
    target.write(b"%PDF-1.7 garbage")
