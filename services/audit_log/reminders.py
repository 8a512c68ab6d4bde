"""The weekly mail to the auditor: the head of the chain of seals, kept outside the database."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from services.access.roles import Role
from services.audit_log import queries
from services.kit import clock
from services.notify.choices import Urgency
from services.reminders import recipients
from services.reminders.choices import CatchUp, DayCounting
from services.reminders.directory import Directory
from services.reminders.kinds import (
    INBOX_AND_EMAIL,
    MORNING,
    DateWindow,
    DefaultSettings,
    ReminderItem,
    ReminderKind,
    register,
)
from services.schools.models import County
from services.schools.tenancy import current_county_id

_WEEK = timedelta(days=7)


def find_chain_head(window: DateWindow, _directory: Directory) -> Iterator[ReminderItem]:
    """The head of the county's chain on a Monday, for its auditors; nothing before the first seal."""
    monday = window.ends - timedelta(days=window.ends.weekday())
    county_id = current_county_id()
    seal = queries.last_seal(county_id)
    if monday < window.begins or seal is None:
        return
    before = queries.total_before(county_id, clock.start_of_day(monday) - _WEEK)
    county = County.objects.only("public_id").get(pk=county_id)
    for recipient in recipients.officers(window.today, Role.AUDITOR):
        yield ReminderItem(
            school_id=None,
            target_id=county.public_id,
            anchor_date=monday,
            recipient=recipient,
            variables={"head": seal.head, "n": str(seal.total - before)},
            path="/audit-log/",
        )


register(
    ReminderKind(
        key="audit_log.chain_head",
        title=_("审计日志一周封存"),
        recipients=_("审计员"),
        variables={"head": _("封存链的链头"), "n": _("上周以来封存的条数")},
        default_texts={
            "zh-hans": (
                "审计日志一周封存 {n} 条",
                "链头 {head}。请保存这封邮件：核对时把链头交给管理员，谁改过日志都看得出来。",
            ),
            "en": (
                "The audit log: {n} records sealed",
                "Head of the chain: {head}. Please keep this mail: with the head, any change of the log shows.",
            ),
        },
        find_items=find_chain_head,
        defaults=DefaultSettings(
            send_at=MORNING,
            day_counting=DayCounting.CALENDAR,
            channels=INBOX_AND_EMAIL,
            catch_up=CatchUp.LATEST,
            expires_after_hours=72,
        ),
        tenant_level="county",
        urgency=Urgency.NORMAL,  # a digest of several messages would list the title alone, without the head
    )
)
