"""Remind schools of what they must submit by a deadline, before it and after it was missed."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.notify.choices import Channel
from services.plans import deadlines
from services.reminders import recipients
from services.reminders.choices import CatchUp
from services.reminders.directory import Directory
from services.reminders.kinds import MORNING, DateWindow, DefaultSettings, ReminderItem, ReminderKind, register

MAX_TITLE_LENGTH = 20  # characters of a deadline's title that fit into the title of a notification
_VARIABLES: dict[str, Promise | str] = {"title": _("报送名称"), "due_on": _("截止日")}


def find_deadlines(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Deadlines a school has not submitted, to each of its administrators; then to the head."""
    for school_id, deadline in deadlines.unsubmitted_by(directory.schools, window.begins, window.ends):
        for recipient, escalate_to in directory.admins_then_head(school_id):
            day = recipients.format_day(deadline.due_on, recipient.language)
            yield ReminderItem(
                school_id=school_id,
                target_id=deadline.public_id,
                anchor_date=deadline.due_on,
                recipient=recipient,
                variables={"title": deadline.title[:MAX_TITLE_LENGTH], "due_on": day},
                path="/deadlines/",
                escalate_to=escalate_to,
            )


register(
    ReminderKind(
        key="plans.deadline_upcoming",
        title=_("报送快到期"),
        recipients=_("学校管理员"),
        variables=_VARIABLES,
        default_texts={
            "zh-hans": ("{title}：{due_on}截止", "交了以后请点“已报送”，提醒就停了。"),
            "en": ("{title}: due on {due_on}", "Once handed in, mark it so, and this reminder ends."),
        },
        find_items=find_deadlines,
        defaults=DefaultSettings(
            send_at=MORNING,
            # School days: a week ahead, when there is still time to collect the figures.
            offset_days=-5,
            repeat_every_days=2,
            repeat_until_days=-1,
            channels=(Channel.INBOX, Channel.EMAIL),
            catch_up=CatchUp.LATEST,
            expires_after_hours=24,
        ),
    ),
    ReminderKind(
        key="plans.deadline_missed",
        title=_("报送逾期"),
        recipients=_("学校管理员"),
        variables=_VARIABLES,
        default_texts={
            "zh-hans": ("{title}已逾期 {days} 天", "{due_on}截止，县里还没有收到。报送后请点“已报送”。"),
            "en": ("{title}: {days} days late", "It was due on {due_on}. Once handed in, mark it so."),
        },
        find_items=find_deadlines,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=1,
            repeat_every_days=2,
            # After three weeks of school it is no matter of reminding any more; the county dashboard still shows the
            # school.
            repeat_until_days=15,
            channels=(Channel.INBOX, Channel.EMAIL),
            escalation_days=(1, 2, 4),
            # Each missed day counts another day of delay, so none is folded into the next.
            catch_up=CatchUp.ALL,
            expires_after_hours=72,
        ),
    ),
)
