"""A county's first day in production: from an empty database to a teacher's recorded talk, by docs/operations.md alone.

Each step is a line of “The first day” there: the test fails when the two differ in number or order.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from services.demo.school_specs import SchoolSpec
from services.demo.synthetic import people, rosters
from services.schools.queries import school_year_of
from tests.journeys import browser
from tests.journeys.production import ProductionService, production_service
from tests.journeys.second_factor import set_up_codes

pytestmark = pytest.mark.browser

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
PASSWORD = "sunny-day-2026"
BY = ("--by", "何工")
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()  # production has the real clock
SPEC = SchoolSpec("清河镇中心小学", "清河镇", 24, 0.4, roster_layout="by_hand")
SCHOOLS = "学校名称,学校标识码,乡镇,办学类型,教学点\n清河镇中心小学,,清河镇,小学,\n石桥中学,,石桥镇,初中,\n"
PATIENCE = 60_000  # milliseconds; the machine of a test run is often busy


@pytest.fixture
def service() -> Iterator[ProductionService]:
    with production_service() as prepared:
        yield prepared


@dataclass
class Steps:
    """The steps taken so far, by the heading that each has in the manual."""

    taken: list[str] = field(default_factory=list)

    def begin(self, heading: str) -> None:
        self.taken.append(heading)
        print(f"step {len(self.taken)}: {heading}")


def documented_steps() -> list[str]:
    section = MANUAL.read_text(encoding="utf-8").partition("## The first day\n")[2].partition("\n## ")[0]
    return re.findall(r"^\d+\. \*\*(.+?)\.?\*\*", section, re.MULTILINE)


def test_from_an_empty_database_to_the_first_talk(
    service: ProductionService, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    steps = Steps()
    expect.set_options(timeout=PATIENCE)
    lead_link = found_a_county(service, steps, tmp_path)

    lead = join(new_page(), lead_link, "liang", has_second_factor=True)
    steps.begin("The lead comes in")
    expect(lead.get_by_role("heading", name="开张清单")).to_be_visible()
    admin_link = set_up_the_county(lead, service, steps, new_page)

    admin = join(new_page(), admin_link, "zhao", has_second_factor=True)
    steps.begin("The administrator comes in")
    teacher_link = set_up_the_school(admin, service, steps)

    teacher = join(new_page(**browser.PHONE), teacher_link, "shen", has_second_factor=False)
    steps.begin("The teacher comes in")
    record_a_talk(teacher)
    steps.begin("The teacher records a talk")

    admin.goto(f"{service.address}/first-day/")
    expect(admin.get_by_text("都办好了，可以开始工作。")).to_be_visible()
    lead.goto(f"{service.address}/first-day/")
    # The other school has nobody yet; text messages go to files, which counts as a trial until one went out.
    missing = {row.split("\n")[0].strip() for row in lead.locator("ol.todo li").all_inner_texts()}
    assert {"建学校，每所都有管理员 1 / 2"} <= missing <= {"建学校，每所都有管理员 1 / 2", "开通短信"}
    print(f"{len(steps.taken)} steps")
    assert steps.taken == documented_steps()


def found_a_county(service: ProductionService, steps: Steps, tmp_path: Path) -> str:
    """The operator's part: the link of the lead."""
    service.manage("migrate", "-v", "0")
    service.manage("collectstatic", "--noinput", "-v", "0")
    service.open()
    steps.begin("Install and start")
    service.manage("county", "add", "530999", "云岫县", "--townships", "清河镇", "石桥镇", *BY)
    steps.begin("Add the county")
    file = tmp_path / "schools.csv"
    file.write_text(SCHOOLS, encoding="utf-8")
    assert "2 new" in service.manage("schools", "import", str(file), *BY)
    steps.begin("Import the schools")
    printed = service.manage("officer", "invite", "梁国平", *BY)
    steps.begin("Invite the county's lead")
    return printed.splitlines()[-1]


def join(page: Page, link: str, username: str, *, has_second_factor: bool) -> Page:
    page.set_default_timeout(PATIENCE)
    page.goto(link)
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="加入").click()
    if has_second_factor:
        page.get_by_role("heading", name="两步验证").wait_for()
        set_up_codes(page, PASSWORD)
        page.goto(link.partition("/invitations/")[0] + "/")
    return page


def set_up_the_county(lead: Page, service: ProductionService, steps: Steps, new_page: Callable[..., Page]) -> str:
    """What the county's checklist asks for; the link of a school's administrator."""
    begins_on = TODAY - timedelta(days=30)
    ends_on = begins_on + timedelta(days=150)
    lead.goto(f"{service.address}/calendar/")
    term = {"学年": str(school_year_of(begins_on)), "开始": str(begins_on), "结束": str(ends_on)}
    submit(lead, "/calendar/terms/", term)
    lead.get_by_text("学期已设定").wait_for()
    steps.begin("Set the term")

    exam_week = {"从": str(ends_on - timedelta(days=4)), "到": str(ends_on), "名称": "期末考试"}
    submit(lead, "/calendar/days/", exam_week)
    lead.get_by_text(re.compile("已改 .* 天")).wait_for()
    steps.begin("Mark the exam week")

    lead.goto(f"{service.address}/members/")
    lead.get_by_label("姓名", exact=True).fill("周文静")
    lead.get_by_role("button", name="邀请").click()
    join(new_page(), link_on(lead), "zhou", has_second_factor=True)
    steps.begin("Invite a second officer")

    lead.goto(f"{service.address}/clinics/")
    lead.get_by_label("机构名称").fill("清河镇卫生院")
    lead.get_by_label(re.compile("每日|每天")).fill("120")
    lead.get_by_role("button", name="添加").click()
    lead.get_by_text("已添加").wait_for()
    steps.begin("Add a clinic")

    lead.goto(f"{service.address}/assessment-rounds/")
    lead.get_by_role("button", name="采用标准细则").click()
    lead.get_by_text("考核细则已定").wait_for()
    steps.begin("Adopt the scoring rules")

    lead.goto(f"{service.address}/directory/")
    lead.get_by_role("link", name="邀请管理员 清河镇中心小学").click()
    lead.get_by_label("姓名", exact=True).fill("赵主任")
    lead.get_by_role("button", name="生成邀请链接").click()
    steps.begin("Invite a school's administrator")
    return link_on(lead)


def submit(page: Page, action: str, values: dict[str, str]) -> None:
    """Fill in one of the forms of a page."""
    form = page.locator(f"form[action='{action}']")
    for label, value in values.items():
        form.get_by_label(label).fill(value)
    form.get_by_role("button").click()


def link_on(page: Page) -> str:
    """The link that is shown this once, beside its code."""
    expect(page.locator("svg.qr-code")).to_be_visible()
    return page.locator("#link-once").input_value()


def set_up_the_school(admin: Page, service: ProductionService, steps: Steps) -> str:
    """What the school's checklist asks for; the link of its first teacher."""
    admin.goto(f"{service.address}/staff/")
    admin.get_by_role("link", name="加一位老师").click()
    side = admin.get_by_role("dialog")
    side.get_by_label("姓名", exact=True).fill("沈秋云")
    side.get_by_role("button", name="加入").click()
    admin.get_by_text("已加入沈秋云").wait_for()
    steps.begin("Add the teachers")
    row = admin.get_by_role("row", name=re.compile("沈秋云"))
    row.locator("summary").click()
    row.get_by_role("link", name="邀请登录").click()
    side.get_by_label("角色").select_option("teacher")
    side.get_by_role("button", name="生成邀请链接").click()
    teacher_link = link_on(admin)
    steps.begin("Invite them")

    admin.goto(f"{service.address}/rosters/")
    admin.get_by_label("Excel 工作簿").set_input_files([roster()])
    admin.get_by_role("button", name="上传并核对").click()
    admin.get_by_role("button", name="确认导入").click()
    expect(admin.get_by_role("heading", name="导入完成")).to_be_visible()
    steps.begin("Import the roster")

    admin.goto(f"{service.address}/classes/")
    while admin.get_by_text("没有班主任").count():
        admin.locator("tbody").get_by_role("link", name="指定").first.click()
        admin.get_by_label("班主任").select_option(label="沈秋云")
        admin.get_by_role("button", name="保存").click()
        admin.get_by_text("班主任已改好").wait_for()
    steps.begin("Name the class teachers")

    admin.goto(f"{service.address}/plan/")
    admin.get_by_role("button", name="保存").click()
    admin.get_by_role("button", name="批准计划").click()
    admin.get_by_text("计划已批准").wait_for()
    steps.begin("Approve the work plan")

    admin.goto(f"{service.address}/pairing/")
    admin.get_by_role("button", name="生成结对方案").click()
    admin.get_by_role("button", name=re.compile(r"批准 \d+ 对")).click()
    admin.get_by_text(re.compile(r"已结对 \d+ 名孩子")).wait_for()
    steps.begin("Pair the children")
    return teacher_link


def roster() -> dict[str, object]:
    """A workbook as the school has it."""
    school_year = school_year_of(TODAY)
    term_start = date(school_year, 9, 1)
    invented = people.invent_people(SPEC, school_year=school_year, term_start=term_start)
    content = rosters.write_roster(
        invented.pupils, school=SPEC.name, school_year=school_year, layout=SPEC.roster_layout
    )
    mime_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "名册.xlsx", "mimeType": mime_type, "buffer": content}


def record_a_talk(phone: Page) -> None:
    phone.get_by_role("heading", name="今天").wait_for()
    wait_for_due_work(phone)
    phone.locator("main").get_by_role("link", name=re.compile("^记录.*")).first.click()
    phone.get_by_text("谈心", exact=True).click()
    phone.get_by_text("开心", exact=True).click()
    phone.get_by_text("学习", exact=True).click()
    phone.get_by_label("一句话").fill("数学有进步")
    phone.get_by_role("button", name="记下").click()
    phone.get_by_text(re.compile("已记下.*谈心")).wait_for()


def wait_for_due_work(phone: Page) -> None:
    """Reload until the worker has derived what is due."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not phone.locator("main").get_by_role("link", name=re.compile("^记录.*")).count():
        assert time.monotonic() < deadline, phone.locator("main").inner_text()
        phone.wait_for_timeout(500)
        phone.reload()
