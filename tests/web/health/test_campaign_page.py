"""The page of a campaign: an answer, classes by clinic and day, equal rows as one, schools with their days."""

import re
from typing import Any

import pytest

from services.health.actions import campaigns
from services.health.models import Campaign, Clinic
from tests.cast import Town
from tests.factories import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(town: Town, monkeypatch: pytest.MonkeyPatch) -> Campaign:
    """Two clinics, two schools, a week and a day: planned on the first Monday, seen on the first day."""
    drawn = health.campaign_of_two_schools(town)
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-11T09:00:00+08:00")
    return health.planned(town, drawn)


def text(response: Any) -> str:
    assert response.status_code == 200, response.content.decode()[:2000]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def cells(page: str) -> list[str]:
    """What is on each day of each clinic in the week, without markup."""
    body = page.partition('<table class="week">')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    days = re.findall(r'<td data-name="([^"]+)"[^>]*>(.*?)</td>', body, re.DOTALL)
    return [" ".join([day, *re.sub(r"<[^>]+>", " ", content).split()]) for day, content in days]


def test_county_reads_first_how_many_classes_have_a_day(town: Town, browses: Any, planned: Campaign):
    page = text(browses(town.officer).get(f"/campaigns/{planned.public_id}/"))
    assert re.search(r"\d+ 个班、44 名学生都排上了。", page)
    assert "最满的是" in page
    assert "今天" in page
    assert browses(town.officer_of_other).get(f"/campaigns/{planned.public_id}/").status_code == 404


def test_week_names_schools_and_classes_by_clinic_and_day(town: Town, browses: Any, planned: Campaign):
    county, url = browses(town.officer), f"/campaigns/{planned.public_id}/"
    page = county.get(url).content.decode()
    # Two clinics, five working days.
    assert len(cells(page)) == 10
    assert any("中心小学" in cell and "三(1)班" in cell and "20/20" in cell for cell in cells(page))
    later = re.search(r'href="(\?view=week&amp;day=2026-09-14)"', page)
    assert later, "the next week has classes"
    second = county.get(url + later[1].replace("&amp;", "&")).content.decode()
    assert "9月14日" in second
    assert "9月11日 星期五" not in second.partition('<table class="week">')[2].partition("</table>")[0]
    assert "day=2026-09-07" in second, "back to the week before"

    with town.as_(town.officer):
        clinic = Clinic.objects.get(name="河西卫生院").public_id
    alone = county.get(f"{url}?clinic={clinic}").content.decode()
    assert len(cells(alone)) == 5
    assert f"&amp;clinic={clinic}" in alone, "the clinic is kept from week to week"


def test_month_shows_each_clinic_of_a_day_and_opens_its_week(town: Town, browses: Any, planned: Campaign):
    page = browses(town.officer).get(f"/campaigns/{planned.public_id}/?view=month").content.decode()
    month = page.partition('<table class="month">')[2].partition("</table>")[0]
    assert month.count("<tr>") == 3, "the head and the two weeks of the campaign, no empty ones"
    assert "清河镇卫生院" in month
    assert "河西卫生院" in month
    assert 'href="?view=week&amp;day=2026-09-11"' in month


def test_classes_without_a_day_for_one_cause_are_one_row(town: Town, browses: Any):
    with town.a.inside():
        for school_class in town.a.classes:
            health.crowd(school_class, 20)
    campaign = health.planned(town, capacity=10)
    url = f"/campaigns/{campaign.public_id}/"

    page = browses(town.officer).get(url).content.decode()

    rows = re.findall(r'<details class="unfold printed">.*?</details>', page, re.DOTALL)
    assert len(rows) == 1
    assert "2 个班没有排上" in rows[0]
    assert rows[0].count("<li>") == 2
    assert re.search(r"\d+ 个班排上了，2 个班没有排上。", page)
    # Each school sees its own only.
    assert "没有排上" not in text(browses(town.admin_of_b).get(url))


def test_schools_stand_with_their_days_and_open_for_the_county(town: Town, browses: Any, planned: Campaign):
    url = f"/campaigns/{planned.public_id}/"
    page = browses(town.officer).get(url).content.decode()
    table = page.partition('id="by-school"')[2].partition("</table>")[0]
    assert f'data-href="/schools/{town.a.school.public_id}/"' in table
    assert f'data-href="/schools/{town.b.school.public_id}/"' in table
    assert town.c.school.name not in table
    assert 'data-order="2026-09-' in table
    assert 'id="by-school"' not in browses(town.admin_zhao).get(url).content.decode()


def test_school_reads_when_its_classes_are_examined(town: Town, browses: Any, planned: Campaign):
    page = text(browses(town.admin_zhao).get(f"/campaigns/{planned.public_id}/"))
    assert re.search(r"2 个班、22 名学生，9月\d+日.*体检。", page)
    assert "河西小学" not in page


def test_closed_campaign_offers_nothing_to_press(town: Town, browses: Any, planned: Campaign):
    with town.as_(town.officer) as officer:
        campaigns.close_campaign(campaign=planned, by=officer, now=town.later(days=20))
    page = text(browses(town.officer).get(f"/campaigns/{planned.public_id}/"))
    assert "体检已结束。" in page
    assert "重新排期" not in page
