"""Reminder kinds of the assessment: steps of a round that somebody has to take."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import product

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from services.access.roles import Role
from services.assessment.choices import RoundState
from services.assessment.models import AssessmentResult, AssessmentRound
from services.kit import clock
from services.reminders import recipients
from services.reminders.choices import CatchUp, DayCounting
from services.reminders.directory import Directory, Recipient, next_recipient
from services.reminders.kinds import (
    INBOX_AND_EMAIL,
    MORNING,
    DateWindow,
    DefaultSettings,
    ReminderItem,
    ReminderKind,
    register,
)

CONFIRM_WITHIN = timedelta(days=7)  # after the day the results were computed
_VARIABLES: dict[str, Promise | str] = {"round": _("考核的季度"), "day": _("日期")}


def find_ending(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Open rounds by the last day of their quarter, for heads and administrators: later records do not count."""
    rounds = AssessmentRound.objects.filter(state=RoundState.OPEN, ends_on__range=(window.begins, window.ends))
    for round_, school_id in product(rounds, directory.schools):
        for recipient in directory.of_role(school_id, Role.HEAD, Role.SCHOOL_ADMIN):
            yield _item(round_, school_id, round_.ends_on, round_.ends_on, recipient)


def find_unconfirmed(window: DateWindow, directory: Directory) -> Iterator[ReminderItem]:
    """Results a school has not confirmed, by the day they were computed, for those who may confirm."""
    computed = AssessmentRound.objects.filter(state=RoundState.COMPUTED, computed_at__isnull=False)
    rounds = {round_.pk: round_ for round_ in computed}
    unconfirmed = AssessmentResult.objects.filter(round__in=list(rounds), confirmed_at__isnull=True)
    for round_id, school_id in unconfirmed.order_by("round", "school").values_list("round", "school").distinct():
        round_ = rounds[round_id]
        computed_on = clock.local_date(round_.computed_at or window.now)
        if window.begins <= computed_on <= window.ends:
            for recipient in directory.of_role(school_id, Role.SCHOOL_ADMIN, Role.HEAD):
                escalate_to = next_recipient(recipient, directory.head(school_id))
                yield _item(round_, school_id, computed_on, computed_on + CONFIRM_WITHIN, recipient, escalate_to)


def find_unpublished(window: DateWindow, _directory: Directory) -> Iterator[ReminderItem]:
    """Rounds that every school has confirmed, by the day of the last confirmation, for the county's lead officer."""
    rounds = AssessmentRound.objects.filter(state=RoundState.CONFIRMED).annotate(
        last_confirmed_at=Max("results__confirmed_at")
    )
    leads = recipients.officers(window.today, Role.COUNTY_LEAD) if rounds else []
    for round_ in rounds:
        confirmed_on = clock.local_date(round_.last_confirmed_at)
        if window.begins <= confirmed_on <= window.ends:
            for recipient in leads:
                yield _item(round_, None, confirmed_on, confirmed_on, recipient)


def _item(
    round_: AssessmentRound,
    school_id: int | None,
    anchor_date: date,
    day: date,
    recipient: Recipient,
    escalate_to: Recipient | None = None,
) -> ReminderItem:
    return ReminderItem(
        school_id=school_id,
        target_id=round_.public_id,
        anchor_date=anchor_date,
        recipient=recipient,
        variables={"round": str(round_.period), "day": recipients.format_day(day, recipient.language)},
        path=f"/assessment-rounds/{round_.public_id}/",
        escalate_to=escalate_to,
    )


register(
    ReminderKind(
        key="assessment.quarter_ends",
        title=_("季度考核快截止"),
        recipients=_("校长、学校管理员"),
        variables=_VARIABLES,
        default_texts={
            "zh-hans": ("{round}考核截至{day}", "没有记下的谈心、家访和通话，请在这一天前补记；之后的不计入。"),
            "en": (
                "{round}: the quarter ends on {day}",
                "Please record by then what was done; later ones do not count.",
            ),
        },
        find_items=find_ending,
        defaults=DefaultSettings(
            send_at=MORNING, offset_days=-5, repeat_every_days=4, repeat_until_days=-1, channels=INBOX_AND_EMAIL
        ),
    ),
    ReminderKind(
        key="assessment.to_confirm",
        title=_("考核结果待学校确认"),
        recipients=_("校长、学校管理员"),
        variables=_VARIABLES,
        default_texts={
            "zh-hans": ("{round}考核结果请在{day}前确认", "请逐项核对，有出入先补记或更正，再点“确认”。"),
            "en": ("{round}: please confirm by {day}", "Check each line, correct any errors first, then confirm."),
        },
        find_items=find_unconfirmed,
        defaults=DefaultSettings(
            send_at=MORNING,
            offset_days=1,
            repeat_every_days=2,
            repeat_until_days=10,
            channels=INBOX_AND_EMAIL,
            escalation_days=(2, 3, 5),
            expires_after_hours=48,
        ),
    ),
    ReminderKind(
        key="assessment.to_publish",
        title=_("考核结果待公布"),
        recipients=_("县级负责人"),
        variables=_VARIABLES,
        default_texts={
            "zh-hans": ("{round}考核各校已确认，待公布", "最后一所学校{day}确认。公布后结果不能再改。"),
            "en": (
                "{round}: confirmed by all schools",
                "The last one did on {day}. Once published, results are final.",
            ),
        },
        find_items=find_unpublished,
        defaults=DefaultSettings(
            send_at=time(8, 30),
            offset_days=1,
            repeat_every_days=3,
            repeat_until_days=30,
            day_counting=DayCounting.CALENDAR,
            channels=INBOX_AND_EMAIL,
            catch_up=CatchUp.LATEST,
            expires_after_hours=72,
        ),
        tenant_level="county",
    ),
)
