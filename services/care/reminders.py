"""Kinds of notice of this room: work due and late, a child nobody has been in touch with, hand-over, vetting, 春节家访.

A notice to staff names no child: it may travel by mail. Its page does.
"""

from collections.abc import Iterator
from datetime import time
from functools import partial
from typing import Any

from django.db.models import Exists, FilteredRelation, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.access.models import Membership
from services.care import queries
from services.care.models import CareRecord, Pairing
from services.children.choices import PupilState
from services.children.models import Child
from services.children.reminders import CLASS_TEACHER, by_class, of_child, to_admins
from services.notify import people
from services.notify.catalogue import Item, Kind, Usual, Window, offer
from services.notify.choices import CatchUp, Channel, DayKind
from services.plans.choices import Duty
from services.schools.calendar import feasts

MORNING = time(7, 40)  # after the quiet hours, before the first lesson
BY_MAIL = (Channel.INBOX, Channel.EMAIL)
LADDER = (2, 4, 7)  # school days without an answer: again, class teacher or head, county
DUE_ON: dict[str, Promise | str] = {"due_on": _("到期日")}

_CALLED = {
    Duty.TALK: ("谈心谈话", "A talk"),
    Duty.HOME_VISIT: ("家访", "A home visit"),
    Duty.CALL: ("与家长通话", "A call to the parents"),
    Duty.DIARY: ("成长日记", "A diary page"),
}
_TITLES: dict[Duty, tuple[Promise | str, Promise | str]] = {
    Duty.TALK: (_("谈心谈话到期"), _("谈心谈话逾期")),
    Duty.HOME_VISIT: (_("家访到期"), _("家访逾期")),
    Duty.CALL: (_("与家长通话到期"), _("与家长通话逾期")),
    Duty.DIARY: (_("成长日记到期"), _("成长日记逾期")),
}


# -- due and overdue work

LATE = [f"care.{duty}.late" for duty in Duty]


def find_work(duty: Duty, window: Window) -> Iterator[Item]:
    """Work not done, by its day, to the teacher who owes it. Put off (稍后), it is left in peace until then."""
    teacher, leads = "staff__", f"child__{CLASS_TEACHER}"
    work = queries.waiting(window.today).filter(duty=duty, due_on__range=(window.begins, window.ends))
    rows = (
        work.filter(staff__user__isnull=False, staff__is_active=True)
        .exclude(later_until__gt=window.today)
        .order_by("due_on", "pk")
        .values(
            "public_id",
            "due_on",
            "child__public_id",
            *people.staff_columns(teacher),
            *people.staff_columns(leads),
        )
    )
    head = people.head(window.today)
    for row in rows:
        if to := people.staff(row, teacher):
            yield Item(
                subject=row["public_id"],
                anchor=row["due_on"],
                to=to,
                variables={"due_on": people.day_words(row["due_on"], to.language)},
                path=f"/record/children/{row['child__public_id']}/?duty={duty}",
                child=row["child__public_id"],
                next_to=people.another(to, people.staff(row, leads), head),
            )


def _kinds_of(duty: Duty) -> Iterator[Kind]:
    due, late = _TITLES[duty]
    chinese, english = _CALLED[duty]
    yield Kind(
        key=f"care.{duty}.due",
        title=due,
        variables=DUE_ON,
        words={
            "zh-hans": (f"{chinese}{{due_on}}到期", "打开“今天”可以看到是哪个孩子，做完后记一笔，提醒就停了。"),
            "en": (
                f"{english} is due on {{due_on}}",
                "Today's page shows for which child. A record ends this.",
            ),
        },
        find=partial(find_work, duty),
        usual=Usual(at=MORNING, channels=BY_MAIL, catch_up=CatchUp.LATEST, expires_hours=12),
    )
    yield Kind(
        key=f"care.{duty}.late",
        title=late,
        variables=DUE_ON,
        words={
            "zh-hans": (f"{chinese}已逾期 {{days}} 天", "原定{due_on}完成。做完后记一笔；暂时做不了，请写明原因缓办。"),
            "en": (f"{english} is {{days}} days late", "Due on {due_on}. Record it, or put it off and say why."),
        },
        find=partial(find_work, duty),
        usual=Usual(at=MORNING, first=1, every=5, until=20, channels=BY_MAIL, ladder=LADDER, expires_hours=24),
    )


# -- a child nobody has been in touch with


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


# -- hand-over


def find_unpaired(window: Window) -> Iterator[Item]:
    """Children whose pairing has ended and who have nobody since."""
    ended = Pairing.objects.filter(child=OuterRef("pk"), ended_at__isnull=False).order_by("-ended_at")
    rows = (
        queries.children_to_pair()
        .annotate(left_on=TruncDate(Subquery(ended.values("ended_at")[:1])))
        .filter(left_on__gte=window.begins, left_on__lte=window.ends)
        .order_by("left_on", "pk")
        .values("public_id", "left_on")
    )
    yield from to_admins(window, ((row["public_id"], row["left_on"]) for row in rows))


def find_carer_left(window: Window) -> Iterator[Item]:
    """Children still paired with somebody who no longer works here."""
    mine = Membership.objects.filter(staff=OuterRef("carer__staff"))
    still_here = mine.filter(Q(until__isnull=True) | Q(until__gt=window.today))
    rows = (
        queries.open_pairings()
        .filter(~Exists(still_here), child__closed_on__isnull=True)
        .annotate(left_on=Subquery(mine.values("staff").annotate(last=Max("until")).values("last")))
        .filter(left_on__range=(window.begins, window.ends))
        .order_by("left_on", "pk")
        .values("child__public_id", "left_on")
    )
    yield from to_admins(window, ((row["child__public_id"], row["left_on"]) for row in rows))


# -- vetting


def find_vettings(window: Window) -> Iterator[Item]:
    """The newest check of each person who works here, by its last day."""
    rows = (
        queries.vettings_in_force()
        .filter(valid_until__range=(window.begins, window.ends), staff__is_active=True)
        .order_by("valid_until", "pk")
        .values("public_id", "valid_until", "staff__name")
    )
    admins, head = people.admins(window.today), people.head(window.today)
    for row in rows:
        for to in admins:
            yield Item(
                subject=row["public_id"],
                anchor=row["valid_until"],
                to=to,
                variables={
                    "staff": row["staff__name"],
                    "day": people.day_words(row["valid_until"], to.language),
                },
                path="/staff/",
                next_to=people.another(to, head),
            )


# -- 春节返乡: parents are home


def find_spring_visits(window: Window) -> Iterator[Item]:
    """Classes with children nobody has visited since 腊月廿三, in the weeks parents are home; to the class teacher."""
    for feast in feasts():
        if window.today > feast.ends or not window.begins <= feast.begins <= window.ends:
            continue
        visited = CareRecord.objects.filter(
            child=OuterRef("pk"), duty=Duty.HOME_VISIT, happened_on__range=(feast.begins, feast.ends)
        )
        children = Child.objects.filter(~Exists(visited), closed_on__isnull=True, pupil__state=PupilState.ENROLLED)
        yield from by_class(children, feast.begins, "/today/")


offer(
    *(kind for duty in Duty for kind in _kinds_of(duty)),
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
    Kind(
        key="care.unpaired",
        title=_("结对交接：孩子待结对"),
        variables={"day": _("解除结对的日子")},
        words={
            "zh-hans": ("有一个孩子解除结对后还没有新的教师", "{day}解除结对。请尽快安排新的结对教师。"),
            "en": ("A child has had no teacher since {day}", "The pairing ended. Please find another teacher."),
        },
        find=find_unpaired,
        usual=Usual(at=MORNING, first=1, every=5, until=30, channels=BY_MAIL, ladder=LADDER),
    ),
    Kind(
        key="care.carer_left",
        title=_("结对交接：结对教师已离校"),
        variables={"day": _("教师离校的日子")},
        words={
            "zh-hans": ("有一个孩子的结对教师已离校", "教师{day}起不在本校。请解除结对，安排新的教师。"),
            "en": ("A child's teacher has left the school", "Gone since {day}. Please end the pairing, find another."),
        },
        find=find_carer_left,
        usual=Usual(at=MORNING, first=0, every=5, until=30, channels=BY_MAIL, ladder=LADDER),
    ),
    Kind(
        key="care.vetting_ends",
        title=_("入职查询快到期"),
        variables={"staff": _("教职工姓名"), "day": _("到期日")},
        words={
            "zh-hans": ("{staff}的入职查询{day}到期", "请在到期前重新查询并登记。"),
            "en": ("{staff}: vetting ends on {day}", "Please have it renewed before that day."),
        },
        find=find_vettings,
        usual=Usual(
            at=MORNING, first=-30, every=23, until=-7, days=DayKind.CALENDAR, channels=BY_MAIL, expires_hours=72
        ),
    ),
    Kind(
        key="care.vetting_ended",
        title=_("入职查询已到期"),
        variables={"staff": _("教职工姓名"), "day": _("到期日")},
        words={
            "zh-hans": ("{staff}的入职查询已到期", "{day}到期。重新查询前，请不要安排单独接触孩子。"),
            "en": ("{staff}: vetting has ended", "It ended on {day}. No time alone with children until renewed."),
        },
        find=find_vettings,
        usual=Usual(
            at=MORNING,
            first=0,
            every=7,
            until=28,
            days=DayKind.CALENDAR,
            channels=BY_MAIL,
            ladder=(1, 2, 4),
            catch_up=CatchUp.ALL,
            expires_hours=168,
        ),
    ),
    Kind(
        key="care.spring_visits",
        title=_("春节返乡家访"),
        variables={"class": _("班级"), "n": _("还没有家访的孩子人数")},
        words={
            "zh-hans": ("{class}还有 {n} 名孩子春节没有家访", "父母在家的这几天最好：见见父母，核对电话，谈谈照护。"),
            "en": (
                "{class}: {n} homes to visit this festival",
                "Parents are home: meet them, check numbers.",
            ),
        },
        find=find_spring_visits,
        usual=Usual(at=time(9, 0), first=1, every=5, until=20, days=DayKind.CALENDAR, expires_hours=48),
    ),
)
