"""Kinds of notice of this room: who is invited to a checkup, who missed it, what was found and waits.

A message to a family names school, given name and day: nothing of health, poverty or family (domain: 请联系班主任). It
goes only to a number somebody has made sure of. A notice about findings counts them and says not what they are.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date, time
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.children.choices import ContactOf, PupilState, Verified
from services.children.models import Contact
from services.children.names import first_name
from services.health.choices import CampaignState, CheckupState, FindingState
from services.health.models import Appointment, Checkup, Finding
from services.notify import people
from services.notify.catalogue import Item, Kind, Person, Usual, Window, offer
from services.notify.choices import Audience, CatchUp, Channel, DayKind
from services.schools.kinds import school_here
from services.schools.models import School, SchoolClass

MORNING = time(7, 40)  # after the quiet hours, before the first lesson
CARERS_UP = time(8, 30)
SHORT_SCHOOL, SHORT_NAME = 10, 4  # characters; one part of a text message holds 70 with its signature
WHO_FIRST = [ContactOf.CARER, ContactOf.MOTHER, ContactOf.FATHER]  # who gives the breakfast
BY_MAIL = (Channel.INBOX, Channel.EMAIL)
_OF_FAMILY: dict[str, Promise | str] = {"school": _("学校"), "name": _("孩子的名字"), "day": _("体检日")}
_OF_CLASS: dict[str, Promise | str] = {"class": _("班级"), "day": _("体检日"), "n": _("人数")}


# -- families


def find_families(window: Window) -> Iterator[Item]:
    """Pupils still to be examined, by their class's day, to the family's first number that is known to work."""
    rows = {
        row["pupil_id"]: row
        for row in Checkup.objects.filter(
            state=CheckupState.EXPECTED,
            appointment__date__range=(window.begins, window.ends),
            campaign__state=CampaignState.SCHEDULED,
            pupil__state=PupilState.ENROLLED,
        )
        .order_by("appointment__date", "-pk")
        .values("public_id", "pupil_id", "pupil__name", "pupil__child__public_id", "appointment__date")
    }
    school = School.objects.only("name").get(pk=school_here()).name[:SHORT_SCHOOL] if rows else ""
    for pupil_id, to in _families(rows).items():
        row = rows[pupil_id]
        name = first_name(row["pupil__name"])[:SHORT_NAME]
        yield Item(
            subject=row["public_id"],
            anchor=row["appointment__date"],
            to=Person(
                name=f"{name}（{ContactOf(to.of).label}）",
                phone=to.unseal("phone"),
                audience=Audience.CARER,
                works_from=to.works_from,
                works_until=to.works_until,
            ),
            variables={"school": school, "name": name, "day": people.day_words(row["appointment__date"])},
            child=row["pupil__child__public_id"],
        )


def _families(pupils: Collection[int]) -> dict[int, Contact]:
    """The number to try first, by pupil; a pupil without a verified one is missing."""
    best: dict[int, Contact] = {}
    rows = Contact.objects.filter(pupil_id__in=pupils, verified=Verified.VALID)
    for contact in sorted(rows, key=lambda row: (WHO_FIRST.index(ContactOf(row.of)), row.order, row.pk)):
        best.setdefault(contact.pupil_id, contact)
    return best


# -- class teachers


def find_classes(window: Window) -> Iterator[Item]:
    """Classes with somebody still to be examined, by their day, to the class teacher."""
    yield from _classes(window, CheckupState.EXPECTED)


def find_absent(window: Window) -> Iterator[Item]:
    """Classes of which somebody was absent on their day and has not been examined since."""
    yield from _classes(window, CheckupState.ABSENT)


def _classes(window: Window, state: CheckupState) -> Iterator[Item]:
    teacher, named = "school_class__class_teacher__", ("entry_year", "entry_grade", "number")
    waiting = Count("checkups", filter=Q(checkups__state=state, checkups__pupil__state=PupilState.ENROLLED))
    rows = (
        Appointment.objects.filter(date__range=(window.begins, window.ends), campaign__state=CampaignState.SCHEDULED)
        .annotate(n=waiting)
        .filter(n__gt=0)
        .order_by("date", "pk")
    )
    columns = [f"school_class__{name}" for name in named] + people.staff_columns(teacher)
    keys = ("public_id", "date", "n", "campaign__public_id", "campaign__term__school_year")
    for row in rows.values(*keys, *columns):
        if to := people.staff(row, teacher):
            found = SchoolClass(**{name: row[f"school_class__{name}"] for name in named})
            yield Item(
                subject=row["public_id"],
                anchor=row["date"],
                to=to,
                variables={
                    "class": found.label(row["campaign__term__school_year"]),
                    "day": people.day_words(row["date"], to.language),
                    "n": str(row["n"]),
                },
                path=f"/campaigns/{row['campaign__public_id']}/",
            )


# -- findings


def find_untold(window: Window) -> Iterator[Item]:
    """Findings whose family has not been told, by the day they were found."""
    rows = Finding.objects.filter(state=FindingState.OPEN, found_on__range=(window.begins, window.ends))
    yield from _findings(window, rows.values_list("found_on", flat=True))


def find_unfollowed(window: Window) -> Iterator[Item]:
    """Findings told of and not closed since, by the day of telling."""
    told = Finding.objects.filter(state__in=[FindingState.TOLD, FindingState.SEEN, FindingState.CANNOT_PAY])
    rows = told.filter(told_on__range=(window.begins, window.ends))
    yield from _findings(window, rows.values_list("told_on", flat=True))


def _findings(window: Window, days: Iterable[date | None]) -> Iterator[Item]:
    """One item a day and administrator: how many, and not what they are."""
    counts = Counter(day for day in days if day)
    if not counts:
        return
    here = School.objects.only("public_id").get(pk=school_here()).public_id
    admins, head = people.admins(window.today), people.head(window.today)
    for day in sorted(counts):
        for to in admins:
            yield Item(
                subject=_of_day(here, day),
                anchor=day,
                to=to,
                variables={"n": str(counts[day]), "day": people.day_words(day, to.language)},
                path="/findings/",
                next_to=people.another(to, head),
            )


def _of_day(school: UUID, day: date) -> UUID:
    """The findings of a school and day have no row of their own."""
    return uuid5(NAMESPACE_URL, f"findings:{school}:{day}")


offer(
    Kind(
        key="health.family_invited",
        title=_("体检通知家长"),
        words={
            "zh-hans": ("{school}：{name}{day}在校体检", "请早餐后到校。有疑问请联系班主任。"),
            "en": ("{school}: {name}, checkup {day}", "Breakfast first. Ask teachers."),
        },
        usual=Usual(at=CARERS_UP, first=-3, channels=(Channel.SMS,), catch_up=CatchUp.LATEST, expires_hours=36),
        find=find_families,
        audience=Audience.CARER,
        variables=_OF_FAMILY,
    ),
    Kind(
        key="health.family_day_before",
        title=_("体检前一天提醒家长"),
        words={
            "zh-hans": ("{school}：明天{day}{name}在校体检", "请早餐后到校。有疑问请联系班主任。"),
            "en": ("{school}: {name}, checkup tomorrow", "Breakfast first. Ask teachers."),
        },
        usual=Usual(
            at=time(18, 0),  # parents and carers are home
            first=-1,
            days=DayKind.CALENDAR,
            channels=(Channel.SMS,),
            catch_up=CatchUp.LATEST,
            expires_hours=14,
        ),
        find=find_families,
        audience=Audience.CARER,
        variables=_OF_FAMILY,
    ),
    Kind(
        key="health.class_invited",
        title=_("体检通知班主任"),
        variables=_OF_CLASS,
        words={
            "zh-hans": ("{class}{day}体检，共 {n} 人", "请提前告诉学生和家长，当天早餐后按时到场。"),
            "en": ("{class}: checkup on {day}, {n} pupils", "Please tell pupils and families in good time."),
        },
        find=find_classes,
        usual=Usual(at=MORNING, first=-5, channels=BY_MAIL, expires_hours=48),
    ),
    Kind(
        key="health.class_day_before",
        title=_("体检前一天提醒班主任"),
        variables=_OF_CLASS,
        words={
            "zh-hans": ("{class}{day}体检，还有 {n} 人待检", "请今天再提醒一次，安排好课和带队。"),
            "en": ("{class}: checkup on {day}, {n} pupils", "Please remind them today, and plan who takes them there."),
        },
        find=find_classes,
        usual=Usual(at=MORNING, first=-1, catch_up=CatchUp.LATEST, expires_hours=24),
    ),
    Kind(
        key="health.absent",
        title=_("体检缺席待补检"),
        variables=_OF_CLASS,
        words={
            "zh-hans": ("{class}有 {n} 人{day}缺检", "请和学校约定补检的日子，并通知本人。"),
            "en": ("{class}: {n} absent from the checkup", "Their day was {day}. Please arrange a day to make it up."),
        },
        find=find_absent,
        usual=Usual(at=MORNING, first=1, every=3, until=15, expires_hours=48),
    ),
    Kind(
        key="health.findings_untold",
        title=_("体检结果待通知家长"),
        variables={"n": _("项数"), "day": _("体检日")},
        words={
            "zh-hans": ("体检有 {n} 项还没有通知家长", "{day}起已 {days} 天。请在体检页逐项通知并登记。"),
            "en": ("{n} checkup matters to tell parents of", "Open since {day}. Please tell them and note it."),
        },
        find=find_untold,
        usual=Usual(at=MORNING, first=3, every=3, until=30, channels=BY_MAIL, ladder=(2, 4, 7), expires_hours=48),
    ),
    Kind(
        key="health.findings_unfollowed",
        title=_("体检事项待跟进"),
        variables={"n": _("项数"), "day": _("通知家长那天")},
        words={
            "zh-hans": ("体检有 {n} 项通知家长后还没有销号", "{day}通知的。请问一问进展，办好的请销号。"),
            "en": (
                "{n} checkup matters wait to be closed",
                "Parents were told on {day}. Ask, and close what is done.",
            ),
        },
        find=find_unfollowed,
        usual=Usual(
            at=MORNING, first=14, every=14, until=90, days=DayKind.CALENDAR, channels=BY_MAIL, expires_hours=72
        ),
    ),
)
