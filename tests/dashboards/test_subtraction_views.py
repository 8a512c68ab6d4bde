"""The subtracting reader reads everything a county reader can open: API, pages, drill-downs, two quarters."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from services.dashboards import actions, figures
from services.dashboards.attention import items, open_work
from services.dashboards.models import SchoolQuarter
from services.dashboards.rollup.columns import COLUMNS
from services.dashboards.suppression.columns import SUPPRESSED_COLUMNS
from services.dashboards.suppression.withholding import _Table
from services.kit import clock
from services.schools.models import School, SchoolClass, Site, Township
from services.schools.scope import ALL_TENANTS, for_school, scope
from tests.cast import Town
from tests.dashboards.published import PublishedReader, tables
from tests.factories import children as people

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
QUARTERS = ((2026, 3), (2026, 4))
SECRETS = {"pupils", "d1", "d2", "children", "paired", "findings", "findings_closed"}


# What a small count must still be able to be, besides 1 and 4: that a finding is open is what the county has to act on.
POSSIBLE = {"findings_closed": (1, 3)}


def counts(pupils: int, children: int, **others: int) -> dict[str, int]:
    of_children = ("entitled", "reported", "d1", "d3", "case_files", "children", "cards", "phones", "paired")
    return {
        **dict.fromkeys(("pupils", "surveyed", "checkups_due", "checkups_done"), pupils),
        **dict.fromkeys((*of_children, "case_files_complete"), children),
        "d2": children // 3,
        "findings_notified": others.get("findings", 0),
        **others,
    }


# Townships with one and with two schools; schools that are small in everything, in one count, in none.
SCHOOLS: Mapping[str, tuple[str, dict[str, int]]] = {
    "山口小学": ("山口镇", counts(120, 40, findings=9, findings_closed=6)),
    "石桥小学": ("山口镇", counts(3, 2, findings=1)),
    "林场小学": ("林场", counts(14, 4)),
    "东坪小学": ("东坪镇", counts(310, 96, paired=3, findings=2, findings_closed=1)),
    "东坪中学": ("东坪镇", counts(420, 130, paired=120, findings=12, findings_closed=12)),
}


@pytest.fixture
def counted(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The two schools of the cast with real pupils, beside five whose counts are given, in two quarters."""
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-11-23T10:00:00+08:00")
    with town.a.inside():
        for number in range(9):
            people.child(f"学生{number}", town.a.classes[0])
    with scope(ALL_TENANTS):
        actions.refresh_stale(now=NOW)
        for name, (township_name, numbers) in SCHOOLS.items():
            township, _is_new = Township.objects.get_or_create(county=town.county, name=township_name)
            school = School.objects.create(county=town.county, township=township, name=name)
            for year, quarter in QUARTERS:
                row = SchoolQuarter(school=school, county=town.county, year=year, quarter=quarter, as_of=NOW)
                for column, number in numbers.items():
                    setattr(row, column, number)
                row.save()
    leave_without_contact("东坪小学", 3)
    leave_without_contact("东坪中学", 12)
    return town


def leave_without_contact(name: str, number: int) -> None:
    """Nobody has been in touch with this many of a school's children since 1 September."""
    with scope(ALL_TENANTS):
        school = School.objects.get(name=name)
    with scope(for_school(school.pk, school.county_id)):
        school_class = SchoolClass.objects.create(site=Site.objects.create(name="本部"), entry_year=2024, number=1)
        for index in range(number):
            people.child(f"孩子{index}", school_class)


def read_everything(town: Town, api: Any, browser: Any) -> PublishedReader:
    """All that a reader of the county gets about counts, as equations."""
    reader, schools = PublishedReader(), {}
    for year, quarter in QUARTERS:
        answer = api.get("dashboards/county", year=year, quarter=quarter).json()
        reader.reads_county(answer)
        schools = {school["name"]: school["id"] for school in answer["schools"]}
        for name, public_id in schools.items():
            reader.reads_school(name, api.get(f"dashboards/schools/{public_id}", year=year, quarter=quarter).json())
            check_school_page(browser, answer, name, public_id)
        check_county_pages(browser, answer)
    for name in schools.keys() - SCHOOLS.keys():  # a school whose counts are given has no classes of that size
        rows = tables(browser.get(f"/schools/{schools[name]}/").content.decode())
        classes = next(table for table in rows if table[0][0] == "班级")
        reader.reads_classes(QUARTERS[-1], name, [row for row in classes[1:] if len(row) == 5])
    read_attention(reader, lambda path: browser.get(path).content.decode())
    reader.knows_the_rules(QUARTERS, schools)
    return reader


def read_attention(reader: PublishedReader, page_at: Callable[[str], str]) -> None:
    """Each item of 需要您处理, where it says how many there are at each school."""
    for kind in items.KINDS:
        html = page_at(f"/county/attention/{kind.code}/")
        if kind.unit and (lists := tables(html)):
            rows = {row[0]: row[2] for row in lists[0][1:]}
            (heading,) = re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)
            reader.reads_attention(QUARTERS[-1], kind.code, heading, rows)


def check_county_pages(browser: Any, answer: Mapping[str, Any]) -> None:
    """The pages show what the API answers, cell by cell."""
    quarter = f"{answer['year']}Q{answer['quarter']}"
    for code in figures.BY_CODE:
        page = browser.get("/schools/", {"figure": code, "quarter": quarter, "basis": "d1"}).content.decode()
        rows = {row[0]: row[2] for row in tables(page)[0][1:]}
        shown = {school["name"]: school["figures"][code]["shown"] for school in answer["schools"]}
        assert rows == {**shown, "全县": answer["total"]["figures"][code]["shown"]}
    for page, sheet in (("/county/", "乡镇"), ("/schools/", "学校")):
        html = browser.get(page, {"quarter": quarter, "basis": "d2"}).content.decode()
        assert "用减法能算出它们的数显示为“保密”" in html
        table = next(table for table in tables(html) if table[0][0] == sheet and len(table[0]) > 6)
        rows = {row[0]: row[table[0].index("在册")] for row in table[1:]}
        of = answer["townships"] if sheet == "乡镇" else answer["schools"]
        assert rows == {row["name"]: row["figures"]["d2"]["shown"] for row in of}


def check_school_page(browser: Any, answer: Mapping[str, Any], name: str, public_id: str) -> None:
    quarter = f"{answer['year']}Q{answer['quarter']}"
    page = browser.get(f"/schools/{public_id}/", {"quarter": quarter}).content.decode()
    (school,) = (school for school in answer["schools"] if school["name"] == name)
    rows = {row[0]: row[1] for row in tables(page)[-1][1:]}
    assert rows == {str(figure.name): school["figures"][figure.code]["shown"] for figure in figures.ALL}


def secrets() -> list[tuple[Any, int]]:
    """The small counts of the county: which, and how many."""
    names = dict(School.objects.values_list("pk", "name"))
    return [
        (((row["year"], row["quarter"]), names[row["school_id"]], column), row[column])
        for row in SchoolQuarter.objects.values("school_id", "year", "quarter", *COLUMNS)
        for column in SUPPRESSED_COLUMNS
        if column in SECRETS and 0 < row[column] < 5
    ]


def small_counts_without_contact() -> list[tuple[Any, int]]:
    names = dict(School.objects.values_list("pk", "name"))
    counts = open_work.children_without_contact(NOW.date())
    return [((QUARTERS[-1], names[key], "undone contact"), count) for key, count in counts.items() if count < 5]


def uncovered(reader: PublishedReader, town: Town) -> list[str]:
    with town.county_scope():
        small = secrets() + small_counts_without_contact()
    assert len(small) > 20
    return [
        f"{cell} is {number}"
        for cell, number in small
        if not reader.reader.can_be([cell], POSSIBLE.get(cell[2], (1, 4)))
    ]


@pytest.mark.parametrize("role", ["county", "county_lead", "leader"])
def test_no_small_group_follows_from_everything_the_county_can_open(
    counted: Town, calls: Callable[..., Any], browses: Callable[..., Any], role: str
) -> None:
    actor = counted.actors[role]

    reader = read_everything(counted, calls(actor), browses(actor))

    assert uncovered(reader, counted) == []
    assert reader.withheld > 50


def test_without_the_secondary_rule_the_same_reader_finds_many(
    counted: Town, calls: Callable[..., Any], browses: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_Table, "protect", lambda table, number: None)

    reader = read_everything(counted, calls(counted.officer), browses(counted.officer))

    assert len(uncovered(reader, counted)) > 10


def test_without_the_rule_for_undone_work_the_same_reader_finds_children_without_contact(
    counted: Town, browses: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "_marker_of_children", lambda row, count: "")
    reader, officer = PublishedReader(), browses(counted.officer)

    read_attention(reader, lambda path: officer.get(path).content.decode())

    with counted.county_scope():
        small = small_counts_without_contact()
    assert len(small) == 2
    assert all(reader.reader.interval([cell]) == (count, count) for cell, count in small)


def test_weeks_of_a_withheld_school_are_not_shown_and_its_own_people_see_all(
    counted: Town, calls: Callable[..., Any]
) -> None:
    path = f"dashboards/schools/{counted.b.school.public_id}"

    outside, inside = (calls(actor).get(path).json() for actor in (counted.officer, counted.admin_of_b))

    assert (outside["weeks"], len(inside["weeks"])) == ([], 12)
    assert inside["total"]["figures"]["pupils"]["numerator"] == 4
    assert {value["shown"] for value in inside["total"]["figures"].values()}.isdisjoint({"<5", "保密"})


def test_a_count_that_was_small_this_week_stays_withheld(counted: Town, calls: Callable[..., Any]) -> None:
    """Yesterday's sum less today's number would be yesterday's small group."""
    tenant = counted.b
    with counted.a.inside():
        for number in range(5):
            people.pupil(f"同学{number}", counted.a.classes[1])  # the partner has pupils who are not left behind
    with tenant.inside():
        people.child("新来的", tenant.classes[0])
    with scope(ALL_TENANTS):
        actions.refresh_stale(now=NOW)
        row = SchoolQuarter.objects.get(school=tenant.school, quarter=4)
    assert (row.pupils, row.small_on["pupils"]) == (5, "2026-11-23")

    def shown(now: str, monkey: pytest.MonkeyPatch) -> str:
        monkey.setenv("NUANYANG_CLOCK", now)
        with scope(ALL_TENANTS):
            actions.recount(county_id=counted.county.pk, now=clock.now())
        answer = calls(counted.officer).get(f"dashboards/schools/{tenant.school.public_id}").json()
        return str(answer["total"]["figures"]["pupils"]["shown"])

    with pytest.MonkeyPatch.context() as monkey:
        assert shown("2026-11-24T10:00:00+08:00", monkey) == "保密"
        assert shown("2026-11-29T10:00:00+08:00", monkey) == "保密"
        assert shown("2026-11-30T10:00:00+08:00", monkey) == "5"
