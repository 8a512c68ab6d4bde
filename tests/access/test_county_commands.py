"""The operator founds a county on the command line: townships, schools, and the link of its first lead."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from services.access.models import AuditEvent, Invitation, Membership
from services.access.roles import Role
from services.schools.models import County, Officer, School, Site, Township
from services.schools.scope import ALL_TENANTS, for_county, scope
from tests.cast import Town

pytestmark = pytest.mark.django_db
BY = ("--by", "何工")
CHOICE = {"username": "liang", "password": "a-long-password-7"}


def manage(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, *BY, stdout=out)
    return out.getvalue()


def test_an_empty_service_gets_a_county_and_its_first_lead_who_comes_in_by_the_printed_link() -> None:
    manage("county", "add", "530999", "云岫县", "--townships", "清河镇", "石桥镇")
    printed = manage("officer", "invite", "梁国平")
    url = printed.splitlines()[-1]
    assert url.startswith("http")
    assert "█" in printed
    browser = Client()
    browser.post("/invitations/", {"code": url.partition("#")[2]})
    browser.post("/invitations/accept/", CHOICE)
    with scope(ALL_TENANTS):
        county = County.objects.get()
        assert (county.code, county.name) == ("530999", "云岫县")
        assert set(Township.objects.values_list("name", flat=True)) == {"清河镇", "石桥镇"}
        membership = Membership.objects.get()
        assert (membership.role, membership.county_id) == (Role.COUNTY_LEAD, county.pk)
        assert Officer.objects.get().name == "梁国平"
        events = AuditEvent.objects.exclude(operator="").order_by("id").values_list("action", "operator", "county_id")
        assert list(events) == [
            (action, "何工", county.pk)
            for action in ("schools.county_created", "schools.townships_added", "access.member_invited")
        ]
    assert Client().post("/invitations/", {"code": url.partition("#")[2]}).status_code == 410


def test_adding_a_county_again_adds_the_missing_townships_alone() -> None:
    manage("county", "add", "530999", "云岫县", "--townships", "清河镇")
    assert "1 new townships" in manage("county", "add", "530999", "云岫县", "--townships", "清河镇", "白沙乡")
    assert "0 new townships" in manage("county", "add", "530999", "云岫县", "--townships", "清河镇", "白沙乡")
    with scope(ALL_TENANTS):
        assert (County.objects.count(), Township.objects.count()) == (1, 2)
        assert AuditEvent.objects.count() == 3


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["53099", "云岫县"], "code: 县的代码是 6 位数字"),
        (["530999", ""], "name: 请填写县名"),
        (["530999", "云岫县", "--townships", "长" * 61], "townships: 乡镇名称至多 60 个字"),
        (["530111", "云霞县"], "code: 代码 530111 是云台县的"),
        (["530112", "云台县"], "name: 已有同名的县"),
        (["530999", "云岫县", "--live-from", "2026-02-30"], "2026-02-30 is no day"),
    ],
)
def test_a_county_that_cannot_be_is_refused_and_nothing_is_written(given: list[str], message: str) -> None:
    manage("county", "add", "530111", "云台县")
    with pytest.raises(CommandError, match=message):
        manage("county", "add", *given)
    with scope(ALL_TENANTS):
        assert (County.objects.count(), Township.objects.count()) == (1, 0)


def test_in_production_the_operator_names_themselves(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MODE = "production"
    monkeypatch.delenv("SUDO_USER", raising=False)
    with pytest.raises(CommandError, match="Say who you are"):
        call_command("county", "add", "530999", "云岫县")
    with scope(ALL_TENANTS):
        assert not County.objects.exists()


def test_a_second_link_for_the_same_person_makes_the_first_useless(town: Town) -> None:
    first, second = (manage("officer", "invite", "梁国平", "--county", "清河县", "--no-qr") for _ in range(2))
    codes = [printed.strip().partition("#")[2] for printed in (first, second)]
    assert [Client().post("/invitations/", {"code": code}).status_code for code in codes] == [410, 302]
    with scope(for_county(town.other_county.pk)):
        assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["梁国平"], "county: 有多个县"),
        (["梁国平", "--county", "999999"], "county: 没有这个县"),
        (["", "--county", "清河县"], "name: 请填写姓名"),
        (["长" * 61, "--county", "清河县"], "name: 姓名至多 60 个字"),
    ],
)
def test_an_officer_who_cannot_be_invited_is_refused(town: Town, given: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        manage("officer", "invite", *given)


SCHOOLS = """学校名称,学校标识码,乡镇,办学类型,教学点,村小
中心小学,1234567890,清河镇,小学,河湾教学点、北坡教学点,
石桥中学,,石桥镇,初中,,
白沙小学,1234567892,白沙乡,,,大坪村小
"""


@pytest.fixture
def county() -> County:
    manage("county", "add", "530999", "云岫县", "--townships", "清河镇")
    with scope(ALL_TENANTS):
        return County.objects.get()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "schools.csv"
    path.write_text(SCHOOLS, encoding="gb18030")  # as Excel saves it
    return path


def directory() -> list[tuple[str, str, str, str, list[tuple[str, str]]]]:
    with scope(ALL_TENANTS):
        return [
            (
                school.name,
                school.code,
                school.township.name,
                school.kind,
                list(Site.objects.filter(school=school).order_by("pk").values_list("name", "kind")),
            )
            for school in School.objects.select_related("township").order_by("pk")
        ]


IMPORTED = [
    (
        "中心小学",
        "1234567890",
        "清河镇",
        "primary",
        [("本部", "main"), ("河湾教学点", "teaching_point"), ("北坡教学点", "teaching_point")],
    ),
    ("石桥中学", "", "石桥镇", "junior", [("本部", "main")]),
    ("白沙小学", "1234567892", "白沙乡", "primary", [("本部", "main"), ("大坪村小", "village")]),
]


def test_a_file_of_schools_is_imported_with_townships_sites_and_kinds(county: County, file: Path) -> None:
    assert "3 new, 0 changed, 0 unchanged schools; 2 new townships" in manage("schools", "import", str(file))
    assert directory() == IMPORTED
    with scope(ALL_TENANTS):
        event = AuditEvent.objects.get(action="schools.schools_imported")
        assert (event.operator, event.detail) == ("何工", {"created": 3, "updated": 0, "townships": 2})


def test_a_dry_run_reports_the_same_and_writes_nothing(county: County, file: Path) -> None:
    printed = manage("schools", "import", str(file), "--dry-run")
    assert "+ township 石桥镇" in printed
    assert "dry run: 3 new, 0 changed" in printed
    assert directory() == []


def test_a_second_run_changes_nothing_and_leaves_no_event(county: County, file: Path) -> None:
    manage("schools", "import", str(file))
    with scope(ALL_TENANTS):
        before = AuditEvent.objects.count()
    assert "0 new, 0 changed, 3 unchanged schools; 0 new townships" in manage("schools", "import", str(file))
    assert directory() == IMPORTED
    with scope(ALL_TENANTS):
        assert AuditEvent.objects.count() == before


def test_a_changed_row_changes_its_school_and_adds_its_site(county: County, file: Path) -> None:
    manage("schools", "import", str(file))
    file.write_text("学校名称,标识码,乡镇,办学类型,村小\n清河中心小学,1234567890,白沙乡,九年一贯制,新坪村小\n")
    assert "~ school 清河中心小学: name, township, kind, site 新坪村小" in manage("schools", "import", str(file))
    first, *others = directory()
    assert first[:4] == ("清河中心小学", "1234567890", "白沙乡", "nine_year")
    assert first[4][-1] == ("新坪村小", "village")
    assert others == IMPORTED[1:]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (",,清河镇,,,", r"row 2, name: 缺少学校名称。 请填写学校名称。"),
        ("新小学,12345,清河镇,,,", r"row 2, code: 学校标识码“12345”不是 10 位数字。 照学籍系统里的 10 位标识码填写"),
        ("新小学,,,,,", r"row 2, township: 缺少乡镇"),
        ("新小学,,清河乡,,,", r"row 2, township: 没有“清河乡”，有“清河镇”。 请改成“清河镇”。"),
        ("新小学,,清河镇,大学,,", r"row 2, kind: 没有“大学”这种学校。 请写：小学、"),
        ("新小学,,清河镇,,,\n新小学,,清河镇,,,", r"row 3, name: “新小学”在第 2 行已经有了。 请删去"),
        ("新小学,,清河镇,," + "长" * 81 + ",", r"row 2, sites: 教学点名称有 81 个字。 请写得短一些"),
        ("老小学,2222222222,清河镇,,,", r"row 2, code: 这所学校登记的标识码是 1111111111"),
    ],
)
def test_each_fault_names_row_field_and_remedy_and_nothing_is_imported(
    county: County, file: Path, rows: str, fault: str
) -> None:
    header = SCHOOLS.partition("\n")[0]
    file.write_text(f"{header}\n老小学,1111111111,清河镇,,,\n")
    manage("schools", "import", str(file))
    before = directory()
    file.write_text(f"{header}\n{rows}\n好小学,,白沙乡,,,\n")
    with pytest.raises(CommandError, match=fault):
        manage("schools", "import", str(file))
    assert directory() == before


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"PK\x03\x04", "row 0, file: 这是 Excel 工作簿"),
        (b"\xff\xff\xff", "row 0, file: 文件的文字编码认不出来"),
        (b"", "row 1, file: 第一行没有“学校名称、乡镇”这一列。 请用表头：学校名称、学校标识码"),
        ("学校名称,乡镇\n\n".encode(), "row 1, file: 文件里没有学校"),
        (b"a\n" * 2001, "row 0, file: 文件太大"),
    ],
)
def test_a_file_that_is_no_table_of_schools_names_the_remedy(
    county: County, file: Path, content: bytes, fault: str
) -> None:
    file.write_bytes(content)
    with pytest.raises(CommandError, match=fault):
        manage("schools", "import", str(file))


def test_an_import_leaves_the_other_county_alone(town: Town, file: Path) -> None:
    manage("schools", "import", str(file), "--county", "云岭县")
    with scope(for_county(town.county.pk)):
        assert School.objects.count() == 2
        assert not AuditEvent.objects.filter(action="schools.schools_imported").exists()
