"""Children and rosters, for people with and without the permission."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from services.children import jobs
from services.children.assignments import assign
from services.children.choices import AssignmentReason, JobKind, Parent
from services.children.models import ContactCard, RosterImport
from tests.cast import Town
from tests.factories import children as make
from tests.factories import rosters

HEADERS = ["姓名", "性别", "出生日期", "班级", "身份证件号"]
ROW = ["范萍娜", "女", "2019-12-15", "一年级1班", "999001201912151640"]


@pytest.fixture
def full(town: Town, at_monday: Any) -> Town:
    with town.a.inside():
        for parent in Parent:
            make.parent(town.xiaoming.pupil, parent, name="王大", location="广东省东莞市")
        make.reported_status(town.xiaoming.pupil, "none")
        assign(
            child=town.xiaoming,
            staff=town.a.staff["wang"],
            reason=AssignmentReason.PAIRING,
            by=town.head_li,
            now=town.monday,
        )
    return town


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_nul_character_in_a_search_is_400(full: Town, browses: Any) -> None:
    assert browses(full.admin_zhao).get("/children/", {"q": "王\0"}).status_code == 400


def test_list_shows_only_visible_children(full: Town, browses: Any) -> None:
    everybody = text(browses(full.admin_zhao).get("/children/"))
    assert all(name in everybody for name in ("王小明", "李小红", "张强"))
    own = text(browses(full.teacher_wang).get("/children/"))
    assert "王小明" in own
    assert "李小红" not in own
    assert "王小明" not in text(browses(full.teacher_chen).get("/children/"))
    assert "河西小学" in text(browses(full.officer).get("/children/"))
    # A nurse knows her queue, not the list of children.
    assert browses(full.nurse_sun).get("/children/").status_code == 403


FILTERS = ["basis=d2", "paired=no", "late=talk", "card=no", "boarding=yes", "class=x", "cursor=x", "answer=unknown"]


@pytest.mark.parametrize("query", FILTERS)
def test_list_filters_open(full: Town, browses: Any, query: str) -> None:
    assert browses(full.admin_zhao).get(f"/children/?{query}").status_code == 200


def test_search_is_posted_and_returns_visible_children(full: Town, browses: Any) -> None:
    admin = browses(full.admin_zhao)
    assert "李小红" not in text(admin.post("/children/", {"q": "wxm"}))
    assert "王小明" in text(admin.post("/search/", {"q": "小明"}, headers={"HX-Request": "true"}))
    assert "王小明" not in text(
        browses(full.teacher_chen).post("/search/", {"q": "小明"}, headers={"HX-Request": "true"})
    )


@pytest.mark.parametrize("tab", ["", "family", "care", "access"])
def test_tabs_of_a_child_open_for_its_readers_only(full: Town, browses: Any, tab: str) -> None:
    url = f"{reverse('web:child', args=[full.xiaoming.public_id])}?tab={tab}"
    for reader in (full.admin_zhao, full.teacher_wang, full.officer):
        assert "王小明" in text(browses(reader).get(url))
    for stranger in (full.teacher_chen, full.admin_of_b, full.officer_of_other):
        assert browses(stranger).get(url).status_code == 404


def test_child_shows_what_the_roster_reported(full: Town, browses: Any) -> None:
    shown = text(browses(full.admin_zhao).get(reverse("web:child", args=[full.xiaoming.public_id])))

    assert "非留守" in shown.partition("名册所写")[2][:60]


def test_family_edit_is_saved_or_shows_the_error(full: Town, browses: Any) -> None:
    admin, child = browses(full.admin_zhao), full.xiaoming
    url = reverse("web:parent", args=[child.public_id, "father"])
    wrong = admin.post(url, {"father-whereabouts": "away", "father-away_since": "2030-01-01", "father-name": "王大"})
    assert wrong.status_code == 422
    assert "不能晚于今天" in wrong.content.decode()
    assert admin.post(url, {"father-whereabouts": "home", "father-name": "王大"}).status_code == 302
    assert admin.post(reverse("web:guardian", args=[child.public_id]), {"guardian-name": "李奶奶"}).status_code == 302
    bad = admin.post(
        reverse("web:phone_number", args=[child.public_id]),
        {"phone_number-owner": "guardian", "phone_number-number": "123"},
    )
    assert bad.status_code == 422
    good = {"phone_number-owner": "guardian", "phone_number-number": "17405000001"}
    assert admin.post(reverse("web:phone_number", args=[child.public_id]), good).status_code == 302
    shown = admin.post(reverse("web:unmask", args=[child.public_id]), {"field": "phones", "reason": "家访前核对"})
    assert "17405000001" in text(shown)
    with full.a.inside():
        contact = child.pupil.phone_numbers.get()
        assert child.pupil.parents.filter(parent="father", until__isnull=True).get().whereabouts == "home"
    assert (
        admin.post(
            reverse("web:phone_number_verify", args=[child.public_id, contact.public_id]), {"result": "valid"}
        ).status_code
        == 302
    )
    assert browses(full.teacher_wang).post(url, {"father-whereabouts": "home"}).status_code == 403


def test_contact_card_is_issued_viewed_and_printed(full: Town, browses: Any) -> None:
    admin, url = browses(full.admin_zhao), reverse("web:contact_card", args=[full.xiaoming.public_id])
    # The card is carried by the child and read by others.
    assert "留守" not in text(admin.get(url))
    assert admin.post(url).status_code == 302
    with full.a.inside():
        assert ContactCard.objects.filter(child=full.xiaoming, stale_on=None).count() == 1
    assert admin.get(f"{url.rstrip('/')}.pdf").content.startswith(b"%PDF-")
    assert browses(full.teacher_chen).get(url).status_code == 404


def test_roster_is_uploaded_previewed_committed_and_undone(full: Town, browses: Any) -> None:
    admin = browses(full.admin_zhao)
    assert admin.post("/rosters/", {}).status_code == 422
    bad = admin.post("/rosters/", {"file": SimpleUploadedFile("a.xlsx", b"no workbook")})
    assert bad.status_code == 422
    sent = admin.post("/rosters/", {"file": SimpleUploadedFile("名单.xlsx", rosters.workbook(HEADERS, ROW))})
    assert sent.status_code == 302
    assert "核对" in text(admin.get(sent["Location"]))
    roster = _only(full)
    jobs.read(rosters.run(JobKind.READ_ROSTER, roster, full.admin_zhao, full.monday))
    preview = text(admin.get(f"{sent['Location']}?only=all"))
    assert "范萍娜" in preview
    assert "999001********1640" in preview
    # Papers are masked even for the person who uploaded them.
    assert ROW[-1] not in preview
    admin.post(reverse("web:roster_commit", args=[roster.public_id]))
    jobs.commit(rosters.run(JobKind.COMMIT_ROSTER, roster, full.admin_zhao, full.monday))
    assert "撤销这次导入" in text(admin.get(sent["Location"]))
    admin.post(reverse("web:roster_undo", args=[roster.public_id]))
    jobs.undo(rosters.run(JobKind.UNDO_ROSTER, roster, full.admin_zhao, full.monday))
    assert "导入已撤销" in text(admin.get(sent["Location"]))
    assert browses(full.admin_of_b).get(sent["Location"]).status_code == 404
    assert browses(full.teacher_wang).get(sent["Location"]).status_code == 403


def test_rejected_roster_is_shown_and_downloaded_with_marks(full: Town, browses: Any) -> None:
    rosters.named(full.a, "云岫县柳溪乡中心小学")
    staged = rosters.stage(full.admin_zhao, rosters.content(rosters.L2))
    admin, url = browses(full.admin_zhao), reverse("web:roster", args=[staged.public_id])
    shown = text(admin.get(url))
    assert "请先改正这些问题" in shown
    assert "没有这一天" in shown
    marked = admin.get(reverse("web:roster_marked", args=[staged.public_id]))
    book = openpyxl.load_workbook(BytesIO(marked.content))
    sheet = book["留守儿童台账"]
    assert "没有这一天" in sheet["E14"].comment.text
    assert sheet["E14"].fill.fgColor.rgb == "FFF8D0CB"
    # The school's own layout comes back, only with marks.
    assert len(sheet.merged_cells.ranges) > 10


def test_roster_template_reads_as_a_roster(full: Town, browses: Any) -> None:
    book = openpyxl.load_workbook(BytesIO(browses(full.admin_zhao).get("/rosters/template.xlsx").content))
    assert book.sheetnames[0] == "名单"


def _only(town: Town) -> RosterImport:
    with town.a.inside():
        return RosterImport.objects.get()
