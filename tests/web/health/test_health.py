"""The pages of the checkups: the county plans, the school sees its days, the nurse enters, findings are followed."""

import html
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.health.choices import CheckupState
from services.health.models import Campaign, Checkup, Clinic, Finding
from services.jobs.models import Job
from tests.cast import Town
from tests.factories import health

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]

GOOD = {
    "height_cm": "130.5",
    "weight_kg": "27",
    "vision_left": "5.0",
    "vision_right": "5.1",
    "systolic": "100",
    "diastolic": "62",
}
# BMI 22.3 at eight years: obese by WS/T 586-2018, and plausible.
HEAVY = GOOD | {"weight_kg": "38"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def planned(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """Planned on the first Monday; the clock then stands on the day of the checkup."""
    health.planned(town)
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-14T09:00:00+08:00")
    return town


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:2000]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def checkup_of(town: Town, name: str = "王小明") -> Checkup:
    with town.a.inside():
        return health.checkup(town.a.pupils[name])


def entry(town: Town, name: str = "王小明") -> str:
    return f"/stations/checkups/{checkup_of(town, name).public_id}/results/"


def test_county_adds_a_clinic_and_plans_a_campaign(town: Town, browses: Any):
    health.school_days(town)
    county = browses(town.officer)
    assert "先添加体检机构" in text(county.get("/campaigns/new/"))
    assert "还没有体检" in text(county.get("/campaigns/"))
    body = {"name": "清河镇卫生院", "capacity": "60", "township": str(town.a.school.township.public_id)}
    assert "清河镇卫生院" in text(county.post("/clinics/", body, follow=True))
    assert "已经有这个机构" in text(county.post("/clinics/", body), 422)
    clinic = _clinic(town)
    drawn = {"title": "秋季体检", "begins_on": "2026-09-14", "ends_on": "2026-09-25", "clinics": [clinic.public_id]}
    wrong = county.post("/campaigns/new/", drawn | {"ends_on": "2026-09-01"})
    assert "结束日期不能早于开始日期" in text(wrong, 422)
    assert 'value="秋季体检"' in wrong.content.decode()

    url = county.post("/campaigns/new/", drawn).url
    assert "还是草稿" in text(county.get(url))
    assert "已开始排期" in text(county.post(f"{url}plan/", follow=True))
    assert "正在排期" in text(county.post(f"{url}plan/", follow=True))
    assert f"/jobs/{_job(town).public_id}/" in county.get(url).content.decode()
    health.again(town, _campaign(town), _job(town))

    page = text(county.get(url))
    assert "8/60" in page  # the day's load against the capacity
    assert re.search(r"\d+ 个班、\d+ 名学生都排上了。", page)
    assert "9月14日" in page
    assert "中心小学 三(1)班" in page
    # Of another clinic there is no day.
    assert "中心小学" not in text(county.get(f"{url}?clinic={town.a.school.public_id}"))
    assert "已修改" in text(county.post(f"{url}edit/", drawn | {"ends_on": "2026-09-30"}, follow=True))
    assert "结束" in text(county.post(f"{url}close/", follow=True))


def _clinic(town: Town) -> Clinic:
    with town.as_(town.officer):
        return Clinic.objects.get()


def _campaign(town: Town) -> Campaign:
    with town.as_(town.officer):
        return Campaign.objects.get()


def _job(town: Town) -> Job:
    with town.as_(town.officer):
        return Job.objects.get()


def test_unplaced_classes_are_shown_with_the_reason(town: Town, browses: Any):
    with town.a.inside():
        health.crowd(town.a.classes[0], 20)
    campaign = health.planned(town, capacity=10)

    for actor, sees in ((town.officer, True), (town.admin_zhao, True), (town.admin_of_b, False)):
        page = text(browses(actor).get(f"/campaigns/{campaign.public_id}/"))
        assert ("超过体检机构每日 10 人的容量" in page) is sees


def test_school_sees_only_its_classes(planned: Town, browses: Any):
    campaign = _campaign(planned)
    url = f"/campaigns/{campaign.public_id}/"
    page = text(browses(planned.admin_zhao).get(url))
    assert "三(1)班" in page
    assert "清河镇卫生院" in page
    assert "已检" in page
    assert "已检" not in text(browses(planned.teacher_wang).get(url))
    assert browses(planned.admin_of_c).get(url).status_code == 404
    assert browses(planned.admin_zhao).post(f"{url}plan/").status_code == 403
    assert browses(planned.admin_zhao).get("/clinics/").status_code == 403


def test_station_goes_on_to_the_next_pupil(planned: Town, browses: Any):
    nurse = browses(planned.nurse_sun)
    page = text(nurse.get("/stations/"))
    assert "三(1)班" in page
    assert "已检 0 / 2 人" in page
    with planned.a.inside():
        day = health.appointment(planned.a.classes[0]).public_id
    first = nurse.get(f"/stations/{day}/")
    assert "李小红" in text(first)  # by name in pinyin: 李 before 王
    assert 'data-low="95"' in first.content.decode()

    response = nurse.post(entry(planned, "李小红"), HEAVY, headers=HTMX)

    page = text(response)
    assert "体重指数 22.31 肥胖" in page
    assert "视力 5.0 正常" in page
    assert response.headers["HX-Replace-Url"].endswith(f"?at={checkup_of(planned).public_id}")  # 王小明 is called
    assert checkup_of(planned, "李小红").state == CheckupState.DONE
    last = nurse.post(entry(planned), GOOD)  # without scripts: the whole page
    assert "这个班录完了" in text(last)
    assert "<html" in last.content.decode()


def test_implausible_value_stays_in_its_field_with_a_remedy(planned: Town, browses: Any):
    nurse = browses(planned.nurse_sun)

    response = nurse.post(entry(planned), GOOD | {"height_cm": "1.31", "systolic": "x"}, headers=HTMX)
    assert "请填数字" in text(response, 422)
    response = nurse.post(entry(planned), GOOD | {"height_cm": "1.31"}, headers=HTMX)
    assert "1.31 米应填 131" in text(response, 422)
    assert 'value="1.31"' in response.content.decode()
    # An impossible value cannot be confirmed.
    assert 'name="confirm"' not in response.content.decode()
    assert checkup_of(planned).state == CheckupState.EXPECTED
    assert nurse.post(entry(planned), {}, headers=HTMX).status_code == 422


def test_confirmation_of_a_rare_value_holds_for_that_value_only(planned: Town, browses: Any):
    nurse = browses(planned.nurse_sun)
    rare = GOOD | {"weight_kg": "62"}

    warned = nurse.post(entry(planned), rare, headers=HTMX)
    assert "按斤" in text(warned, 422)
    token = re.search(r'name="confirm" value="([^"]+)"', warned.content.decode())
    assert token
    # The confirmation of 62 kg does not hold for 64 kg.
    other = nurse.post(entry(planned), rare | {"weight_kg": "64", "confirm": token[1]}, headers=HTMX)
    assert other.status_code == 422
    assert nurse.post(entry(planned), rare | {"confirm": token[1]}, headers=HTMX).status_code == 200
    with planned.a.inside():
        assert health.checkup(planned.a.pupils["王小明"]).measurements.weight_kg == Decimal(62)


def test_full_width_digits_are_digits(planned: Town, browses: Any):
    typed = GOOD | {"height_cm": "１３０。５", "weight_kg": "27,5"}
    assert browses(planned.nurse_sun).post(entry(planned), typed, headers=HTMX).status_code == 200


def test_vision_below_the_chart_is_ticked_and_never_confirmed_by_enter(planned: Town, browses: Any):
    nurse, blind = browses(planned.nurse_sun), GOOD | {"vision_left": "0", "vision_right": "1"}

    refused = nurse.post(entry(planned), blind, headers=HTMX)
    page = text(refused, 422)
    assert "应填 5.0" in page
    assert "确为光感" in page
    assert "确为无光感" in page
    assert 'name="confirm"' not in refused.content.decode()
    assert nurse.post(entry(planned), blind | {"low_vision": ["vision_left"]}, headers=HTMX).status_code == 422
    ticked = blind | {"low_vision": ["vision_left", "vision_right"]}
    assert nurse.post(entry(planned), ticked, headers=HTMX).status_code == 200
    with planned.a.inside():
        measured = health.checkup(planned.a.pupils["王小明"]).measurements
    assert (measured.vision_left, measured.vision_right) == (Decimal(0), Decimal(1))


def test_absence_is_marked_and_undone(planned: Town, browses: Any):
    nurse, path = browses(planned.nurse_sun), f"/stations/checkups/{checkup_of(planned, '李小红').public_id}"

    assert "已记缺席" in text(nurse.post(f"{path}/absent/", headers=HTMX))
    assert checkup_of(planned, "李小红").state == CheckupState.ABSENT
    assert "撤销缺席" not in text(nurse.post(f"{path}/expect/", headers=HTMX))
    assert checkup_of(planned, "李小红").state == CheckupState.EXPECTED
    nurse.post(f"{path}/results/", GOOD, headers=HTMX)
    assert "不能记缺席" in text(nurse.post(f"{path}/absent/", headers=HTMX), 422)


def test_station_opens_for_nurses_of_the_school_only(planned: Town, browses: Any):
    with planned.a.inside():
        day = health.appointment(planned.a.classes[0]).public_id
    other = browses(planned.b.actors["nurse"])
    assert other.get(f"/stations/{day}/").status_code == 404
    assert other.post(entry(planned), GOOD).status_code == 404
    for actor in (planned.head_li, planned.teacher_wang, planned.officer):
        assert browses(actor).get("/stations/").status_code == 403
        assert browses(actor).post(entry(planned), GOOD).status_code == 403
    nurse = browses(planned.nurse_sun)
    for closed in ("/findings/", "/children/"):
        assert nurse.get(closed).status_code == 403


def test_station_shows_no_phone_number_and_no_label(planned: Town, browses: Any):
    with planned.a.inside():
        day = health.appointment(planned.a.classes[0]).public_id
        health.phone(planned.a.pupils["王小明"], "13912345678")
    page = browses(planned.nurse_sun).get(f"/stations/{day}/?at={checkup_of(planned).public_id}").content.decode()
    assert "2018年3月5日" in page
    # A screen in a hall is read by everybody in the queue.
    for secret in ("13912345678", "留守", "/children/"):
        assert secret not in page


def test_finding_is_advanced_undone_and_closed(planned: Town, browses: Any):
    browses(planned.nurse_sun).post(entry(planned), HEAVY, headers=HTMX)
    school = browses(planned.admin_zhao)
    assert "待跟进的异常" in text(school.get("/campaigns/"))
    page = text(school.get("/findings/"))
    assert "王小明" in page
    assert "肥胖" in page
    with planned.a.inside():
        finding = Finding.objects.get().public_id

    after = school.post(f"/findings/{finding}/guardian_notified/", follow=True)
    assert "已记为“已告知家长”" in text(after)
    assert f"/findings/{finding}/open/" in after.content.decode()  # the toast's undo
    assert "下一步只能是" in text(school.post(f"/findings/{finding}/closed/", follow=True))
    assert school.post(f"/findings/{finding}/nonsense/").status_code == 404
    school.post(f"/findings/{finding}/open/")
    for state in ("guardian_notified", "cannot_pay", "closed"):
        school.post(f"/findings/{finding}/{state}/")
    assert "没有要跟进的异常" in text(school.get("/findings/"))
    assert "王小明" in text(school.get("/findings/?state=closed"))
    for stranger in (planned.admin_of_b, planned.admin_of_c):
        assert browses(stranger).post(f"/findings/{finding}/guardian_notified/").status_code == 404
        assert "王小明" not in text(browses(stranger).get("/findings/?state=closed"))
    teacher = browses(planned.teacher_wang)
    assert "王小明" not in text(teacher.get("/findings/?state=closed"))
    assert teacher.post(f"/findings/{finding}/guardian_notified/").status_code == 403


def test_school_marks_a_page_of_findings_at_once_and_takes_it_back(planned: Town, browses: Any):
    for name in ("王小明", "李小红"):
        browses(planned.nurse_sun).post(entry(planned, name), HEAVY, headers=HTMX)
    school = browses(planned.admin_zhao)
    assert "项都记为" not in text(school.get("/findings/")), "several states on one page"
    page = text(school.get("/findings/?state=open"))
    assert "这 2 项都记为“已告知家长”" in page
    with planned.a.inside():
        ids = [str(public_id) for public_id in Finding.objects.values_list("public_id", flat=True)]

    after = school.post("/findings/advance/open/guardian_notified/", {"finding": [*ids, "no id"]}, follow=True)

    assert "2 项已记为“已告知家长”" in text(after)
    undo = html.unescape(
        re.search(r'action="(/findings/advance/guardian_notified/open/[^"]+)"', after.content.decode())[1]
    )
    assert states_of(planned) == {"guardian_notified"}
    for stranger in (planned.admin_of_b, planned.admin_of_c):
        browses(stranger).post(undo)
    assert browses(planned.teacher_wang).post(undo).status_code == 403
    assert states_of(planned) == {"guardian_notified"}
    assert "下一步只能是" in text(
        school.post("/findings/advance/guardian_notified/closed/", {"finding": ids}, follow=True)
    )
    assert school.post("/findings/advance/open/nonsense/", {"finding": ids}).status_code == 404
    school.post(undo)
    assert states_of(planned) == {"open"}


def states_of(town: Town) -> set[str]:
    with town.a.inside():
        return set(Finding.objects.values_list("state", flat=True))


def test_checkups_tab_shows_measurements_to_the_school_only(planned: Town, browses: Any):
    browses(planned.nurse_sun).post(entry(planned), HEAVY, headers=HTMX)
    head, county = browses(planned.head_li), browses(planned.officer)
    measured, waiting = (f"/children/{planned.a.children[name].public_id}/" for name in ("王小明", "李小红"))

    page = text(head.get(f"{measured}?tab=checkups"))

    assert "2026年9月14日" in page
    assert "38.0" in page
    assert "肥胖" in page
    assert "待检" in text(head.get(f"{waiting}?tab=checkups"))
    # The county reads figures, never measurements.
    assert "tab=checkups" not in text(county.get(measured))
    assert "38.0" not in text(county.get(f"{measured}?tab=checkups"))


def test_pages_cost_the_same_with_one_row_and_with_three(planned: Town, browses: Any):
    nurse, school = browses(planned.nurse_sun), browses(planned.admin_zhao)
    nurse.post(entry(planned), HEAVY, headers=HTMX)
    paths = ["/findings/", "/campaigns/", f"/campaigns/{_campaign(planned).public_id}/"]
    cost(school, paths[0])  # the first page of a session also stores when it was used
    # One finding and one campaign.
    few = [cost(school, path) for path in paths]
    for name in ("李小红", "张强"):
        nurse.post(entry(planned, name), HEAVY, headers=HTMX)
    with planned.as_(planned.officer):
        health.campaign(planned, _clinic_of(), title="复查", begins=date(2026, 9, 21))
    assert [cost(school, path) for path in paths] == few


def _clinic_of() -> Clinic:
    return Clinic.objects.get()


def cost(client: Any, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
