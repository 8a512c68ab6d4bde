"""未来 14 天: how many notifications all rules of the tenant would send, counted in the background."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from services.access.actor import Actor
from services.access.permissions import Permission
from services.jobs.choices import JobState
from services.kit import clock
from services.reminders import access, actions, queries
from services.reminders.kinds import ReminderKind
from services.reminders.models import RuleSettings
from services.web.components import Progress
from services.web.decorators import requires
from services.web.framework import perform_or_flash
from services.web.jobs import progress_of
from services.web.page_request import PageRequest

Rules = list[tuple[ReminderKind, RuleSettings]]


@dataclass(frozen=True)
class Forecast:
    """The newest count: under way as `work`, or `counts` by kind as of a moment; None before the first."""

    work: Progress | None = None
    counts: dict[str, int] | None = None
    as_of: datetime | None = None

    @property
    def bare_work(self) -> Progress | None:
        """The progress without an address: what is around it asks again, to have the counts at the end."""
        return replace(self.work, url="") if self.work else None


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_RULES)
def forecast(request: PageRequest) -> HttpResponse:
    """Begin to count, or show how far it is; in the end the counts go to their places on the page."""
    if request.method == "POST":
        perform_or_flash(request, actions.request_forecast)
    if not request.htmx:
        return redirect("web:reminder_rules")
    rules = visible_rules(request.actor)
    return render(request, "reminders/forecast.html", {**context(request.actor, rules), "is_answer": True})


def visible_rules(by: Actor) -> Rules:
    """Every kind the actor sees with the settings in effect."""
    return [(kind, rule) for kind, rule in queries.all_settings() if access.can_see_kind(by, kind)]


def load(by: Actor) -> Forecast:
    job = queries.newest_forecast(by)
    if job is None:
        return Forecast()
    if job.state == JobState.DONE:
        return Forecast(counts=job.result["kinds"], as_of=job.created_at)
    return Forecast(work=progress_of(job))


def context(by: Actor, rules: Rules) -> dict[str, object]:
    """What `reminders/forecast.html` shows."""
    newest = load(by)
    counts, is_county = newest.counts, by.school_id is None
    return {
        "forecast": newest,
        "answer": _answer(rules, counts),
        "most": _most(rules, counts or {}),
        "counts": [(kind.key, counts.get(kind.key, 0)) for kind, _rule in rules] if counts is not None else [],
        # Then the page begins by itself; later counts take a press. So does every one of a county: it counts all
        # schools for minutes, and in its queue a school's roster import would wait behind it.
        "is_due": not is_county and not newest.work and _is_old(newest.as_of),
        "may_edit": by.has_permission(Permission.EDIT_RULES),
    }


def _is_old(as_of: datetime | None) -> bool:
    return as_of is None or as_of < clock.now() - timedelta(days=1)


def _answer(rules: Rules, counts: dict[str, int] | None) -> str:
    """34 种提醒开着 33 种，未来 14 天大约发 1,240 条."""
    enabled = sum(rule.is_enabled for _kind, rule in rules)
    values = {"all": len(rules), "enabled": enabled}
    on = _("%(all)d 种提醒都开着") if enabled == len(rules) else _("%(all)d 种提醒开着 %(enabled)d 种")
    if counts is None:
        return _("%(on)s。") % {"on": on % values}
    total = sum(counts.get(kind.key, 0) for kind, _rule in rules)
    coming = ngettext("未来 14 天大约发 %(n)s 条", "未来 14 天大约发 %(n)s 条", total) % {"n": f"{total:,}"}
    return _("%(on)s，%(coming)s。") % {"on": on % values, "coming": coming}


def _most(rules: Rules, counts: dict[str, int]) -> str:
    """Which rule writes the most: where it is too much, one looks there first."""
    kind, count = max(((kind, counts.get(kind.key, 0)) for kind, _rule in rules), key=lambda row: row[1])
    return _("最多的是“%(title)s”，%(n)d 条。") % {"title": kind.title, "n": count} if count else ""
