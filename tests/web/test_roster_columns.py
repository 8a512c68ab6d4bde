"""对列 and 名册列名: the pages on which a person says what a column is."""

from typing import Any

import pytest
from django.urls import reverse

from services.children import jobs
from services.children.choices import ImportState, JobKind
from services.children.models import ColumnAnswer, HeaderAlias, RosterImport
from tests.api.children.test_roster_columns import HEADERS, ROWS
from tests.cast import Town
from tests.factories import rosters


@pytest.fixture
def staged(town: Town, at_monday: Any) -> RosterImport:
    return rosters.stage(town.admin_zhao, rosters.workbook(HEADERS, *ROWS))


def test_columns_are_chosen_in_the_page_before_the_rows_are_shown(
    town: Town, browses: Any, staged: RosterImport
) -> None:
    admin, url = browses(town.admin_zhao), reverse("web:roster_columns", args=[staged.public_id])

    page = admin.get(reverse("web:roster", args=[staged.public_id]), follow=True)
    assert page.redirect_chain[-1][0] == url
    shown = page.content.decode()
    assert "有 2 列看不出是什么" in shown
    assert "范**" in shown
    assert "范萍娜" not in shown
    assert "广东省东莞市" not in shown

    form = {
        "field-0": "name",
        "field-1": "sex",
        "field-2": "birth_date",
        "field-3": "class",
        "field-4": "",
        "field-5": "-",
    }
    incomplete = admin.post(url, form)
    assert (incomplete.status_code, "请选一项" in incomplete.content.decode()) == (422, True)
    twice = admin.post(url, {**form, "field-4": "sex"})
    assert (twice.status_code, "同一项" in twice.content.decode()) == (422, True)
    with town.a.inside():
        assert not ColumnAnswer.objects.exists()

    assert admin.post(url, {**form, "field-4": "father_location"}).status_code == 302
    jobs.read(rosters.run(JobKind.READ_ROSTER, staged, town.admin_zhao, rosters.NOW))
    assert rosters.fresh(town.admin_zhao, staged).state == ImportState.READY
    assert "看每一列读成了什么" in admin.get(reverse("web:roster", args=[staged.public_id])).content.decode()


def test_columns_of_another_school_are_not_found(town: Town, browses: Any, staged: RosterImport) -> None:
    url = reverse("web:roster_columns", args=[staged.public_id])

    assert browses(town.admin_of_b).get(url).status_code == 404
    assert browses(town.teacher_wang).get(url).status_code == 403


def test_county_takes_over_and_declines_column_names_in_its_page(
    town: Town, browses: Any, staged: RosterImport
) -> None:
    rosters.mapped(town.admin_zhao, staged)
    officer, url = browses(town.officer), reverse("web:header_aliases")

    page = officer.get(url).content.decode()
    assert "餐卡" in page
    assert "1 所学校" in page
    officer.post(url, {"header": "餐卡", "field": "-"})
    officer.post(reverse("web:header_decline"), {"header": "爹落脚处"})
    with town.as_(town.officer):
        kept = dict(HeaderAlias.objects.values_list("header", "is_declined"))
        alias = HeaderAlias.objects.get(header="餐卡")
    assert kept == {"餐卡": False, "爹落脚处": True}
    assert alias.field == ""
    officer.post(reverse("web:header_alias_remove", args=[alias.public_id]))
    assert "餐卡" in officer.get(url).content.decode()
    assert browses(town.admin_zhao).get(url).status_code == 403
    assert "餐卡" not in browses(town.officer_of_other).get(url).content.decode()
