"""Deadlines, duty shifts, background checks, and telephone numbers of a family."""

from datetime import time
from typing import Any

import pytest

from services.activities.models import DutyShift
from services.care.models import BackgroundCheck
from services.children.actions import phone_numbers
from services.children.choices import PhoneOwner
from services.plans.models import Deadline, DeadlineSubmission
from tests.cast import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def test_county_sets_a_deadline_and_the_school_submits(town: Town, browses: Any):
    deadline_form = {"title": "秋季摸底排查表", "kind": "survey", "due_on": "2026-09-18"}
    assert browses(town.officer).post("/deadlines/set/", deadline_form).status_code == 302
    # Two people at the county type the same deadline.
    again = browses(town.officer).post("/deadlines/set/", deadline_form)
    assert again.status_code == 422
    assert "这一天已经有同名的报送。" in again.content.decode()
    with town.a.inside():
        deadline = Deadline.objects.get()
    page = browses(town.admin_zhao).get("/deadlines/").content.decode()
    assert "秋季摸底排查表" in page
    assert "待报送" in page
    assert browses(town.admin_zhao).post(f"/deadlines/{deadline.public_id}/submit/").status_code == 302
    with town.a.inside():
        assert DeadlineSubmission.objects.get().submitted_by_id == town.admin_zhao.user_id
    assert "1 / 2" in browses(town.officer).get("/deadlines/").content.decode()
    assert "秋季摸底排查表" not in browses(town.admin_of_c).get("/deadlines/").content.decode()
    # Teachers read deadlines; the office submits.
    assert "已报送</button>" not in browses(town.teacher_wang).get("/deadlines/").content.decode()


def test_duty_shift_is_added_seen_and_removed(town: Town, browses: Any):
    shift = {"staff": str(town.a.staff["wang"].public_id), "date": "2026-09-08", "location": "操场"}
    shift |= {"start_time": "12:00", "end_time": "14:00"}
    wrong = browses(town.admin_zhao).post("/duty-shifts/add/", shift | {"end_time": "11:00"})
    assert wrong.status_code == 422
    assert "结束时间要晚于开始时间。" in wrong.content.decode()
    assert browses(town.admin_zhao).post("/duty-shifts/add/", shift).status_code == 302
    page = browses(town.teacher_wang).get("/duty-shifts/").content.decode()
    assert "操场" in page
    assert "撤下" not in page
    assert "操场" not in browses(town.admin_of_b).get("/duty-shifts/").content.decode()
    with town.a.inside():
        row = DutyShift.objects.get()
    assert browses(town.admin_of_b).post(f"/duty-shifts/{row.public_id}/remove/").status_code == 404
    assert browses(town.admin_zhao).post(f"/duty-shifts/{row.public_id}/remove/").status_code == 302
    with town.a.inside():
        assert not DutyShift.objects.exists()


def test_background_check_is_recorded_on_the_staff_page(town: Town, browses: Any):
    check = {"staff": str(town.a.staff["wang"].public_id), "checked_on": "2026-09-07", "valid_until": "2026-09-01"}
    wrong = browses(town.admin_zhao).post("/staff/background-checks/", check)
    assert wrong.status_code == 422
    assert "有效期要晚于查询日" in wrong.content.decode()
    assert (
        browses(town.admin_zhao).post("/staff/background-checks/", check | {"valid_until": "2027-09-06"}).status_code
        == 302
    )
    assert "至2027年9月6日" in browses(town.admin_zhao).get("/staff/").content.decode()
    assert "入职查询" not in browses(town.teacher_wang).get("/staff/").content.decode()
    with town.a.inside():
        assert BackgroundCheck.objects.count() == 1


def test_working_hours_are_set_on_the_family_page(town: Town, browses: Any):
    with town.as_(town.head_li) as head:
        number = phone_numbers.add_number(
            pupil=town.xiaoming.pupil, owner=PhoneOwner.MOTHER, number="13912345678", by=head, now=town.monday
        )
    url = f"/children/{town.xiaoming.public_id}/phone-numbers/{number.public_id}/"
    hours = {"result": "shift", "works_from": "08:00", "works_until": "20:00"}
    assert browses(town.head_li).post(url, hours).status_code == 302
    page = browses(town.head_li).get(f"/children/{town.xiaoming.public_id}/?tab=family").content.decode()
    assert "08:00–20:00" in page
    with town.a.inside():
        number.refresh_from_db()
        assert number.works_until == time(20)


def test_sms_opt_out_is_set_on_the_family_page(town: Town, browses: Any):
    with town.as_(town.head_li) as by:
        mobile, landline = (
            phone_numbers.add_number(
                pupil=town.xiaoming.pupil, owner=PhoneOwner.MOTHER, number=phone, by=by, now=town.monday
            )
            for phone in ("13912345678", "0888-6123456")
        )
    child, head = f"/children/{town.xiaoming.public_id}/", browses(town.head_li)

    def page() -> str:
        text: str = head.get(f"{child}?tab=family").content.decode()
        return text

    def url_of(number: Any) -> str:
        return f"{child}phone-numbers/{number.public_id}/"

    assert "家长不要短信" in page()
    assert browses(town.admin_of_b).post(url_of(mobile), {"result": "no_sms"}).status_code == 404
    assert browses(town.officer).post(url_of(mobile), {"result": "no_sms"}).status_code == 403
    assert "不再给这个号码发短信" in head.post(url_of(mobile), {"result": "no_sms"}, follow=True).content.decode()
    assert page().count("又要短信了") == page().count("家长不要短信") == 1
    assert "这不是手机号码" in head.post(url_of(landline), {"result": "no_sms"}, follow=True).content.decode()
    assert "又可以给这个号码发短信" in head.post(url_of(mobile), {"result": "sms"}, follow=True).content.decode()
    assert "又要短信了" not in page()
    assert "13912345678" not in page()
