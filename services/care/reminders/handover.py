"""Remind administrators of children whose pairing has ended or whose mentor has left, until they have a new one."""

from collections.abc import Iterator

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from services.access.models import Membership
from services.care import queries
from services.care.models import Pairing
from services.children.reminders import items_for_admins
from services.reminders.directory import Directory
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


def find_unpaired(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Children without a mentor whose last pairing has ended, by the day of its end."""
    # Children who never had a mentor have no such day and are left out: the pairing page lists them.
    ended = Pairing.objects.filter(child=OuterRef("pk"), ended_at__isnull=False).order_by("-ended_at")
    rows = (
        queries.children_to_pair()
        .annotate(left_on=TruncDate(Subquery(ended.values("ended_at")[:1])))
        .filter(left_on__gte=window.begins, left_on__lte=window.ends)
        .order_by("left_on", "pk")
        .values_list("school_id", "public_id", "left_on")
    )
    yield from items_for_admins(directory, rows)


def find_mentor_left(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Children still paired with a mentor who no longer works here, by the day the mentor left."""
    memberships = Membership.objects.filter(staff=OuterRef("mentor__staff"))
    # A mentor may have two roles here; only without any has the mentor left.
    current = memberships.filter(Q(until__isnull=True) | Q(until__gt=window.today))
    rows = (
        queries.open_pairings()
        .filter(~Exists(current), child__closed_on__isnull=True)
        .annotate(left_on=Subquery(memberships.values("staff").annotate(last=Max("until")).values("last")))
        .filter(left_on__range=(window.begins, window.ends))
        .order_by("left_on", "pk")
        .values_list("school_id", "child__public_id", "left_on")
    )
    yield from items_for_admins(directory, rows)


register(
    ReminderKind(
        key="care.unpaired",
        title=_("结对交接：孩子待结对"),
        recipients=_("学校管理员"),
        variables={"day": _("解除结对的日子")},
        default_texts={
            "zh-hans": ("有一个孩子解除结对后还没有新的教师", "{day}解除结对。请尽快安排新的结对教师。"),
            "en": ("A child has had no teacher since {day}", "The pairing ended. Please find another teacher."),
        },
        find_items=find_unpaired,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=1,
            repeat_every_days=5,
            repeat_until_days=30,
            channels=INBOX_AND_EMAIL,
            escalation_days=DEFAULT_ESCALATION,
        ),
    ),
    ReminderKind(
        key="care.mentor_left",
        title=_("结对交接：结对教师已离校"),
        recipients=_("学校管理员"),
        variables={"day": _("教师离校的日子")},
        default_texts={
            "zh-hans": ("有一个孩子的结对教师已离校", "教师{day}起不在本校。请解除结对，安排新的教师。"),
            "en": ("A child's teacher has left the school", "Gone since {day}. Please end the pairing, find another."),
        },
        find_items=find_mentor_left,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=0,
            repeat_every_days=5,
            repeat_until_days=30,
            channels=INBOX_AND_EMAIL,
            escalation_days=DEFAULT_ESCALATION,
        ),
    ),
)
