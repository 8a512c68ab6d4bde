"""系统异常: open and closed incidents, the state of channels and queues."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from services.jobs import registry
from services.monitoring import heartbeats
from services.monitoring.models import QueueHeartbeat
from services.notify.alerts import incidents
from services.notify.choices import IncidentKind
from services.notify.models import ChannelBreaker, SystemIncident
from services.schools.scope import ALL_TENANTS, scope
from services.web.monitoring import labels
from workers import queues, schedule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(at_monday):
    """Views read the clock."""


def open_incident(town, kind, source, *, county, school=None, is_over=False):
    with scope(ALL_TENANTS):
        incidents.open_incident(
            kind, source=source, now=town.monday, county_id=county.pk, school_id=school.pk if school else None
        )
        if is_over:
            incidents.close_incidents(kind, source=source, now=town.later(minutes=5))


def test_incidents_are_read_by_their_tenant_and_closed_by_the_county(town, browses):
    open_incident(town, IncidentKind.CHANNEL_DOWN, "sms", county=town.county)
    open_incident(town, IncidentKind.JOB_DEAD, "children.roster.read", county=town.county, school=town.b.school)
    open_incident(town, IncidentKind.QUEUE_STALLED, "quick", county=town.county, is_over=True)

    officer = browses(town.officer)
    page = officer.get("/system-incidents/").content.decode()
    assert "渠道故障 · 短信" in page
    assert "后台任务多次失败 · 读取名册" in page
    assert "河西小学" in page
    assert "自行恢复" not in page
    with scope(ALL_TENANTS):
        row = SystemIncident.objects.get(kind=IncidentKind.CHANNEL_DOWN)
    assert officer.post(f"/system-incidents/{row.public_id}/close/").status_code == 302
    page = officer.get("/system-incidents/?all=1").content.decode()
    assert "队列没有应答 · 消息" in page
    assert "9月7日 09:05 自行恢复" in page
    with scope(ALL_TENANTS):
        assert SystemIncident.objects.get(pk=row.pk).closed_by_id == town.officer.user_id

    assert "读取名册" not in browses(town.head_li).get("/system-incidents/?all=1").content.decode()
    assert "读取名册" in browses(town.admin_of_b).get("/system-incidents/").content.decode()
    assert "渠道故障 · 短信" not in browses(town.officer_of_other).get("/system-incidents/?all=1").content.decode()


def test_county_sees_the_state_of_channels_and_queues(town, browses):
    with scope(ALL_TENANTS):
        ChannelBreaker.objects.create(channel="sms", failures=7, open_until=Now() + timedelta(minutes=5))
        ChannelBreaker.objects.create(channel="email", failures=7, open_until=Now() - timedelta(minutes=5))
        for queue in queues.QUEUES:
            heartbeats.mark_sent(queue)
        QueueHeartbeat.objects.filter(queue="alert").update(received_at=Now() - timedelta(minutes=3))

    page = browses(town.officer).get("/system-incidents/").content.decode()
    assert "连续失败，暂停到" in page
    assert "最近失败 7 次" in page
    assert "3 分钟没有应答" in page
    # Of four queues one is stalled.
    assert page.count("秒前应答") == 3
    # A school can do nothing about queues.
    assert "后台状态" not in browses(town.head_li).get("/system-incidents/").content.decode()


def test_queues_jobs_and_daily_schedules_have_labels():
    assert set(labels.QUEUES) == set(queues.QUEUES)
    assert all(registry.label_of(kind) for kind in registry.kinds())
    assert set(labels.SCHEDULES) == {
        entry.task for entry in schedule.SCHEDULE if isinstance(entry.when, schedule.Daily)
    }
