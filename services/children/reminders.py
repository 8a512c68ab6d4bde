"""Kinds of notice of this room: numbers to make sure of, cards to issue anew, 春节返乡核验.

A notice to staff names no child: it may travel by mail. Its page does.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from services.children.choices import PupilState, VerificationResult
from services.children.models import Child, ContactCard, PhoneNumber
from services.notify.choices import Channel
from services.reminders import recipients
from services.reminders.choices import DayCounting
from services.reminders.kinds import (
    MORNING,
    DateWindow,
    DefaultSettings,
    Recipient,
    ReminderItem,
    ReminderKind,
    register,
)
from services.schools.calendar import public_holidays
from services.schools.models import SchoolClass
from services.schools.queries import school_year_of

HALF_A_YEAR = timedelta(days=180)  # parents' numbers change every year or so
CLASS_TEACHER = "pupil__school_class__class_teacher__"


# -- whom a child's notices go to


def child_item(
    child: UUID, on: date, to: Recipient, next_to: Recipient | None, door: str = "/children/"
) -> ReminderItem:
    """A notice about one child, who is named on its page only."""
    day = recipients.format_day(on, to.language)
    return ReminderItem(
        subject=child,
        anchor_date=on,
        recipient=to,
        variables={"day": day},
        path=f"{door}{child}/",
        child=child,
        escalate_to=next_to,
    )


def to_admins(window: DateWindow, found: Iterable[tuple[UUID, date]]) -> Iterator[ReminderItem]:
    """Children and their days, to each administrator of the school; the head is asked after them."""
    told = recipients.admins_then_head(window.today)
    for child, on in found:
        for to, next_to in told:
            yield child_item(child, on, to, next_to)


def to_class_teachers(window: DateWindow, children: Any, day: str, path: str = "/children/") -> Iterator[ReminderItem]:
    """Children annotated with a `day`, each to its class teacher, else to the administrators; then the head."""
    admins, head = recipients.admins(window.today), recipients.head(window.today)
    rows = children.filter(**{f"{day}__range": (window.begins, window.ends)}).order_by(day, "pk")
    for row in rows.values("public_id", day, *recipients.staff_columns(CLASS_TEACHER)):
        teacher = recipients.staff(row, CLASS_TEACHER)
        for to in [teacher] if teacher else admins:
            yield child_item(row["public_id"], row[day], to, recipients.first_other(to, *admins, head), path)


def by_class(children: Any, anchor: date, path: str) -> Iterator[ReminderItem]:
    """One item for each class of these children that has a teacher, with their number `n` and the class's name."""
    counts = Counter(children.values_list("pupil__school_class_id", flat=True))
    teacher = "class_teacher__"
    named = ("entry_year", "entry_grade", "number")
    rows = SchoolClass.objects.filter(pk__in=counts).order_by("pk")
    for row in rows.values("pk", "public_id", *named, *recipients.staff_columns(teacher)):
        if to := recipients.staff(row, teacher):
            label = SchoolClass(**{name: row[name] for name in named}).label(school_year_of(anchor))
            yield ReminderItem(
                subject=row["public_id"],
                anchor_date=anchor,
                recipient=to,
                variables={"class": label, "n": str(counts[row["pk"]])},
                path=path,
            )


# -- what is found


def in_care() -> Any:
    """Open files of pupils still at the school."""
    return Child.objects.filter(closed_on__isnull=True, pupil__state=PupilState.ENROLLED)


def _numbers(**wanted: Any) -> Any:
    return PhoneNumber.objects.filter(pupil=OuterRef("pupil"), **wanted)


def _last_check(**wanted: Any) -> Subquery:
    """The newest day on which a number of the family was rung, or rung with one result."""
    checked = _numbers(verified_on__isnull=False, **wanted).order_by().values("pupil")
    return Subquery(checked.annotate(last=Max("verified_on")).values("last"))


def find_old_numbers(window: DateWindow) -> Iterator[ReminderItem]:
    """Children with a number that worked, by the day it is to be made sure of again: half a year after the last."""
    children = in_care().annotate(checked_on=_last_check(verification=VerificationResult.VALID))
    before = replace(window, begins=window.begins - HALF_A_YEAR, ends=window.ends - HALF_A_YEAR)
    for item in to_class_teachers(before, children, "checked_on"):
        yield replace(item, anchor_date=item.anchor_date + HALF_A_YEAR)


def find_without_number(window: DateWindow) -> Iterator[ReminderItem]:
    """Children without any number that is known to work: never rung, or wrong, dead, refused when it was."""
    works = _numbers(verification=VerificationResult.VALID)
    bad = Coalesce(_last_check(), "opened_on")
    children = in_care().filter(~Exists(works)).annotate(checked_on=Greatest(bad, "opened_on"))
    yield from to_class_teachers(window, children, "checked_on")


def find_stale_cards(window: DateWindow) -> Iterator[ReminderItem]:
    """Children whose card no longer says how things are, by the day it went stale."""
    cards = ContactCard.objects.filter(child=OuterRef("pk"))
    went = cards.order_by().values("child").annotate(last=Max("stale_on")).values("last")
    children = in_care().filter(~Exists(cards.filter(stale_on__isnull=True))).annotate(stale_on=Subquery(went))
    yield from to_class_teachers(window, children, "stale_on")


def find_spring_numbers(window: DateWindow) -> Iterator[ReminderItem]:
    """Classes with children whose numbers nobody rang since 腊月廿三, in the weeks parents are home."""
    for feast in public_holidays():
        if window.today <= feast.ends and window.begins <= feast.begins <= window.ends:
            escalation_level = _numbers(verified_on__range=(feast.begins, feast.ends))
            yield from by_class(in_care().filter(~Exists(escalation_level)), feast.begins, "/children/")


register(
    ReminderKind(
        key="children.numbers_to_verify",
        title=_("联系卡电话待核实"),
        variables={"day": _("上次核实的日子")},
        default_texts={
            "zh-hans": ("有一个孩子家里的电话半年没有核实", "上次核实是{day}。请打一次，把结果记在联系卡上。"),
            "en": (
                "A family's number is to be checked",
                "Last checked on {day}. Please ring once, note the result.",
            ),
        },
        find_items=find_old_numbers,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=0,
            repeat_every_days=14,
            repeat_until_days=84,
            day_counting=DayCounting.CALENDAR,
            expires_after_hours=72,
        ),
    ),
    ReminderKind(
        key="children.number_missing",
        title=_("家里电话打不通或没有核实"),
        variables={"day": _("最近一次核实或建档的日子")},
        default_texts={
            "zh-hans": ("有一个孩子家里没有打得通的电话", "{day}以来没有打通过。请问到新的号码，核实后登记。"),
            "en": ("A family has no number that works", "Not reached since {day}. Please ask for one and check it."),
        },
        find_items=find_without_number,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=3,
            repeat_every_days=5,
            repeat_until_days=30,
            channels=(Channel.INBOX, Channel.EMAIL),
            escalation_days=(5, 10, 15),
            expires_after_hours=72,
        ),
    ),
    ReminderKind(
        key="children.card_stale",
        title=_("联系卡要重新填发"),
        variables={"day": _("资料变动的日子")},
        default_texts={
            "zh-hans": ("有一张联系卡要重新填发", "家里情况{day}有变动，卡上还是旧的。请核对后重新填发。"),
            "en": ("A contact card is to be issued anew", "The family's details changed on {day}. Check and issue it."),
        },
        find_items=find_stale_cards,
        defaults=DefaultSettings(
            send_at=MORNING, offset_days=2, repeat_every_days=5, repeat_until_days=20, expires_after_hours=48
        ),
    ),
    ReminderKind(
        key="children.spring_numbers",
        title=_("春节返乡核验"),
        variables={"class": _("班级"), "n": _("还没有核实电话的孩子人数")},
        default_texts={
            "zh-hans": ("{class}还有 {n} 名孩子的电话待春节核验", "父母这几天在家，请打一次电话，核对号码和务工地。"),
            "en": ("{class}: {n} families' numbers to check", "Parents are home these days: ring once, check numbers."),
        },
        find_items=find_spring_numbers,
        defaults=DefaultSettings(
            send_at=time(9, 0),
            offset_days=0,
            repeat_every_days=5,
            repeat_until_days=20,
            day_counting=DayCounting.CALENDAR,
            expires_after_hours=48,
        ),
    ),
)
