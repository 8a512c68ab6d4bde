"""Inbox, deliveries, and the progress of jobs."""

import re
from pathlib import Path

import pytest

import services
from services.jobs import actions as jobs
from services.jobs.models import Job
from services.notify import outbox
from services.notify.choices import Urgency
from services.notify.models import Notification
from services.web.notify.labels import SYSTEM_KINDS
from tests.factories.notify import text_message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(at_monday):
    """Views read the clock."""


def notify(town, actor, key="家访提醒", **more):
    with town.as_(actor):
        values = {"kind": "test", "title": key, "recipient_id": actor.user_id, "now": town.monday}
        return outbox.add(dedupe_key=key, **{**values, **more})


def test_reading_a_notification_opens_its_page_and_removes_it(town, browses):
    notification = notify(town, town.teacher_wang, path="/today/")
    notify(town, town.teacher_wang, "有危险", urgency=Urgency.SAFETY)
    wang = browses(town.teacher_wang)

    page = wang.get("/inbox/").content.decode()
    assert "家访提醒" in page
    assert "安全警报" in page
    assert '<span class="count">2<' in page
    response = wang.post(f"/inbox/{notification.public_id}/read/")
    assert (response.status_code, response["Location"]) == (302, "/today/")
    page = wang.get("/inbox/").content.decode()
    assert "家访提醒" not in page
    assert "家访提醒" in wang.get("/inbox/?all=1").content.decode()
    assert wang.post("/inbox/read/", follow=False)["Location"] == "/inbox/"
    assert "都办好了" in wang.get("/inbox/").content.decode()


def test_notification_never_leads_to_another_site(town, browses):
    # A path with two slashes is an address of another host.
    notification = notify(town, town.teacher_wang, path="//evil.example/")

    assert browses(town.teacher_wang).post(f"/inbox/{notification.public_id}/read/")["Location"] == "/inbox/"


def test_another_persons_notification_is_404(town, browses):
    notification = notify(town, town.teacher_wang)

    for other in (town.teacher_chen, town.head_li, town.teacher_of_b):
        assert browses(other).post(f"/inbox/{notification.public_id}/read/").status_code == 404


def test_acknowledging_reports_what_came_of_it(town, browses):
    mine = notify(town, town.teacher_wang, "家访逾期", requires_acknowledgement=True)
    foreign = notify(town, town.teacher_chen, "谈心逾期", requires_acknowledgement=True)
    wang = browses(town.teacher_wang)

    def answer(*notifications):
        ids = [row.public_id for row in notifications]
        return wang.post("/inbox/acknowledge/", {"notification": ids}, follow=True).content.decode()

    assert "已回复“知道了”" in answer(mine, foreign)
    assert "之前已经有人回复过" in answer(mine)
    page = answer(foreign)
    assert "没有要回复的消息" in page
    assert "已回复" not in page
    with town.a.inside():
        assert list(Notification.objects.filter(acknowledged_at=None)) == [foreign]


def test_mark_as_read_is_offered_only_where_something_is_unread(town, browses):
    wang = browses(town.teacher_wang)
    notify(town, town.teacher_wang, "家访逾期", requires_acknowledgement=True)
    assert "都标为已读" not in wang.get("/inbox/").content.decode()

    notify(town, town.teacher_wang, "体检安排好了")
    assert "都标为已读" in wang.get("/inbox/").content.decode()
    page = wang.post("/inbox/read/", follow=True).content.decode()
    assert "1 条消息已标为已读" in page
    assert "都标为已读" not in page
    assert "家访逾期" in page


def test_inbox_answers_first_and_folds_what_can_wait(town, browses):
    wang, ask = browses(town.teacher_wang), {"requires_acknowledgement": True}
    notify(town, town.teacher_wang, "体检安排好了")
    notify(town, town.teacher_wang, "家访逾期", **ask)
    later = notify(town, town.teacher_wang, "谈心逾期", **ask)
    notify(town, town.teacher_wang, "有危险", urgency=Urgency.SAFETY, **ask)
    notify(town, town.teacher_chen, "不是我的", **ask)
    with town.a.inside():
        Notification.objects.filter(pk=later.pk).update(snoozed_until=town.later(days=3).date(), snooze_reason="生病")

    page = wang.get("/inbox/").content.decode()
    assert "2 件等您回复，其中 1 件是安全警报，请先办。" in page
    order = [page.index(title) for title in ("有危险", "家访逾期", "体检安排好了", "谈心逾期")]
    assert order == sorted(order)
    assert page.index("1 件已推迟") < order[0]
    assert "不是我的" not in page
    with town.a.inside():
        Notification.objects.filter(urgency=Urgency.SAFETY).update(acknowledged_at=town.monday)
        Notification.objects.filter(pk=later.pk).update(snoozed_until=town.monday.date())
    page = wang.get("/inbox/").content.decode()
    assert "2 件等您回复。" in page, "a snooze ends on its day"
    assert "推迟的" not in page


def test_head_sees_deliveries_and_the_teacher_may_not(town, browses):
    text_message(town.a, town.monday, phone="13812345678")

    head = browses(town.head_li)
    page = head.get("/deliveries/").content.decode()
    assert "请来校参加家长会" in page
    assert "待发送" in page
    # Not even the end of the number.
    assert "5678" not in page
    assert "没有这样的消息" in head.get("/deliveries/?state=dead").content.decode()
    assert head.get("/deliveries/?state=nonsense&cursor=x").status_code == 200
    assert "还没有发过" in browses(town.admin_of_b).get("/deliveries/").content.decode()
    assert browses(town.teacher_wang).get("/deliveries/").status_code == 403


def test_progress_is_polled_until_the_job_has_ended(town, browses):
    with town.as_(town.admin_zhao) as by:
        job = jobs.enqueue(kind="test", target_id=None, by=by, now=town.monday, total=10)
    admin = browses(town.admin_zhao)

    waiting = admin.get(f"/jobs/{job.public_id}/").content.decode()
    assert 'hx-trigger="every 1s"' in waiting
    assert "排队中" in waiting
    with town.a.inside():
        Job.objects.update(state="failed", message="名册里没有学生。")
    over = admin.get(f"/jobs/{job.public_id}/", headers={"HX-Request": "true"})
    # The page around the progress bar shows the result.
    assert over["HX-Refresh"] == "true"
    assert "名册里没有学生。" in over.content.decode()
    assert "hx-trigger" not in over.content.decode()
    assert browses(town.teacher_wang).get(f"/jobs/{job.public_id}/").status_code == 404
    assert browses(town.admin_of_b).get(f"/jobs/{job.public_id}/").status_code == 404


def test_notification_kinds_of_actions_have_labels():
    written = set()
    for path in Path(services.__file__).parent.rglob("*.py"):
        written |= set(re.findall(r'kind="([a-z]+\.[a-z_.]+)"', path.read_text(encoding="utf-8")))

    assert {"care.pairing_created", "dashboards.late_schools_reminded"} <= written
    assert written <= set(SYSTEM_KINDS)
