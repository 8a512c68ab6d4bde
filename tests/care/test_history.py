"""Import of past care records: author and moment kept, due work closed, nobody notified."""

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from services.care.actions import due_work, history
from services.care.actions.history import PastCareRecord, UnableToImport
from services.care.choices import DueState
from services.care.models import CareRecord, DueWork
from services.notify.models import Notification
from services.plans.choices import CareActivity
from tests.cast import Town
from tests.factories import care

pytestmark = pytest.mark.django_db


def past_talk(town: Town, happened_on: date, recorded_at: datetime) -> PastCareRecord:
    return PastCareRecord(
        child=town.xiaoming,
        activity=CareActivity.TALK,
        happened_on=happened_on,
        text="聊学习",
        recorded_at=recorded_at,
    )


def test_imported_records_keep_author_and_moment_and_close_due_work(town: Town):
    care.paired(town, required_frequencies=care.WEEKLY_TALK)
    with town.as_(town.admin_zhao) as admin:
        now = town.later(days=21)
        due_work.refresh_due_work(now=now)
        notifications = Notification.objects.count()
        entries = [
            past_talk(town, date(2026, 9, 14), town.later(days=8)),
            past_talk(town, date(2026, 9, 7), town.monday),
        ]

        records = history.import_records(entries=entries, staff=town.a.staff["wang"], by=admin, now=now)

        assert [(record.happened_on, record.recorded_at) for record in records] == [
            (date(2026, 9, 7), town.monday),
            (date(2026, 9, 14), town.later(days=8)),
        ]
        assert {record.recorded_by_id for record in records} == {town.teacher_wang.user_id}
        assert {record.imported_at for record in records} == {now}
        assert DueWork.objects.filter(state=DueState.DONE).count() == 2
        assert Notification.objects.count() == notifications
        assert care.actions(about=town.xiaoming)[-1] == "care.records_imported"


def test_a_record_of_the_future_is_not_imported(town: Town):
    care.paired(town)
    with town.as_(town.admin_zhao) as admin:
        for happened_on, recorded_at, text in (
            (date(2026, 9, 7), town.later(days=1), "第 2 条：日期不能晚于今天"),
            (date(2026, 9, 8), town.monday, "第 2 条：记录的日期不能晚于记下的时间"),
        ):
            good = past_talk(town, date(2026, 9, 7), town.monday)
            entry = past_talk(town, happened_on, recorded_at)
            with pytest.raises(UnableToImport) as error:
                history.import_records(entries=[good, entry], staff=town.a.staff["wang"], by=admin, now=town.monday)
            assert (error.value.field, str(error.value).startswith(text)) == ("records", True)
        assert not CareRecord.objects.exists()


def test_teachers_do_not_import(town: Town):
    with town.as_(town.teacher_wang) as wang, pytest.raises(PermissionDenied):
        history.import_records(entries=[], staff=town.a.staff["wang"], by=wang, now=town.monday)
