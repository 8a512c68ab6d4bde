"""在这里改正: faulty cells of a roster are corrected in the page, checked as they are typed."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from services.children import jobs
from services.children.choices import ImportState, JobKind
from services.children.importing.correction import rows
from services.children.models import Pupil, RosterImport
from tests.api.children.test_roster_corrections import HEADERS, ROWS
from tests.cast import Town
from tests.factories import rosters


@pytest.fixture
def staged(town: Town, at_monday: Any) -> RosterImport:
    return rosters.stage(town.admin_zhao, rosters.workbook(HEADERS, *ROWS))


def _version(client: Any, url: str, number: int) -> str:
    pages = [client.get(url, {"only": only}).context["rows"] for only in ("wrong", "noted")]
    return next(shown.version for rows in pages for shown in rows if shown.row.number == number)


def test_each_change_of_a_cell_is_checked_and_counted(town: Town, browses: Any, staged: RosterImport) -> None:
    admin, url = browses(town.admin_zhao), reverse("web:roster_corrections", args=[staged.public_id])
    assert url in admin.get(reverse("web:roster", args=[staged.public_id])).content.decode()
    page = admin.get(url).content.decode()
    assert "还有 2 行没有改好" in page
    assert 'value="2015-02-30"' in page

    row = reverse("web:roster_correct", args=[staged.public_id, 0])
    sent = {"version": _version(admin, url, 0), "cell-A": "张小明", "cell-C": "2015-02-31"}
    answer = admin.post(row, sent, headers={"HX-Request": "true"}).content.decode()
    assert "2015-02-31：没有这一天" in answer
    assert "没有改好" in answer
    sent = {"version": _version(admin, url, 0), "cell-A": "张小明", "cell-C": "2015-02-28"}
    answer = admin.post(row, sent, headers={"HX-Request": "true"}).content.decode()
    assert "改好了" in answer
    assert "还有 1 行没有改好" in answer

    stale = admin.post(row, {**sent, "cell-A": "张大明"}, headers={"HX-Request": "true"}).content.decode()
    assert "有人改过这一行" in stale
    assert "张小明" in stale

    assert admin.post(reverse("web:roster_apply", args=[staged.public_id]), {"rest": "left_out"}).status_code == 302
    jobs.read(rosters.run(JobKind.READ_ROSTER, staged, town.admin_zhao, rosters.NOW))
    assert rosters.fresh(town.admin_zhao, staged).state == ImportState.READY


def test_a_row_is_left_out_and_taken_back(town: Town, browses: Any, staged: RosterImport) -> None:
    admin, url = browses(town.admin_zhao), reverse("web:roster_corrections", args=[staged.public_id])
    row = reverse("web:roster_correct", args=[staged.public_id, 2])

    admin.post(row, {"version": _version(admin, url, 2), "left_out": "1"})
    assert "还有 1 行没有改好" in admin.get(url).content.decode()
    admin.post(row, {"version": _version(admin, url, 2), "left_out": "0"})
    assert "还有 2 行没有改好" in admin.get(url).content.decode()


def test_nobody_else_opens_the_page_or_corrects_a_row(town: Town, browses: Any, staged: RosterImport) -> None:
    url = reverse("web:roster_corrections", args=[staged.public_id])
    row = reverse("web:roster_correct", args=[staged.public_id, 0])

    for stranger, status in ((town.teacher_wang, 403), (town.admin_of_b, 404), (town.officer, 403)):
        client = browses(stranger)
        assert client.get(url).status_code == status
        assert client.post(row, {"left_out": "1"}).status_code == status
    with town.a.inside():
        assert rows.load(staged).corrections == {}


def test_a_row_that_the_pupils_leave_unclear_is_checked_again_by_a_button(
    town: Town, browses: Any, at_monday: Any
) -> None:
    with town.a.inside():
        for number in (1, 2):
            Pupil.objects.create(
                name="王芳", pinyin="wang fang", initials="wf", sex="F", birth_date=date(2015, 12, 15),
                school_class=town.a.classes[0], remark=str(number),
            )  # fmt: skip
    row = ["王芳", "女", "2015-12-15", "三年级1班", ""]
    staged = rosters.stage(town.admin_zhao, rosters.workbook(HEADERS, row))
    admin, url = browses(town.admin_zhao), reverse("web:roster_corrections", args=[staged.public_id])
    page = admin.get(url).content.decode()
    assert ("还有 1 行没有改好" in page, "按现在的学生再核对一遍" in page) == (True, True)
    assert 'value="2015-12-15"' in page, "the row is shown as typed"

    with town.a.inside():
        Pupil.objects.filter(name="王芳", remark="2").update(birth_date=date(2015, 12, 16))
    assert admin.post(reverse("web:roster_apply", args=[staged.public_id])).status_code == 302
    jobs.read(rosters.run(JobKind.READ_ROSTER, staged, town.admin_zhao, rosters.NOW))

    assert rosters.fresh(town.admin_zhao, staged).state == ImportState.READY


def test_rows_with_errors_come_first_by_pages_and_stay_on_theirs(town: Town, browses: Any, at_monday: Any) -> None:
    wrong = [[f"王小{chr(0x4E00 + n)}", "女", "2018-02-30", "三年级1班", ""] for n in range(60)]
    noted = [[f"李小{chr(0x4E00 + n)}", "男", "2018-03-05", "三年级1班", "123"] for n in range(3)]
    file = rosters.workbook(["姓名", "性别", "出生日期", "班级", "联系电话"], *noted, *wrong)
    staged = rosters.stage(town.admin_zhao, file)
    admin, url = browses(town.admin_zhao), reverse("web:roster_corrections", args=[staged.public_id])

    def shown(**query: Any) -> list[int]:
        return [row.row.number for row in admin.get(url, query).context["rows"]]

    assert (shown(), shown(only="noted")) == (list(range(3, 53)), [0, 1, 2])
    assert shown(**{"from": 50}) == list(range(53, 63))
    assert [tab.count for tab in admin.get(url).context["tabs"]] == [60, 3]

    cells = {"version": admin.get(url, {"from": 50}).context["rows"][0].version, "cell-C": "2018-02-28"}
    answer = admin.post(reverse("web:roster_correct", args=[staged.public_id, 53]), cells)

    assert answer.url == f"{url}?only=wrong&from=50#row-53"
    assert shown(**{"from": 50}) == list(range(53, 63)), "who is corrected stays where it was"
    assert admin.get(url).context["remaining"] == 59
