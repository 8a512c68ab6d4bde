"""A child nobody has been in touch with: first to the child's own teacher, after a month to the head."""

from collections.abc import Iterator
from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from services.care.models import CareRecord
from services.children.choices import PupilState
from services.children.models import Child
from services.children.reminders import CLASS_TEACHER, of_child
from services.notify import people
from services.notify.catalogue import BY_MAIL, LADDER, MORNING, Item, Kind, Usual, Window, offer
from services.notify.choices import DayKind
from services.plans.choices import Duty


def quiet_children(window: Window) -> Any:
    """Children in care by the day of the last talk, visit or call (before any: the day the file was opened)."""
    met = CareRecord.objects.filter(child=OuterRef("pk")).exclude(duty=Duty.DIARY).order_by("-happened_on")
    return (
        Child.objects.filter(closed_on__isnull=True, pupil__state=PupilState.ENROLLED)
        .annotate(last_on=Coalesce(Subquery(met.values("happened_on")[:1]), "opened_on"))
        .filter(last_on__range=(window.begins, window.ends))
        .annotate(care=FilteredRelation("pairings", condition=Q(pairings__ended_at__isnull=True)))
        .order_by("last_on", "pk")
    )


def find_silence(window: Window) -> Iterator[Item]:
    """To whom the child is paired with, else to the class teacher, else to whoever runs the school."""
    carer = "care__carer__staff__"
    columns = people.staff_columns(carer) + people.staff_columns(CLASS_TEACHER)
    admins, head = people.admins(window.today), people.head(window.today)
    for row in quiet_children(window).values("public_id", "last_on", *columns):
        leads = people.staff(row, CLASS_TEACHER)
        to = people.staff(row, carer) or leads or next(iter(admins), None)
        if to:
            yield of_child(
                row["public_id"], row["last_on"], to, people.another(to, leads, head), door="/record/children/"
            )


def find_long_silence(window: Window) -> Iterator[Item]:
    """To the head; to an administrator where there is none."""
    admins = people.admins(window.today)
    to = people.head(window.today) or next(iter(admins), None)
    if to is None:
        return
    for row in quiet_children(window).values("public_id", "last_on"):
        yield of_child(row["public_id"], row["last_on"], to, people.another(to, *admins))


offer(
    Kind(
        key="care.silence",
        title=_("孩子多日没有联系"),
        variables={"day": _("最近一次联系的日子")},
        words={
            "zh-hans": ("有一个孩子 {days} 天没有联系了", "最近一次是{day}。请见面或打个电话，记一笔。"),
            "en": (
                "No contact with a child for {days} days",
                "Last contact: {day}. Please meet or ring, then record.",
            ),
        },
        find=find_silence,
        usual=Usual(at=MORNING, first=14, every=7, until=28, days=DayKind.CALENDAR, channels=BY_MAIL, ladder=LADDER),
    ),
    Kind(
        key="care.long_silence",
        title=_("孩子一个月没有联系"),
        variables={"day": _("最近一次联系的日子")},
        words={
            "zh-hans": ("有一个孩子 {days} 天没有任何联系", "最近一次是{day}。请今天核实情况，并写明怎样处理。"),
            "en": ("No contact at all for {days} days", "Last contact: {day}. Please find out today how the child is."),
        },
        find=find_long_silence,
        usual=Usual(at=MORNING, first=30, every=7, until=90, days=DayKind.CALENDAR, channels=BY_MAIL, ladder=(1, 2, 4)),
    ),
)
