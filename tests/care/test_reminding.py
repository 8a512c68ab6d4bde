"""One notice for each work that is due or late, and week."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.care import queries
from services.care.actions import due, pairing, recording, reminding
from services.care.models import DueWork
from services.notify.models import Notice
from services.plans.choices import Duty
from tests.cast import Town
from tests.factories import care

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 9, 11, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai, the week's last school day


def reminders() -> list[str]:
    return list(Notice.objects.filter(kind="care.due").order_by("id").values_list("title", flat=True))


def test_on_its_day_once_and_then_once_a_week(town: Town):
    care.paired(town, norms=care.WEEKLY_TALK)
    with town.a.inside():
        assert reminding.remind_due(now=FRIDAY - timedelta(days=1)) == 0
        assert reminding.remind_due(now=FRIDAY) == 1
        assert reminding.remind_due(now=FRIDAY + timedelta(hours=3)) == 0
        assert reminding.remind_due(now=FRIDAY + timedelta(days=2)) == 0  # Sunday, the same week
        assert reminding.remind_due(now=FRIDAY + timedelta(days=3)) == 1  # Monday, the next one

        assert reminders() == ["谈心谈话今天到期", "谈心谈话已逾期 3 天"]
        notice = Notice.objects.filter(kind="care.due").first()
        assert notice
        assert notice.to_user_id == town.teacher_wang.user_id
        assert "王小明" not in notice.title + notice.body + notice.path


def test_done_ended_and_put_off_work_is_left_in_peace(town: Town):
    made = care.paired(town)
    with town.as_(town.teacher_wang) as wang:
        recording.record(child=town.xiaoming, duty=Duty.TALK, happened_on=date(2026, 9, 7), by=wang, now=FRIDAY)
        due.put_off(work=DueWork.objects.get(duty=Duty.CALL), now=datetime(2026, 9, 30, tzinfo=UTC))
        at = datetime(2026, 9, 30, 1, tzinfo=UTC)

        assert reminding.remind_due(now=at) == 1
        assert reminders() == ["家访今天到期"]
        assert [work.duty for work in queries.due_for(town.a.staff["wang"], at.date())] == [Duty.HOME_VISIT]
    with town.as_(town.head_li) as head:
        pairing.end(pairing=made, reason="转学", by=head, now=at)
        assert reminding.remind_due(now=at + timedelta(days=8)) == 0


def test_a_teachers_list_says_when_it_was_last_done_and_what_was_agreed(town: Town):
    care.paired(town, norms=care.WEEKLY_TALK)
    with town.as_(town.teacher_wang) as wang:
        recording.record(
            child=town.xiaoming, duty=Duty.TALK, happened_on=date(2026, 9, 7), by=wang, now=FRIDAY, agreed="周五看作业"
        )
        due.materialise(now=FRIDAY + timedelta(days=5))
        work = queries.due_for(town.a.staff["wang"], date(2026, 9, 16)).get()

        assert (work.last_on, work.last_agreed) == (date(2026, 9, 7), "周五看作业")  # type: ignore[attr-defined]
        assert not queries.due_for(town.a.staff["chen"], date(2026, 9, 16)).exists()


def test_work_is_late_the_day_after_it_was_due(town: Town):
    care.paired(town)
    with town.a.inside():
        assert [work.duty for work in queries.late(date(2026, 9, 12))] == [Duty.TALK]
        assert not queries.late(date(2026, 9, 11)).exists()
