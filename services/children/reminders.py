"""Reminder kinds of this app.

Emergency accesses to review, numbers to verify, families without a number that works, contact cards to issue again,
and numbers to verify while parents are home for Spring Festival (春节返乡核验).

A reminder to staff names no child, because it may be an e-mail. The page it links to does.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from services.access.roles import Role
from services.children.choices import PupilState, VerificationResult
from services.children.models import Child, ContactCard, EmergencyAccess, PhoneNumber
from services.kit import clock
from services.notify.choices import Channel
from services.reminders import recipients
from services.reminders.choices import DayCounting
from services.reminders.directory import Directory, Recipient, next_recipient
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
from services.schools.calendar import spring_festivals
from services.schools.classes import class_label
from services.schools.models import SchoolClass
from services.schools.queries import school_year_of

# Parents' numbers change every year or so. Three days before a number stops counting as verified in figures and
# scores (assessment.measures.NUMBER_VERIFIED_WITHIN), so that a call at once loses nothing.
HALF_A_YEAR = timedelta(days=180)
CLASS_TEACHER = "pupil__school_class__class_teacher__"


# -- to whom a reminder about a child goes


def child_item(
    school_id: int,
    child: UUID,
    day: date,
    recipient: Recipient,
    escalate_to: Recipient | None,
    path: str = "/children/",
) -> ReminderItem:
    """An item about one child, who is named on its page below `path` only."""
    return ReminderItem(
        school_id=school_id,
        target_id=child,
        anchor_date=day,
        recipient=recipient,
        variables={"day": recipients.format_day(day, recipient.language)},
        path=f"{path}{child}/",
        child=child,
        escalate_to=escalate_to,
    )


def items_for_admins(directory: Directory, children: Iterable[tuple[int, UUID, date]]) -> Iterator[ReminderItem]:
    """Items about children, given with school and day, for each administrator of the school, escalated to the head."""
    for school_id, child, day in children:
        for recipient, escalate_to in directory.admins_then_head(school_id):
            yield child_item(school_id, child, day, recipient, escalate_to)


def items_for_class_teachers(
    window: DateWindow, directory: Directory, children: QuerySet[Child], day: str, path: str = "/children/"
) -> Iterator[ReminderItem]:
    """Items about children with a column `day` for their class teachers, else the administrators, then the head."""
    rows = children.filter(**{f"{day}__range": (window.begins, window.ends)}).order_by(day, "pk")
    for row in rows.values("school_id", "public_id", day, *recipients.staff_columns(CLASS_TEACHER)):
        teacher = recipients.staff(row, CLASS_TEACHER)
        admins, head = directory.admins(row["school_id"]), directory.head(row["school_id"])
        for recipient in [teacher] if teacher else admins:
            escalate_to = next_recipient(recipient, *admins, head)
            yield child_item(row["school_id"], row["public_id"], row[day], recipient, escalate_to, path)


def items_by_class(children: QuerySet[Child], anchor: date, path: str) -> Iterator[ReminderItem]:
    """One item for each class of these children that has a teacher, with the class's name and their number `n`."""
    counts = Counter(children.values_list("pupil__school_class_id", flat=True))
    teacher = "class_teacher__"
    columns = ("entry_year", "entry_grade", "number")
    rows = SchoolClass.objects.filter(pk__in=counts).order_by("pk")
    for row in rows.values("pk", "school_id", "public_id", *columns, *recipients.staff_columns(teacher)):
        if recipient := recipients.staff(row, teacher):
            label = class_label(**{name: row[name] for name in columns}, school_year=school_year_of(anchor))
            yield ReminderItem(
                school_id=row["school_id"],
                target_id=row["public_id"],
                anchor_date=anchor,
                recipient=recipient,
                variables={"class": label, "n": str(counts[row["pk"]])},
                path=path,
            )


# -- the items of each kind


def open_case_files() -> QuerySet[Child]:
    """Open case files of pupils still at the school."""
    return Child.objects.filter(closed_on__isnull=True, pupil__state=PupilState.ENROLLED)


def _numbers(*conditions: Q) -> QuerySet[PhoneNumber]:
    """The numbers of a child's family, for a subquery."""
    return PhoneNumber.objects.filter(*conditions, pupil=OuterRef("pupil"))


_IS_VALID = Q(verification=VerificationResult.VALID)


def _last_verified_on(*conditions: Q) -> Subquery:
    """The last day on which a number of the family was called."""
    called = _numbers(Q(verified_on__isnull=False), *conditions).order_by().values("pupil")
    return Subquery(called.annotate(last=Max("verified_on")).values("last"))


def find_numbers_to_verify(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Children with a valid number, dated half a year after it was verified last."""
    children = open_case_files().annotate(checked_on=_last_verified_on(_IS_VALID))
    # a number is due half a year after its last check: look for checks half a year ago
    before = replace(window, begins=window.begins - HALF_A_YEAR, ends=window.ends - HALF_A_YEAR)
    for item in items_for_class_teachers(before, directory, children, "checked_on"):
        yield replace(item, anchor_date=item.anchor_date + HALF_A_YEAR)


def find_missing_numbers(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Children without a valid number, dated by the last call in vain, or by the day the case file was opened."""
    # counted from the day the case file was opened, at the earliest
    last_call = Coalesce(_last_verified_on(), "opened_on")
    children = open_case_files().filter(~Exists(_numbers(_IS_VALID)))
    children = children.annotate(checked_on=Greatest(last_call, "opened_on"))
    yield from items_for_class_teachers(window, directory, children, "checked_on")


def find_stale_cards(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Children without a current contact card, dated by the day the last one went stale."""
    cards = ContactCard.objects.filter(child=OuterRef("pk"))
    last = cards.order_by().values("child").annotate(last=Max("stale_on")).values("last")
    children = open_case_files().filter(~Exists(cards.filter(stale_on__isnull=True)))
    yield from items_for_class_teachers(window, directory, children.annotate(stale_on=Subquery(last)), "stale_on")


def find_spring_numbers(window: DateWindow, _directory: Directory) -> Iterator[ReminderItem]:
    """Classes with families whom nobody has called since 腊月廿三, in the weeks in which parents are home."""
    for festival in spring_festivals():
        if window.today <= festival.ends and window.begins <= festival.begins <= window.ends:
            called = _numbers(Q(verified_on__range=(festival.begins, festival.ends)))
            yield from items_by_class(open_case_files().filter(~Exists(called)), festival.begins, "/children/")


def find_unreviewed_accesses(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Emergency accesses that are over and that nobody has reviewed, dated by their day, for the heads."""
    rows = EmergencyAccess.objects.filter(
        Q(ended_at__isnull=False) | Q(expires_at__lte=window.now), reviewed_at__isnull=True
    )
    for access in rows.order_by("pk").only("school_id", "public_id", "opened_at"):
        on = clock.local_date(access.opened_at)
        if not window.begins <= on <= window.ends:
            continue
        for recipient in directory.of_role(access.school_id, Role.HEAD):
            yield ReminderItem(
                school_id=access.school_id,
                target_id=access.public_id,
                anchor_date=on,
                recipient=recipient,
                variables={"day": recipients.format_day(on, recipient.language)},
                path=f"/emergency-accesses/{access.public_id}/",
            )


register(
    ReminderKind(
        key="children.emergency_access_unreviewed",
        title=_("紧急查看待复核"),
        recipients=_("校长"),
        variables={"day": _("查看的日子")},
        default_texts={
            "zh-hans": ("县里{day}的一次紧急查看还没有复核", "请打开看事由和看过的内容，给出结论。"),
            "en": (
                "An emergency access of {day} is to be reviewed",
                "Please read its reason and what was seen, and record your verdict.",
            ),
        },
        find_items=find_unreviewed_accesses,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=1,
            repeat_every_days=2,
            repeat_until_days=30,
            channels=INBOX_AND_EMAIL,
            escalation_days=DEFAULT_ESCALATION,
            expires_after_hours=48,
        ),
    ),
    ReminderKind(
        key="children.numbers_to_verify",
        title=_("联系卡电话待核实"),
        recipients=_("班主任，没有时学校管理员"),
        variables={"day": _("上次核实的日子")},
        default_texts={
            "zh-hans": ("有一个孩子家里的电话半年没有核实", "上次核实是{day}。请打一次，把结果记在联系卡上。"),
            "en": (
                "A family's number is to be checked",
                "Last checked on {day}. Please call once, note the result.",
            ),
        },
        find_items=find_numbers_to_verify,
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
        recipients=_("班主任，没有时学校管理员"),
        variables={"day": _("最近一次核实或建档的日子")},
        default_texts={
            "zh-hans": ("有一个孩子家里没有打得通的电话", "{day}以来没有打通过。请问到新的号码，核实后登记。"),
            "en": ("A family has no number that works", "Not reached since {day}. Please ask for one and check it."),
        },
        find_items=find_missing_numbers,
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
        recipients=_("班主任，没有时学校管理员"),
        variables={"day": _("资料变动的日子")},
        default_texts={
            "zh-hans": ("有一张联系卡要重新填发", "家里情况{day}有变动，卡上还是旧的。请核对后重新填发。"),
            "en": (
                "A contact card is to be issued again",
                "The family's details changed on {day}. Check and issue it.",
            ),
        },
        find_items=find_stale_cards,
        defaults=DefaultSettings(
            send_at=MORNING, offset_days=2, repeat_every_days=5, repeat_until_days=20, expires_after_hours=48
        ),
    ),
    ReminderKind(
        key="children.spring_numbers",
        title=_("春节返乡核验"),
        recipients=_("班主任"),
        variables={"class": _("班级"), "n": _("还没有核实电话的孩子人数")},
        default_texts={
            "zh-hans": ("{class}还有 {n} 名孩子的电话待春节核验", "父母这几天在家，请打一次电话，核对号码和务工地。"),
            "en": ("{class}: {n} families' numbers to check", "Parents are home these days: call once, check numbers."),
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
