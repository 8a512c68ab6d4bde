"""Reminders to families of their child's checkup, some days before and the evening before.

A message to a family names school, given name and day: nothing of health, poverty or family (domain: 请联系班主任). It
goes only to a verified number.
"""

from collections.abc import Collection, Iterator
from datetime import time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.children.choices import PhoneOwner, PupilState, VerificationResult
from services.children.models import PhoneNumber
from services.children.names import given_name
from services.health.choices import CampaignState, CheckupState
from services.health.models import Checkup
from services.notify.choices import Audience, Channel
from services.reminders import recipients
from services.reminders.choices import CatchUp, DayCounting
from services.reminders.directory import Directory, Recipient
from services.reminders.kinds import DateWindow, DefaultSettings, ReminderItem, ReminderKind, register

GUARDIANS_AVAILABLE_FROM = time(8, 30)
SHORT_SCHOOL, SHORT_NAME = 10, 4  # characters: one SMS holds 70 with its signature, a longer one is charged twice
WHO_FIRST = [
    PhoneOwner.GUARDIAN,
    PhoneOwner.GUARDIAN_2,
    PhoneOwner.MOTHER,
    PhoneOwner.FATHER,
]  # whoever lives with the child gives the breakfast
_OF_FAMILY: dict[str, Promise | str] = {"school": _("学校"), "name": _("孩子的名字"), "day": _("体检日")}


def find_families(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Pupils still to be examined, to the family's first verified number. Anchor: the day of the class."""
    # By pupil: with two campaigns in the window the later day wins, and the family gets one message.
    rows = {
        row["pupil_id"]: row
        for row in Checkup.objects.filter(
            state=CheckupState.EXPECTED,
            appointment__date__range=(window.begins, window.ends),
            campaign__state=CampaignState.SCHEDULED,
            pupil__state=PupilState.ENROLLED,
        )
        .order_by("appointment__date", "-pk")
        .values("school_id", "public_id", "pupil_id", "pupil__name", "pupil__child__public_id", "appointment__date")
    }
    for pupil_id, to in _families(rows).items():
        row = rows[pupil_id]
        school = directory.schools[row["school_id"]].name[:SHORT_SCHOOL]
        name = given_name(row["pupil__name"])[:SHORT_NAME]
        yield ReminderItem(
            school_id=row["school_id"],
            target_id=row["public_id"],
            anchor_date=row["appointment__date"],
            recipient=Recipient(
                name=f"{name}（{PhoneOwner(to.owner).label}）",
                phone=to.unseal("number"),
                audience=Audience.GUARDIAN,
                works_from=to.works_from,
                works_until=to.works_until,
            ),
            variables={"school": school, "name": name, "day": recipients.format_day(row["appointment__date"])},
            child=row["pupil__child__public_id"],
        )


def _families(pupils: Collection[int]) -> dict[int, PhoneNumber]:
    """The number to use, by pupil id; without a verified number a pupil is left out."""
    best: dict[int, PhoneNumber] = {}
    # A wrong number would tell a stranger a child's name and school.
    rows = PhoneNumber.objects.filter(pupil_id__in=pupils, verification=VerificationResult.VALID)
    for phone in sorted(rows, key=lambda row: (WHO_FIRST.index(PhoneOwner(row.owner)), row.order, row.pk)):
        best.setdefault(phone.pupil_id, phone)
    return best


register(
    ReminderKind(
        key="health.family_invited",
        title=_("体检通知家长"),
        recipients=_("家长"),
        default_texts={
            "zh-hans": ("{school}：{name}{day}在校体检", "请早餐后到校。有疑问请联系班主任。"),
            "en": ("{school}: {name}, checkup {day}", "Breakfast first. Ask teachers."),
        },
        defaults=DefaultSettings(
            send_at=GUARDIANS_AVAILABLE_FROM,
            offset_days=-3,
            channels=(Channel.SMS,),
            catch_up=CatchUp.LATEST,
            expires_after_hours=36,
        ),
        find_items=find_families,
        audience=Audience.GUARDIAN,
        variables=_OF_FAMILY,
    ),
    ReminderKind(
        key="health.family_day_before",
        title=_("体检前一天提醒家长"),
        recipients=_("家长"),
        default_texts={
            "zh-hans": ("{school}：明天{day}{name}在校体检", "请早餐后到校。有疑问请联系班主任。"),
            "en": ("{school}: {name}, checkup tomorrow", "Breakfast first. Ask teachers."),
        },
        defaults=DefaultSettings(
            send_at=time(18, 0),  # after work, and before the quiet hours
            offset_days=-1,
            day_counting=DayCounting.CALENDAR,
            channels=(Channel.SMS,),
            catch_up=CatchUp.LATEST,
            expires_after_hours=14,
        ),
        find_items=find_families,
        audience=Audience.GUARDIAN,
        variables=_OF_FAMILY,
    ),
)
