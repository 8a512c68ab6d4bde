"""Validate the settings of a rule. Each error names its field and says what to do instead."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import TypedDict, Unpack, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from services.kit.exceptions import ApplicationError
from services.notify import quiet_hours
from services.notify.choices import Audience, Channel, Urgency
from services.notify.requests import INTEGRATION_CHANNELS
from services.reminders.choices import CatchUp, DayCounting
from services.reminders.kinds import DefaultSettings, ReminderKind
from services.reminders.models import ReminderRule, RuleSettings
from services.schools.scope import current_scope

EARLIEST, LATEST = -60, 180  # days from the anchor date; calendars.py loads enough days for them
# About one term: anything rarer needs a rule of its own.
MAX_REPEAT_DAYS = 90
# After a week of outage nobody wants last week's reminders.
MAX_EXPIRY_HOURS = 7 * 24
MAX_LEVELS, MAX_ESCALATION_DAYS = 3, 60
SOME_DAY = date(2026, 9, 7)  # quiet hours are the same on every day


class InvalidRuleSettings(ApplicationError):
    """The settings are invalid; the text says why."""


class SettingsValues(TypedDict, total=False):
    """The fields of a rule that a person sets; what is left out stays as it is."""

    is_enabled: bool
    offset_days: int
    repeat_every_days: int
    repeat_until_days: int
    day_counting: str
    send_at: time
    channels: Sequence[str]
    escalation_days: Sequence[int]
    catch_up: str
    expires_after_hours: int


FIELDS = tuple(SettingsValues.__annotations__)


def settings_values(settings: DefaultSettings | RuleSettings) -> SettingsValues:
    """All values of FIELDS."""
    return cast("SettingsValues", {name: getattr(settings, name) for name in FIELDS})


def validate_settings(
    kind: ReminderKind, base: DefaultSettings | RuleSettings | None = None, **changes: Unpack[SettingsValues]
) -> ReminderRule:
    """An unsaved rule: the settings of `base`, else the defaults, with the changes. Raises InvalidRuleSettings."""
    unknown = sorted(set(changes) - set(FIELDS))
    if unknown:
        raise InvalidRuleSettings(_("没有这一项：%(name)s。") % {"name": unknown[0]}, field=unknown[0])
    values = settings_values(base or kind.defaults) | changes
    _check_days(values)
    _check_choices(values)
    _check_integrations(kind, values["channels"])
    _check_time(kind, values["send_at"], values["channels"])
    _check_escalation(list(values["escalation_days"]))
    # Else a once-only rule would keep an unused repeat_until_days, and two equal rules would compare as different.
    if not values["repeat_every_days"]:
        values["repeat_until_days"] = values["offset_days"]
    values["channels"], values["escalation_days"] = list(values["channels"]), list(values["escalation_days"])
    return ReminderRule(kind=kind.key, county_id=current_scope().county_id, **values)  # None for a cross-tenant worker


def _check_days(values: SettingsValues) -> None:
    for field, days in (
        ("offset_days", values["offset_days"]),
        ("repeat_until_days", values["repeat_until_days"]),
    ):
        if not EARLIEST <= days <= LATEST:
            limits = {"earliest": -EARLIEST, "latest": LATEST}
            raise InvalidRuleSettings(_("只能在日期前 %(earliest)d 天至后 %(latest)d 天之内。") % limits, field=field)
    if not 0 <= values["repeat_every_days"] <= MAX_REPEAT_DAYS:
        message = _("间隔是 0 至 %(most)d 天，0 表示只提醒一次。") % {"most": MAX_REPEAT_DAYS}
        raise InvalidRuleSettings(message, field="repeat_every_days")
    if values["repeat_every_days"] and values["repeat_until_days"] < values["offset_days"]:
        raise InvalidRuleSettings(_("最后一次不能早于第一次，请把截止天数改大。"), field="repeat_until_days")
    if not 1 <= values["expires_after_hours"] <= MAX_EXPIRY_HOURS:
        message = _("过期时间是 1 至 %(most)d 小时。") % {"most": MAX_EXPIRY_HOURS}
        raise InvalidRuleSettings(message, field="expires_after_hours")


def _check_choices(values: SettingsValues) -> None:
    channels = list(values["channels"])
    if not channels:
        raise InvalidRuleSettings(_("请至少选一个渠道。"), field="channels")
    unknown = [channel for channel in channels if channel not in Channel.values]
    if unknown or len(set(channels)) != len(channels):
        name = unknown[0] if unknown else Channel(_first_repeated(channels)).label
        message = _("渠道不认识或重复：%(name)s。") % {"name": name}
        raise InvalidRuleSettings(message, field="channels")
    if values["day_counting"] not in DayCounting.values:
        raise InvalidRuleSettings(_("请选上学日或日历日。"), field="day_counting")
    if values["catch_up"] not in CatchUp.values:
        raise InvalidRuleSettings(_("请选错过后怎么补。"), field="catch_up")


def _first_repeated(channels: list[str]) -> str:
    return next(channel for channel in channels if channels.count(channel) > 1)


def _check_integrations(kind: ReminderKind, channels: Iterable[str]) -> None:
    """A message to a family names its child: no group and no other system may read it."""
    if kind.audience == Audience.GUARDIAN and INTEGRATION_CHANNELS & set(channels):
        raise InvalidRuleSettings(_("发给家长的消息写着孩子的名字，不能发到群或外部系统。"), field="channels")


def _check_time(kind: ReminderKind, send_at: time, channels: Iterable[str]) -> None:
    """Outside quiet hours, but for alerts and for the inbox alone."""
    if kind.urgency == Urgency.SAFETY or set(channels) <= {Channel.INBOX}:
        return
    moment = timezone.make_aware(datetime.combine(SOME_DAY, send_at))
    allowed = quiet_hours.end_of_quiet_hours(moment, kind.audience)
    if allowed != moment:
        hour = timezone.localtime(allowed).strftime("%H:%M")
        message = _("这个时间在%(who)s的安静时段内，请改到 %(hour)s 或更晚。")
        raise InvalidRuleSettings(message % {"who": kind.audience.label, "hour": hour}, field="send_at")


def _check_escalation(escalation_days: list[int]) -> None:
    """Each level comes later than the one before."""
    is_short = len(escalation_days) <= MAX_LEVELS
    if not is_short or any(not 1 <= days <= MAX_ESCALATION_DAYS for days in escalation_days):
        raise _invalid_escalation()
    if sorted(set(escalation_days)) != escalation_days:
        raise _invalid_escalation()


def _invalid_escalation() -> InvalidRuleSettings:
    message = _("升级天数至多三级，每级 1 至 %(most)d 天，并且一级比一级晚。") % {"most": MAX_ESCALATION_DAYS}
    return InvalidRuleSettings(message, field="escalation_days")
