"""What terms may say: each refusal names its field and what to do instead."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from services.kit.exceptions import ApplicationError
from services.notify import quiet_hours
from services.notify.choices import Audience, Channel, Urgency
from services.notify.requests import INTEGRATION_CHANNELS
from services.reminders.choices import CatchUp, DayCounting
from services.reminders.kinds import DefaultSettings, ReminderKind
from services.reminders.models import ReminderRule
from services.schools.scope import current

EARLIEST, LATEST = -60, 180  # days from the date; calendars.py knows more than that many school days
MAX_REPEAT_DAYS = 90
MAX_EXPIRY_HOURS = 7 * 24
MAX_LEVELS, MAX_ESCALATION_DAYS = 3, 60
SOME_DAY = date(2026, 9, 7)  # quiet hours are the same on every day
FIELDS = (
    "is_enabled",
    "offset_days",
    "repeat_every_days",
    "repeat_until_days",
    "day_counting",
    "send_at",
    "channels",
    "escalation_days",
    "catch_up",
    "expires_after_hours",
)


class InvalidRuleSettings(ApplicationError):
    """These terms make no rule."""


def validate_settings(kind: ReminderKind, base: DefaultSettings | Any = None, **terms: Any) -> ReminderRule:
    """Terms not yet written down: those of `base` (or the usual ones) with these changes. Raises UnfitTerms."""
    unknown = sorted(set(terms) - set(FIELDS))
    if unknown:
        raise InvalidRuleSettings(_("没有这一项：%(name)s。") % {"name": unknown[0]}, field=unknown[0])
    values = {name: getattr(base or kind.defaults, name) for name in FIELDS} | terms
    _check(kind, values)
    if not values["repeat_every_days"]:
        values["repeat_until_days"] = values["offset_days"]
    lists = {name: list(values[name]) for name in ("channels", "escalation_days")}
    return ReminderRule(kind=kind.key, county_id=current().county_id, **values | lists)  # a worker at large has none


def _check(kind: ReminderKind, values: Mapping[str, Any]) -> None:
    _check_days(values)
    _check_choices(values)
    _check_groups(kind, values["channels"])
    _check_hour(kind, values["send_at"], values["channels"])
    _check_ladder(list(values["escalation_days"]))


def _check_days(values: Mapping[str, Any]) -> None:
    for name in ("offset_days", "repeat_until_days"):
        if not EARLIEST <= values[name] <= LATEST:
            limits = {"earliest": -EARLIEST, "latest": LATEST}
            raise InvalidRuleSettings(_("只能在日期前 %(earliest)d 天至后 %(latest)d 天之内。") % limits, field=name)
    if not 0 <= values["repeat_every_days"] <= MAX_REPEAT_DAYS:
        raise InvalidRuleSettings(
            _("间隔是 0 至 %(most)d 天，0 表示只提醒一次。") % {"most": MAX_REPEAT_DAYS}, field="repeat_every_days"
        )
    if values["repeat_every_days"] and values["repeat_until_days"] < values["offset_days"]:
        raise InvalidRuleSettings(_("最后一次不能早于第一次，请把截止天数改大。"), field="repeat_until_days")
    if not 1 <= values["expires_after_hours"] <= MAX_EXPIRY_HOURS:
        raise InvalidRuleSettings(
            _("过期时间是 1 至 %(most)d 小时。") % {"most": MAX_EXPIRY_HOURS}, field="expires_after_hours"
        )


def _check_choices(values: Mapping[str, Any]) -> None:
    channels = list(values["channels"])
    if not channels:
        raise InvalidRuleSettings(_("请至少选一个渠道。"), field="channels")
    unknown = [each for each in channels if each not in Channel.values]
    if unknown or len(set(channels)) != len(channels):
        raise InvalidRuleSettings(
            _("渠道不认识或重复：%(name)s。") % {"name": (unknown or channels)[0]}, field="channels"
        )
    if values["day_counting"] not in DayCounting.values:
        raise InvalidRuleSettings(_("请选上学日或日历日。"), field="day_counting")
    if values["catch_up"] not in CatchUp.values:
        raise InvalidRuleSettings(_("请选错过后怎么补。"), field="catch_up")


def _check_groups(kind: ReminderKind, channels: Iterable[str]) -> None:
    """What a family is told names its child: nothing for a group to read."""
    if kind.audience == Audience.GUARDIAN and INTEGRATION_CHANNELS & set(channels):
        raise InvalidRuleSettings(_("发给家长的消息写着孩子的名字，不能发到群或外部系统。"), field="channels")


def _check_hour(kind: ReminderKind, at: time, channels: list[str]) -> None:
    """An alert rings at any hour, and the inbox rings nobody."""
    if kind.urgency == Urgency.SAFETY or set(channels) <= {Channel.INBOX}:
        return
    moment = timezone.make_aware(datetime.combine(SOME_DAY, at))
    calm = quiet_hours.end_of_quiet_hours(moment, kind.audience)
    if calm != moment:
        hour = timezone.localtime(calm).strftime("%H:%M")
        raise InvalidRuleSettings(
            _("这个时间在%(who)s的安静时段内，请改到 %(hour)s 或更晚。") % {"who": kind.audience.label, "hour": hour},
            field="send_at",
        )


def _check_ladder(escalation_days: list[int]) -> None:
    """Days until it is said again, to the head, to the county; each later than the one before."""
    fits = len(escalation_days) <= MAX_LEVELS and all(1 <= each <= MAX_ESCALATION_DAYS for each in escalation_days)
    if not fits or sorted(set(escalation_days)) != escalation_days:
        raise InvalidRuleSettings(
            _("升级天数至多三级，每级 1 至 %(most)d 天，并且一级比一级晚。") % {"most": MAX_ESCALATION_DAYS},
            field="escalation_days",
        )
