"""Pairing, 今天, the record form, the work plan, calendar and staff."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from services.access.actor import Actor
from services.access.models import AuditEvent
from services.care.actions import due_work, pairings
from services.care.jobs import propose
from services.care.models import CareRecord, DueWork, Mentor, Pairing, PairingPlan
from services.children.actions import phone_numbers
from services.children.choices import PhoneOwner, VerificationResult
from services.children.models import PhoneNumber
from services.jobs.registry import JobContext
from services.schools.models import Staff
from tests.cast import Town
from tests.factories import care

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:2000]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_pairing_plan_is_requested_and_approved(town: Town, browses: Any):
    head = browses(town.head_li)
    assert "生成结对方案" in text(head.get("/pairing/"))
    assert head.post("/pairing/propose/").status_code == 302
    assert "批准" not in text(head.get("/pairing/")).split("工作计划还没有批准")[0]
    with town.a.inside():
        plan = PairingPlan.objects.get()
    propose(
        JobContext(
            plan.public_id, "care.pairing.propose", plan.public_id, town.head_li, town.monday, town.head_li.scope
        )
    )
    page = text(head.get("/pairing/"))
    assert "批准 3 对" in page
    assert "同一校区" in page
    assert "已结对 3 名孩子" in text(head.post(f"/pairing/pairing-plans/{plan.public_id}/approve/", follow=True))
    assert "不能批准" in text(head.post(f"/pairing/pairing-plans/{plan.public_id}/approve/", follow=True))
    with town.a.inside():
        assert Pairing.objects.count() == 3


def test_head_pairs_no_more_children_with_a_teacher_on_leave(town: Town, browses: Any):
    head, wang = browses(town.head_li), town.a.staff["wang"]
    body = {"child": town.xiaoming.public_id, "staff": wang.public_id}
    head.post("/pairing/by-hand/", body)
    capacity = f"/pairing/capacity/?staff={wang.public_id}"

    after = text(head.post(capacity, {"capacity": "0"}, follow=True))

    assert "王老师暂不结对，已有的结对不变" in after
    assert "王小明" in after
    other = {"child": town.xiaohong.public_id, "staff": wang.public_id}
    assert "王老师" in text(head.post("/pairing/by-hand/", other), 422)
    back = text(head.post(capacity, {"capacity": "2"}, follow=True))
    assert "王老师最多结对 2 名孩子" in back
    assert head.post("/pairing/by-hand/", other).status_code == 302
    assert "选择一个有效的选项" in text(head.post(capacity, {"capacity": "4"}), 422)
    head.post(f"/pairing/capacity/?staff={town.b.staff['wang'].public_id}", {"capacity": "0"})
    with town.b.inside():
        assert not Mentor.objects.filter(is_active=False).exists()
    assert browses(town.teacher_wang).post(capacity, {}).status_code == 403
    with town.a.inside():
        assert [mentor.capacity for mentor in Mentor.objects.filter(staff=wang)] == [2]
        assert Pairing.objects.filter(mentor__staff=wang, ended_at__isnull=True).count() == 2


def test_pairing_is_created_by_hand_and_ended(town: Town, browses: Any):
    head = browses(town.head_li)
    body = {"child": town.xiaoming.public_id, "staff": town.a.staff["wang"].public_id}
    assert "王小明和王老师已结对" in text(head.post("/pairing/by-hand/", body, follow=True))
    wrong = head.post("/pairing/by-hand/", body)
    assert "选择一个有效的选项" in text(wrong, 422)
    # An id of another school is no choice, and the answer does not say that it exists.
    foreign = head.post("/pairing/by-hand/", body | {"child": town.b.children["王小明"].public_id})
    assert foreign.status_code == 422
    with town.a.inside():
        made = Pairing.objects.get()
    assert "马上看不到这个孩子" in text(head.get(f"/pairing/pairings/{made.public_id}/end/"))
    assert head.post(f"/pairing/pairings/{made.public_id}/end/", {"reason": ""}).status_code == 422
    assert "已解除" in text(head.post(f"/pairing/pairings/{made.public_id}/end/", {"reason": "转学"}, follow=True))
    assert browses(town.admin_of_b).get(f"/pairing/pairings/{made.public_id}/end/").status_code == 404
    assert browses(town.teacher_wang).get("/pairing/").status_code == 403


def test_today_shows_child_reason_and_last_agreement(town: Town, browses: Any, monkeypatch: pytest.MonkeyPatch):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    teacher = browses(town.teacher_wang)
    assert "小明 · 谈心 还没有谈心过 · 本周五前" in text(teacher.get("/today/"))
    form_url = f"/care-records/new/{town.xiaoming.public_id}/"
    body = {"activity": "talk", "mood": "4", "topics": ["study"], "text": "数学有进步", "agreed": "周五看作业"}
    response = teacher.post(form_url, body | {"happened_on": "2026-09-07"}, follow=True)
    assert "已记下和小明的谈心" in text(response)
    assert "都办好了" in text(response)
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-16T09:00:00+08:00")
    with town.a.inside():
        due_work.refresh_due_work(now=town.later(days=9))
    page = text(teacher.get("/today/"))
    assert "距上次谈心 9 天" in page
    assert "约定： 周五看作业" in page or "约定：周五看作业" in page
    assert "还没有结对的孩子" in text(browses(town.teacher_chen).get("/today/"))


def test_today_shows_a_missed_talk_even_after_a_later_one(town: Town, browses: Any, monkeypatch: pytest.MonkeyPatch):
    made = care.paired(town, required_frequencies=care.WEEKLY_TALK)
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-16T09:00:00+08:00")
    with town.a.inside():
        due_work.refresh_due_work(now=town.later(days=9))
        # The talk of the first week was missed, that of the second is due.
        left_out = made.due_work.earliest("due_on")
    teacher = browses(town.teacher_wang)
    body = {"activity": "talk", "happened_on": "2026-09-15"}
    teacher.post(f"/care-records/new/{town.xiaoming.public_id}/", body)

    page = text(teacher.get("/today/"))

    assert left_out.due_on == date(2026, 9, 11)
    assert "小明 · 谈心 9月11日前那次没做 逾期 5 天" in page


def test_toast_undoes_a_record(town: Town, browses: Any):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    teacher = browses(town.teacher_wang)
    body = {"activity": "talk", "happened_on": "2026-09-07"}
    page = teacher.post(f"/care-records/new/{town.xiaoming.public_id}/", body, follow=True).content.decode()
    undo = re.search(r'action="(/care-records/[^"]+/undo/)"', page)
    assert undo
    # A colleague who guesses the address must not undo it.
    assert browses(town.teacher_chen).post(undo[1]).status_code == 404
    assert "已撤销" in text(teacher.post(undo[1], follow=True))
    with town.a.inside():
        assert not CareRecord.objects.exists()
        assert DueWork.objects.get().state == "due"


def test_invalid_record_keeps_what_was_typed(town: Town, browses: Any):
    care.paired(town)
    teacher = browses(town.teacher_wang)
    body = {"activity": "home_visit", "mood": "2", "topics": ["family"], "text": "想妈妈", "happened_on": "2026-09-08"}
    response = teacher.post(f"/care-records/new/{town.xiaoming.public_id}/", body)
    assert "日期不能晚于今天" in text(response, 422)
    kept = response.content.decode()
    assert "想妈妈" in kept
    for value in ("home_visit", "2", "family"):
        assert f'value="{value}" checked' in kept


def test_record_form_opens_for_the_mentor_only(town: Town, browses: Any):
    made = care.paired(town)
    form_url = f"/care-records/new/{town.xiaoming.public_id}/"
    assert browses(town.teacher_wang).get(form_url).status_code == 200
    for stranger in (town.teacher_chen, town.teacher_of_b, town.admin_of_b, town.admin_of_c):
        assert browses(stranger).get(form_url).status_code == 404
    for stranger in (town.nurse_sun, town.officer, town.actors["leader"]):
        assert browses(stranger).get(form_url).status_code == 403
    with town.as_(town.head_li) as head:
        work = made.due_work.first()
        pairings.end_pairing(pairing=made, reason="转学", by=head, now=town.monday)
    assert browses(town.teacher_wang).get(form_url).status_code == 404
    assert browses(town.teacher_wang).post(f"/today/due-work/{work.public_id}/postpone/").status_code == 404


def test_postponed_work_is_hidden_until_tomorrow(town: Town, browses: Any, monkeypatch: pytest.MonkeyPatch):
    made = care.paired(town, required_frequencies=care.WEEKLY_TALK)
    teacher = browses(town.teacher_wang)
    with town.a.inside():
        work = made.due_work.get()
    assert "明天再提醒您" in text(teacher.post(f"/today/due-work/{work.public_id}/postpone/", follow=True))
    assert "小明 · 谈心" not in text(teacher.get("/today/"))
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-08T09:00:00+08:00")
    assert "小明 · 谈心" in text(teacher.get("/today/"))


def test_work_plan_is_saved_and_approved(town: Town, browses: Any):
    head = browses(town.head_li)
    assert "还没有" in text(head.get("/plan/"))
    body = {"title": "本学期计划", "goals": "一个不少", "leader": town.a.staff["head"].public_id, "members": []}
    required_frequencies = (("talk", 1, "week"), ("home_visit", 1, "month"), ("call", 0, "month"), ("diary", 1, "term"))
    for activity, count, period in required_frequencies:
        body |= {f"{activity}_count": count, f"{activity}_period": period}
    assert "计划已保存" in text(head.post("/plan/", body, follow=True))
    assert "草稿" in text(head.get("/plan/"))
    assert head.post("/plan/", body | {"talk_count": 99}).status_code == 422
    assert "已批准" in text(head.post("/plan/approve/", follow=True))
    teacher = browses(town.teacher_wang)
    plan = text(teacher.get("/plan/"))
    assert "每周 1 次" in plan
    assert "成长日记" in plan
    # The teacher may read the page, so posting to it is not 403 but no page.
    assert teacher.post("/plan/", body).status_code == 404
    assert teacher.post("/plan/approve/").status_code == 403


def test_calendar_is_changed_by_school_and_county(town: Town, browses: Any):
    care.school_days(town)
    head, officer = browses(town.head_li), browses(town.officer)
    assert "国庆节" in text(head.get("/calendar/?month=2026-10"))
    assert "按星期和法定节日推定" in text(head.get("/calendar/?month=2027-01"))
    assert head.get("/calendar/?month=never").status_code == 200
    own = {"date": "2026-09-09", "kind": "holiday", "reason": "赶集"}
    assert "赶集" in text(head.post("/calendar/overrides/", own, follow=True))
    assert "不在任何学期里" in text(head.post("/calendar/overrides/", own | {"date": "2030-01-01"}), 422)
    assert "赶集" not in text(browses(town.admin_of_b).get("/calendar/"))
    assert "又随县里的校历" in text(head.post("/calendar/overrides/2026-09-09/remove/", follow=True))
    assert head.post("/calendar/overrides/2026-09-09/remove/").status_code == 404
    exam = {"begins_on": "2026-11-09", "ends_on": "2026-11-13", "kind": "exam", "name": "期中考试"}
    assert "已改 5 天" in text(officer.post("/calendar/days/", exam, follow=True))
    assert "期中考试" in text(head.get("/calendar/?month=2026-11"))
    term = {"school_year": 2026, "season": "spring", "begins_on": "2027-02-22", "ends_on": "2027-07-09"}
    assert "学期已设定" in text(officer.post("/calendar/terms/", term, follow=True))
    assert "已经有了" in text(officer.post("/calendar/terms/", term), 422)
    assert head.post("/calendar/terms/", term).status_code == 403


def test_staff_member_is_added_and_invited_with_a_link_shown_once(town: Town, browses: Any):
    head = browses(town.head_li)
    body = {"name": "钱老师", "sex": "", "subject": "数学", "email": "", "site": town.a.site.public_id}
    assert "已加入钱老师" in text(head.post("/staff/add/", body, follow=True))
    with town.a.inside():
        made = Staff.objects.get(name="钱老师")
    invited = head.post(f"/staff/{made.public_id}/invite/", {"role": "teacher"}).content.decode()
    assert re.search(r'value="http://[^"]+/invitations/#[\w-]{20,}"', invited)
    again = head.get("/staff/").content.decode()
    # Only the hash is stored: the link cannot be shown again.
    assert "/invitations/" not in again
    assert "再次邀请" in again
    assert "这个角色不能由您给" in text(head.post(f"/staff/{made.public_id}/invite/", {"role": "county"}, follow=True))
    assert browses(town.admin_of_b).post(f"/staff/{made.public_id}/invite/", {"role": "teacher"}).status_code == 404
    assert browses(town.officer).post("/staff/add/", body).status_code == 403


def test_records_tab_shows_notes_to_the_school_only(town: Town):
    from django.template.loader import render_to_string

    from services.care.actions.care_records import record

    care.paired(town)
    with town.as_(town.teacher_wang) as wang:
        record(
            child=town.xiaoming,
            activity="talk",
            happened_on=date(2026, 9, 7),
            by=wang,
            now=town.monday,
            topics=["study"],
            text="有进步",
        )
        html = render_to_string("care/records_tab.html", _context(wang, town))
        assert all(word in html for word in ("谈心谈话", "学习", "有进步", "王老师", "记一笔"))
    with town.as_(town.officer) as officer:
        html = render_to_string("care/records_tab.html", _context(officer, town))
        assert "谈心谈话" in html
        assert "有进步" not in html


def _context(by: Actor, town: Town) -> dict[str, Any]:
    from services.web.care.care_records import records_tab

    return {"request": SimpleNamespace(actor=by), **records_tab(town.xiaoming, by)}


def test_call_shows_the_verified_number_and_is_logged(town: Town, browses: Any):
    care.paired(town)
    url = f"/children/{town.xiaoming.public_id}/call/"
    with town.a.inside():
        pupil = town.xiaoming.pupil
        phone_numbers.add_number(
            pupil=pupil, owner=PhoneOwner.FATHER, number="17405000001", by=town.head_li, now=town.monday
        )
    assert numbers_in(browses(town.teacher_wang).post(url)) == ["17405000001"]
    with town.a.inside():
        old = phone_numbers.add_number(
            pupil=pupil, owner=PhoneOwner.GUARDIAN, number="17405000002", by=town.head_li, now=town.monday
        )
        phone_numbers.verify_number(phone_number=old, result=VerificationResult.VALID, by=town.head_li, now=town.monday)
    for caller in (town.teacher_wang, town.head_li, town.admin_zhao):
        response = browses(caller).post(url)
        assert numbers_in(response) == ["17405000002"]
        assert response["Cache-Control"] == "no-store"
    with town.a.inside():
        phone_numbers.verify_number(
            phone_number=old, result=VerificationResult.SUSPENDED, by=town.head_li, now=town.monday
        )
    assert numbers_in(browses(town.teacher_wang).post(url)) == ["17405000001"]
    with town.a.inside():
        noted = AuditEvent.objects.filter(action="children.family_called")
        # Each look at a number is one event; none of them holds the number.
        assert noted.count() == 5
        assert "17405" not in str(list(noted.values_list("detail", flat=True)))


def test_call_is_refused_to_people_without_the_child(town: Town, browses: Any):
    care.paired(town)
    url = f"/children/{town.xiaoming.public_id}/call/"
    with town.a.inside():
        phone_numbers.add_number(
            pupil=town.xiaoming.pupil, owner=PhoneOwner.GUARDIAN, number="17405000001", by=town.head_li, now=town.monday
        )
    for stranger in (town.teacher_chen, town.admin_of_b):
        assert browses(stranger).post(url).status_code == 404
    for reader in (town.officer, town.nurse_sun):
        assert browses(reader).post(url).status_code == 403
    assert browses(town.teacher_wang).get(url).status_code == 405
    with town.a.inside():
        phone_numbers.remove_number(phone_number=PhoneNumber.objects.get(), by=town.head_li, now=town.monday)
        assert not AuditEvent.objects.filter(action="children.family_called").exists()
    assert "还没有能打通的电话" in text(browses(town.teacher_wang).post(url), 422)


def numbers_in(response: Any) -> list[str]:
    assert response.status_code == 200
    return re.findall(r'href="tel:(\d+)"', response.content.decode())
