"""Kinds of notice of this room: what every school owes by a day, and whose turn of duty comes."""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.notify.choices import Channel
from services.plans import deadlines, duty_shifts
from services.reminders import recipients
from services.reminders.choices import CatchUp
from services.reminders.kinds import MORNING, DateWindow, DefaultSettings, ReminderItem, ReminderKind, register

SHORT = 20  # characters of a deadline's title that a notice's title holds
_VARIABLES: dict[str, Promise | str] = {"title": _("报送名称"), "due_on": _("截止日")}


def find_deadlines(window: DateWindow) -> Iterator[ReminderItem]:
    """What the school still owes, to each of its administrators; the head is asked after them."""
    owed: Any = deadlines.unsubmitted().filter(due_on__range=(window.begins, window.ends))
    rows = owed.values("public_id", "title", "due_on")
    told = recipients.admins_then_head(window.today)
    for row in rows:
        for to, next_to in told:
            day = recipients.format_day(row["due_on"], to.language)
            yield ReminderItem(
                subject=row["public_id"],
                anchor_date=row["due_on"],
                recipient=to,
                variables={"title": row["title"][:SHORT], "due_on": day},
                path="/deadlines/",
                escalate_to=next_to,
            )


def find_turns(window: DateWindow) -> Iterator[ReminderItem]:
    """Turns of duty, to whom is on duty."""
    columns = ("public_id", "on", "begins", "ends", "place", *recipients.staff_columns("staff__"))
    for row in duty_shifts.shifts(window.begins, window.ends).values(*columns):
        if to := recipients.staff(row, "staff__"):
            yield ReminderItem(
                subject=row["public_id"],
                anchor_date=row["on"],
                recipient=to,
                variables={
                    "day": recipients.format_day(row["on"], to.language),
                    "begins": f"{row['begins']:%H:%M}",
                    "ends": f"{row['ends']:%H:%M}",
                    "place": row["place"],
                },
                path="/duty-shifts/",
            )


register(
    ReminderKind(
        key="plans.deadline_upcoming",
        title=_("报送快到期"),
        variables=_VARIABLES,
        default_texts={
            "zh-hans": ("{title}：{due_on}截止", "交了以后请点“已报送”，提醒就停了。"),
            "en": ("{title}: due on {due_on}", "Once handed in, mark it so, and this reminder ends."),
        },
        find_items=find_deadlines,
        defaults=DefaultSettings(
            send_at=MORNING,
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
            repeat_until_days=15,
            channels=(Channel.INBOX, Channel.EMAIL),
            escalation_days=(1, 2, 4),
            catch_up=CatchUp.ALL,
            expires_after_hours=72,
        ),
    ),
    ReminderKind(
        key="plans.duty_shift",
        title=_("轮到值日"),
        variables={"day": _("值日那天"), "begins": _("开始时间"), "ends": _("结束时间"), "place": _("值日地点")},
        default_texts={
            "zh-hans": ("{day}轮到您值日", "{begins}–{ends}，{place}。有事请提前换班。"),
            "en": ("You are on duty on {day}", "{begins}–{ends}, {place}. If you cannot, please swap in time."),
        },
        find_items=find_turns,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=-1,
            repeat_every_days=1,
            repeat_until_days=0,
            catch_up=CatchUp.LATEST,
            expires_after_hours=8,
        ),
    ),
)
