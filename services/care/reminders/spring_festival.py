"""Remind class teachers of home visits while parents are home for the Spring Festival (春节返乡)."""

from collections.abc import Iterator
from datetime import time

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from services.care.models import CareRecord
from services.children.choices import PupilState
from services.children.models import Child
from services.children.reminders import items_by_class
from services.plans.choices import CareActivity
from services.reminders.choices import DayCounting
from services.reminders.directory import Directory
from services.reminders.kinds import DateWindow, DefaultSettings, ReminderItem, ReminderKind, register
from services.schools.calendar import spring_festivals


def find_spring_festival_visits(window: DateWindow, _directory: Directory) -> Iterator[ReminderItem]:
    """Classes with children not visited at home since 腊月廿三, while parents are back, for the class teacher."""
    for festival in spring_festivals():
        if window.today > festival.ends or not window.begins <= festival.begins <= window.ends:
            continue
        visited = CareRecord.objects.filter(
            child=OuterRef("pk"), activity=CareActivity.HOME_VISIT, happened_on__range=(festival.begins, festival.ends)
        )
        children = Child.objects.filter(~Exists(visited), closed_on__isnull=True, pupil__state=PupilState.ENROLLED)
        yield from items_by_class(children, festival.begins, "/today/")


register(
    ReminderKind(
        key="care.spring_visits",
        title=_("春节返乡家访"),
        recipients=_("班主任"),
        variables={"class": _("班级"), "n": _("还没有家访的孩子人数")},
        default_texts={
            "zh-hans": ("{class}还有 {n} 名孩子春节没有家访", "父母在家的这几天最好：见见父母，核对电话，谈谈照护。"),
            "en": (
                "{class}: {n} homes to visit this festival",
                "Parents are home: meet them, check numbers.",
            ),
        },
        find_items=find_spring_festival_visits,
        defaults=DefaultSettings(
            send_at=time(9, 0),
            offset_days=1,
            repeat_every_days=5,
            repeat_until_days=20,
            day_counting=DayCounting.CALENDAR,
            expires_after_hours=48,
        ),
    ),
)
