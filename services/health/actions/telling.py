"""Who is told of a checkup's day: guardians by text message, class teachers and the school in their inbox.

A message names the child, the day and the breakfast: nothing of health, poverty or family (design §2).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from services.access.models import Membership
from services.access.roles import Role
from services.children.choices import ContactOf, Verified
from services.children.models import Contact, Pupil
from services.health.models import Appointment, Campaign, Checkup, Finding
from services.kit import clock
from services.notify import outbox
from services.notify.choices import Audience, Channel
from services.notify.outbox import Wanted
from services.schools.models import SchoolClass

DAY = "checkup.day"
PLANNED = "checkup.planned"
FOUND = "checkup.found"
LONGEST_NAME = 20  # keeps signature and sentence within one part of a text message
WHO_FIRST = [ContactOf.CARER, ContactOf.MOTHER, ContactOf.FATHER]  # who gives the breakfast
DEAD_NUMBERS = {Verified.EMPTY, Verified.OFF, Verified.SOMEBODY_ELSE}


def tell(
    *, campaign: Campaign, changed: Collection[Checkup], former: Mapping[int, date], now: datetime, settled: bool
) -> int:
    """Put a notice for everybody whose day is new or has moved; how many. `former`: the day told before, by pupil."""
    by_school: dict[Any, list[Checkup]] = defaultdict(list)
    for checkup in changed:
        by_school[checkup.school_id].append(checkup)
    put = 0
    for school, checkups in by_school.items():
        wanted = [
            *_guardians(campaign, school, checkups, former, now),
            *_teachers(campaign, school, checkups, now),
            *_school(campaign, school, checkups, now),
        ]
        put += outbox.put_many(_finished(wanted, campaign, school, settled))
    return put


def tell_of_findings(*, findings: Collection[Finding], now: datetime) -> int:
    """Whoever follows findings hears once a day that there are new ones; what they are stands on the page."""
    if not findings:
        return 0
    today = clock.day_of(now)
    first = next(iter(findings))
    return outbox.put_many(
        Wanted(
            dedupe_key=f"{FOUND}:{first.school_id}:{today}:{user}",
            kind=FOUND,
            title=_("今天的体检有需要跟进的结果"),
            body=_("请在体检页查看名单，通知家长并跟进到销号。"),
            path="/findings/",
            to_user_id=user,
            now=now,
            county_id=first.county_id,
            school_id=first.school_id,
        )
        for user in _leaders(first.county_id, first.school_id, today)
    )


def _guardians(
    campaign: Campaign, school: int, checkups: Collection[Checkup], former: Mapping[int, date], now: datetime
) -> Iterator[Wanted]:
    days = {each.pupil_id: each.appointment.date for each in checkups}
    phones = _phones(school, days)
    for pupil in Pupil.objects.filter(pk__in=phones, school_id=school).only("pk", "public_id", "name"):
        words = _moved() if pupil.pk in former else _first()
        yield Wanted(
            dedupe_key=f"{DAY}:{_run(campaign)}:{pupil.public_id}",
            kind=DAY,
            title=words % {"name": pupil.name[:LONGEST_NAME], **_day(days[pupil.pk])},
            phone=phones[pupil.pk],
            channels=(Channel.SMS,),
            audience=Audience.CARER,
            now=now,
        )


def _first() -> str:
    return _("%(name)s同学%(month)d月%(day)d日在校体检，请早餐后到校。")


def _moved() -> str:
    return _("%(name)s同学的体检改到%(month)d月%(day)d日在校进行，请早餐后到校。")


def _phones(school: int, pupils: Iterable[int]) -> dict[int, str]:
    """The number to try first, by pupil; who has none is missing."""
    best: dict[int, Contact] = {}
    rows = Contact.objects.filter(school_id=school, pupil_id__in=list(pupils)).exclude(verified__in=DEAD_NUMBERS)
    for contact in sorted(rows, key=lambda row: (WHO_FIRST.index(ContactOf(row.of)), row.order, row.pk)):
        best.setdefault(contact.pupil_id, contact)
    return {pupil: contact.unseal("phone") for pupil, contact in best.items()}


def _teachers(campaign: Campaign, school: int, checkups: Iterable[Checkup], now: datetime) -> Iterator[Wanted]:
    appointments: dict[int, Appointment] = {each.appointment_id: each.appointment for each in checkups}
    classes = SchoolClass.objects.filter(
        school_id=school, pk__in=[each.school_class_id for each in appointments.values()]
    ).select_related("class_teacher")
    known = {each.pk: each for each in classes}
    for each in appointments.values():
        school_class = known[each.school_class_id]
        teacher = school_class.class_teacher
        if teacher is None or teacher.user_id is None:
            continue
        label = school_class.label(campaign.term.school_year)
        yield Wanted(
            dedupe_key=f"checkup.class:{_run(campaign)}:{each.public_id}",
            kind=PLANNED,
            title=_("%(label)s%(month)d月%(day)d日体检") % {"label": label, **_day(each.date)},
            body=_("共 %(n)d 人，请提前告诉学生。") % {"n": each.expected},
            path=_path(campaign),
            to_user_id=teacher.user_id,
            now=now,
        )


def _school(campaign: Campaign, school: int, checkups: Collection[Checkup], now: datetime) -> Iterator[Wanted]:
    days = sorted({each.appointment.date for each in checkups})
    counts = {"classes": len({each.appointment_id for each in checkups}), "pupils": len(checkups), **_day(days[0])}
    for user in _leaders(campaign.county_id, school, clock.day_of(now)):
        yield Wanted(
            dedupe_key=f"{PLANNED}:{_run(campaign)}:{school}:{user}",
            kind=PLANNED,
            title=_("体检已排期：%(month)d月%(day)d日起") % counts,
            body=_("%(classes)d 个班共 %(pupils)d 人，各班日期请看体检页。") % counts,
            path=_path(campaign),
            to_user_id=user,
            now=now,
        )


def _leaders(county: int | None, school: int | None, today: date) -> list[int]:
    """Users who are head or admin of a school on a day."""
    rows = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today),
        county=county,
        school=school,
        role__in=[Role.SCHOOL_ADMIN, Role.HEAD],
        since__lte=today,
    )
    return list(rows.order_by("user_id").values_list("user_id", flat=True).distinct())


def _finished(wanted: Iterable[Wanted], campaign: Campaign, school: int, settled: bool) -> Iterator[Wanted]:
    for each in wanted:
        yield replace(each, county_id=campaign.county_id, school_id=school, settled=settled)


def _run(campaign: Campaign) -> str:
    """Campaign and planning: a day that has moved is told again, a planning run twice tells once."""
    return f"{campaign.public_id}:{campaign.job_id or campaign.planned_at}"


def _day(on: date) -> dict[str, int]:
    return {"month": on.month, "day": on.day}


def _path(campaign: Campaign) -> str:
    return f"/campaigns/{campaign.public_id}/"
