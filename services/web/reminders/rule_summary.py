"""A reminder rule in a sentence that a head teacher can read."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from services.notify.choices import Channel
from services.reminders.choices import DayCounting
from services.reminders.kinds import ReminderKind
from services.reminders.models import RuleSettings


def timing(rule: RuleSettings) -> str:
    """到期前 1 个上学日 07:40，之后每 3 个上学日，直到 14 个上学日后."""
    first = _relative_day(rule, rule.offset_days)
    clauses = [_("%(first)s %(at)s") % {"first": first, "at": rule.send_at.strftime("%H:%M")}]
    if rule.repeat_every_days:
        clauses.append(_("之后每 %(days)s再提醒") % {"days": _days(rule, rule.repeat_every_days)})
        clauses.append(_until(rule))
    else:
        clauses.append(_("只提醒一次"))
    return _("，").join(clauses)


def _until(rule: RuleSettings) -> str:
    # Chinese puts a space around numbers only.
    if rule.repeat_until_days == 0:
        return _("直到当天")
    return _("直到 %(last)s") % {"last": _relative_day(rule, rule.repeat_until_days)}


def line(kind: ReminderKind, rule: RuleSettings) -> str:
    """1 天后起每 5 天提醒结对教师，4 天没回复告诉班主任或校长: without clock, end, kind of day and last level."""
    values = {"when": _short_day(rule.offset_days), "days": rule.repeat_every_days, "who": kind.recipients}
    repeats = rule.repeat_every_days and rule.repeat_until_days > rule.offset_days
    first = _("%(when)s起每 %(days)d 天提醒%(who)s") if repeats else _("%(when)s提醒%(who)s一次")
    match rule.escalation_days:
        case []:
            return first % values
        case [days]:
            then = _("%(days)d 天没回复再提醒")
        case [_again, days, *_more]:
            then = _("%(days)d 天没回复告诉班主任或校长")
    return _("，").join((first % values, then % {"days": days}))


def _short_day(days: int) -> str:
    if days == 0:
        return _("当天")
    if days < 0:
        return _("提前 %(n)d 天") % {"n": -days}
    return _("%(n)d 天后") % {"n": days}


def channels(names: Iterable[str]) -> str:
    """站内消息 → 短信: the second is used when the first has failed."""
    return " → ".join(str(Channel(name).label) for name in names)


def escalation_steps(rule: RuleSettings) -> str:
    """2 天后再提醒本人，4 天后告诉班主任或校长，7 天后告诉县里; "" where nobody has to answer."""
    recipients = (_("再提醒本人"), _("告诉班主任或校长"), _("告诉县里"))
    steps = [
        _("%(days)s后%(what)s") % {"days": _days(rule, days), "what": recipient}
        for days, recipient in zip(rule.escalation_days, recipients, strict=False)
    ]
    return _("，").join(steps)


def _relative_day(rule: RuleSettings, days: int) -> str:
    """A day counted from the anchor date: before it, on it, after it."""
    if days == 0:
        return _("当天")
    if days < 0:
        return _("%(days)s前") % {"days": _days(rule, -days)}
    return _("%(days)s后") % {"days": _days(rule, days)}


def _days(rule: RuleSettings, n: int) -> str:
    if rule.day_counting == DayCounting.SCHOOL:
        return ngettext("%(n)d 个上学日", "%(n)d 个上学日", n) % {"n": n}
    return ngettext("%(n)d 天", "%(n)d 天", n) % {"n": n}
