"""提醒规则: what holds here, in a sentence; one rule with its versions and how it has spoken; changed and switched."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import queries as access
from services.access.actor import Actor
from services.access.permissions import Permission
from services.kit import clock
from services.kit.exceptions import ApplicationError
from services.reminders import access as whose
from services.reminders import actions, queries
from services.reminders.kinds import ReminderKind
from services.reminders.models import RuleSettings
from services.web.components import Step, flash
from services.web.decorators import requires
from services.web.notify.labels import moment_label as moment
from services.web.notify.tabs import reminder_tabs as tabs
from services.web.reminders import rule_summary
from services.web.reminders.rule_forms import RuleForm

SHOWN_VERSIONS, SHOWN_OCCURRENCES = 10, 14
ABOUT = {  # what the kinds of a room are about, in the order of the page
    "care": gettext_lazy("关爱和结对"),
    "children": gettext_lazy("联系卡和电话"),
    "activities": gettext_lazy("值日"),
    "plans": gettext_lazy("报送"),
    "health": gettext_lazy("体检"),
    "assessment": gettext_lazy("考核"),
    "dashboards": gettext_lazy("一周小结"),
}


@requires(Permission.VIEW_DELIVERIES)
def reminders(request: Any) -> HttpResponse:
    """Every kind with what holds here, by what it is about."""
    by: Actor = request.actor
    groups: dict[str, list[dict[str, Any]]] = {}
    for kind, terms in queries.all_settings():
        if whose.can_see_kind(by, kind):
            groups.setdefault(kind.key.partition(".")[0], []).append(_shown(kind, terms))
    ordered = sorted(groups, key=lambda room: list(ABOUT).index(room) if room in ABOUT else len(ABOUT))
    context = {
        "tabs": tabs(by, "web:reminder_rules"),
        "groups": [(room, ABOUT.get(room, _("其他")), groups[room]) for room in ordered],
    }
    return render(request, "reminders/rules.html", context)


def _shown(kind: ReminderKind, terms: RuleSettings) -> dict[str, Any]:
    return {
        "kind": kind,
        "terms": terms,
        "when": rule_summary.timing(terms),
        "channels": rule_summary.channels(terms.channels),
        "escalation_days": rule_summary.escalation(terms) if terms.escalation_days else "",
        "steps": rule_summary.levels(terms),
        "is_own": queries.is_school_rule(terms),
    }


@requires(Permission.VIEW_DELIVERIES)
def reminder(request: Any, kind: str) -> HttpResponse:
    """One rule: what holds, since when, how it has spoken lately."""
    found = get_visible_kind(request.actor, kind)
    terms = queries.settings_for(kind)
    versions = queries.rule_versions(kind, SHOWN_VERSIONS)
    names = access.names_of({each.created_by_id for each in versions})
    context = _shown(found, terms) | {
        "versions": [_version(each, names[each.created_by_id]) for each in versions],
        "occurrences": list(queries.occurrences_of(kind)[:SHOWN_OCCURRENCES]),
        "is_county": request.actor.school_id is None,
        "may_edit": request.actor.has_permission(Permission.EDIT_RULES),
    }
    return render(request, "reminders/rule.html", context)


def _version(each: RuleSettings, name: str) -> Step:
    words = _("第 %(n)d 版") % {"n": each.version}
    state = _("已启用") if each.is_enabled else _("已停用")
    note = f"{state} · {rule_summary.timing(each)} · {rule_summary.channels(each.channels)} · {name}"
    return Step(words, moment(each.effective_from), note, "" if each.superseded_at else "now")


@requires(Permission.EDIT_RULES)
def change(request: Any, kind: str) -> HttpResponse:
    """Write the terms anew; the old ones stay in the history. In a school: its own, instead of the county's."""
    by: Actor = request.actor
    found = get_visible_kind(by, kind)
    form = RuleForm(request.POST) if request.method == "POST" else RuleForm.of(queries.settings_for(kind))
    if request.method == "POST" and form.is_valid():
        try:
            _write(kind, by, form.settings())
        except ApplicationError as reason:
            form.add_error(form.ERROR_FIELDS.get(reason.field, reason.field) or None, str(reason))
        else:
            flash(request, _("规则已更新，从下一次提醒起按新规则。"))
            return redirect("web:reminder_rule", kind)
    context = {"kind": found, "form": form, "groups": form.groups(), "is_school": by.school_id is not None}
    return render(request, "reminders/rule_form.html", context, status=422 if form.errors else 200)


def _write(kind: str, by: Actor, terms: dict[str, Any]) -> None:
    (actions.update_rule if by.school_id is None else actions.create_school_rule)(
        kind=kind, by=by, now=clock.now(), **terms
    )


@require_POST
@requires(Permission.EDIT_RULES)
def switch(request: Any, kind: str) -> HttpResponse:
    get_visible_kind(request.actor, kind)
    on = request.POST.get("on") == "1"
    try:
        actions.set_enabled(kind=kind, on=on, by=request.actor, now=clock.now())
    except ApplicationError as reason:
        flash(request, str(reason))
    else:
        flash(request, _("已启用。") if on else _("已停用，不再发这种提醒。"))
    return redirect("web:reminder_rule", kind)


@require_POST
@requires(Permission.EDIT_RULES)
def follow_county(request: Any, kind: str) -> HttpResponse:
    """A school gives up its own terms."""
    get_visible_kind(request.actor, kind)
    if actions.remove_school_rule(kind=kind, by=request.actor, now=clock.now()):
        flash(request, _("又随县里的规则。"))
    return redirect("web:reminder_rule", kind)


def get_visible_kind(by: Actor, key: str) -> ReminderKind:
    """A kind that exists in this place."""
    found = whose.visible_kind(by, key)
    if found is None:
        raise Http404
    return found
