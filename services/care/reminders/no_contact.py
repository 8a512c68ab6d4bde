"""Remind of children nobody has been in touch with: first the child's own teacher, after a month the head."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from services.care.models import CareRecord
from services.children.choices import PupilState
from services.children.models import Child
from services.children.reminders import CLASS_TEACHER, child_item
from services.plans.choices import CareActivity
from services.reminders import recipients
from services.reminders.choices import DayCounting
from services.reminders.directory import Directory, next_recipient
from services.reminders.kinds import (
    DEFAULT_ESCALATION,
    INBOX_AND_EMAIL,
    MORNING,
    DateWindow,
    DefaultSettings,
    ReminderItem,
    ReminderKind,
    register,
)

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class LastContact(TypedDict):
    last_on: date


def children_without_contact(window: DateWindow) -> "QuerySet[WithAnnotations[Child, LastContact]]":
    """Open case files by `last_on`, the day of the last talk, visit or call, else the day the file was opened.

    A diary page is no contact.
    """
    records = CareRecord.objects.filter(child=OuterRef("pk")).order_by("-happened_on")
    # A diary page may be written without seeing the child.
    contacts = records.exclude(activity=CareActivity.DIARY)
    return (
        Child.objects.filter(closed_on__isnull=True, pupil__state=PupilState.ENROLLED)
        .annotate(last_on=Coalesce(Subquery(contacts.values("happened_on")[:1]), "opened_on"))
        .filter(last_on__range=(window.begins, window.ends))
        # A join on open pairings only, so that a former mentor is not reminded.
        .annotate(care=FilteredRelation("pairings", condition=Q(pairings__ended_at__isnull=True)))
        .order_by("last_on", "pk")
    )


def find_no_contact(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Children whose last contact lies in the window, for the mentor, else the class teacher, else an administrator."""
    mentor = "care__mentor__staff__"
    columns = recipients.staff_columns(mentor) + recipients.staff_columns(CLASS_TEACHER)
    for row in children_without_contact(window).values("school_id", "public_id", "last_on", *columns):
        school_id, class_teacher = row["school_id"], recipients.staff(row, CLASS_TEACHER)
        recipient = recipients.staff(row, mentor) or class_teacher or next(iter(directory.admins(school_id)), None)
        if recipient:
            escalate_to = next_recipient(recipient, class_teacher, directory.head(school_id))
            yield child_item(
                school_id, row["public_id"], row["last_on"], recipient, escalate_to, path="/care-records/new/"
            )


def find_no_contact_for_a_month(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Children whose last contact lies in the window, for the head, or an administrator where there is none."""
    for row in children_without_contact(window).values("school_id", "public_id", "last_on"):
        admins = directory.admins(row["school_id"])
        if recipient := directory.head(row["school_id"]) or next(iter(admins), None):
            escalate_to = next_recipient(recipient, *admins)
            yield child_item(row["school_id"], row["public_id"], row["last_on"], recipient, escalate_to)


register(
    ReminderKind(
        key="care.no_contact",
        title=_("孩子多日没有联系"),
        recipients=_("结对教师，没有时班主任"),
        variables={"day": _("最近一次联系的日子")},
        default_texts={
            "zh-hans": ("有一个孩子 {days} 天没有联系了", "最近一次是{day}。请见面或打个电话，记一笔。"),
            "en": (
                "No contact with a child for {days} days",
                "Last contact: {day}. Please meet or ring, then record.",
            ),
        },
        find_items=find_no_contact,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=14,
            repeat_every_days=7,
            repeat_until_days=28,
            day_counting=DayCounting.CALENDAR,
            channels=INBOX_AND_EMAIL,
            escalation_days=DEFAULT_ESCALATION,
        ),
    ),
    ReminderKind(
        key="care.no_contact_month",
        title=_("孩子一个月没有联系"),
        recipients=_("校长"),
        variables={"day": _("最近一次联系的日子")},
        default_texts={
            "zh-hans": ("有一个孩子 {days} 天没有任何联系", "最近一次是{day}。请今天核实情况，并写明怎样处理。"),
            "en": ("No contact at all for {days} days", "Last contact: {day}. Please find out today how the child is."),
        },
        find_items=find_no_contact_for_a_month,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=30,
            repeat_every_days=7,
            repeat_until_days=90,
            day_counting=DayCounting.CALENDAR,
            channels=INBOX_AND_EMAIL,
            escalation_days=(1, 2, 4),
        ),
    ),
)
