"""A rule in a sentence that a head teacher can read."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from services.notify.choices import Channel
from services.reminders.choices import DayCounting
from services.reminders.models import RuleSettings


def timing(terms: RuleSettings) -> str:
    """到期前 1 个上学日 07:40，之后每 3 个上学日，直到 14 个上学日后."""
    parts = [_("%(first)s %(at)s") % {"first": _first(terms), "at": terms.send_at.strftime("%H:%M")}]
    if terms.repeat_every_days:
        parts.append(_("之后每 %(days)s再提醒") % {"days": _days(terms, terms.repeat_every_days)})
        parts.append(_("直到 %(last)s") % {"last": _from_date(terms, terms.repeat_until_days)})
    else:
        parts.append(_("只提醒一次"))
    return _("，").join(parts)


def channels(names: Iterable[str]) -> str:
    """站内消息 → 短信: each waits until the one before has failed."""
    return " → ".join(str(Channel(name).label) for name in names)


def escalation(terms: RuleSettings) -> str:
    """没有回复：2 天后再提醒本人，4 天后告诉班主任或校长，7 天后告诉县里."""
    found = levels(terms)
    return _("没有回复：%(steps)s") % {"steps": found} if found else _("不用回复")


def levels(terms: RuleSettings) -> str:
    """2 天后再提醒本人，4 天后告诉班主任或校长，7 天后告诉县里."""
    words = (_("再提醒本人"), _("告诉班主任或校长"), _("告诉县里"))
    steps = [
        _("%(days)s后%(what)s") % {"days": _days(terms, days), "what": what}
        for days, what in zip(terms.escalation_days, words, strict=False)
    ]
    return _("，").join(steps)


def _first(terms: RuleSettings) -> str:
    return _from_date(terms, terms.offset_days)


def _from_date(terms: RuleSettings, days: int) -> str:
    if days == 0:
        return _("当天")
    if days < 0:
        return _("%(days)s前") % {"days": _days(terms, -days)}
    return _("%(days)s后") % {"days": _days(terms, days)}


def _days(terms: RuleSettings, n: int) -> str:
    if terms.day_counting == DayCounting.SCHOOL:
        return ngettext("%(n)d 个上学日", "%(n)d 个上学日", n) % {"n": n}
    return ngettext("%(n)d 天", "%(n)d 天", n) % {"n": n}
