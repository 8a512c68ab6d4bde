"""提醒规则: the rules in effect, each in a sentence; one rule with its versions and evaluations; changed, enabled."""

from collections import defaultdict
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access.actor import Actor
from services.access.permissions import Permission
from services.access.queries import names_of
from services.kit import clock
from services.reminders import access, actions, queries
from services.reminders.kinds import ReminderKind
from services.reminders.models import RuleSettings
from services.web.components import Step, flash
from services.web.decorators import requires
from services.web.framework import form_status, perform, perform_and_flash
from services.web.notify.labels import moment_label
from services.web.notify.tabs import reminder_tabs
from services.web.page_request import PageRequest
from services.web.reminders import rule_summary
from services.web.reminders.rule_forms import RuleForm

# What the kinds of an app are about, in the order of the page.
OCCASIONS = {
    "care": gettext_lazy("关爱和结对"),
    "children": gettext_lazy("联系卡和电话"),
    "activities": gettext_lazy("值日"),
    "plans": gettext_lazy("报送"),
    "health": gettext_lazy("体检"),
    "assessment": gettext_lazy("考核"),
    "dashboards": gettext_lazy("一周小结"),
}


@dataclass(frozen=True)
class RuleSentence:
    """A rule in words. `steps` are its escalation alone, `escalation` a whole sentence; both "" without one."""

    kind: ReminderKind
    rule: RuleSettings
    timing: str
    channels: str
    escalation: str
    steps: str
    is_own: bool


def _sentence(kind: ReminderKind, rule: RuleSettings) -> RuleSentence:
    return RuleSentence(
        kind=kind,
        rule=rule,
        timing=rule_summary.timing(rule),
        channels=rule_summary.channels(rule.channels),
        escalation=rule_summary.escalation(rule) if rule.escalation_days else "",
        steps=rule_summary.escalation_steps(rule),
        is_own=queries.is_school_rule(rule),
    )


@requires(Permission.VIEW_DELIVERIES)
def rules(request: PageRequest) -> HttpResponse:
    """Every kind with the rule in effect, grouped by occasion."""
    groups: defaultdict[str, list[RuleSentence]] = defaultdict(list)
    for kind, rule in queries.all_settings():
        if access.can_see_kind(request.actor, kind):
            groups[kind.key.partition(".")[0]].append(_sentence(kind, rule))
    # An app without a caption is listed last rather than lost.
    order = [*OCCASIONS, *(app for app in groups if app not in OCCASIONS)]
    context = {
        "tabs": reminder_tabs(request.actor, "web:reminder_rules"),
        "groups": [(app, OCCASIONS.get(app, _("其他")), groups[app]) for app in order if app in groups],
    }
    return render(request, "reminders/rules.html", context)


@requires(Permission.VIEW_DELIVERIES)
def rule(request: PageRequest, kind: str) -> HttpResponse:
    """One rule: its settings, its versions, its last evaluations."""
    reminder_kind = get_visible_kind(request.actor, kind)
    versions = queries.rule_versions(kind)
    names = names_of({version.created_by_id for version in versions})
    context = {
        "kind": reminder_kind,
        "row": _sentence(reminder_kind, queries.settings_for(kind)),
        "versions": [_version_step(version, names[version.created_by_id]) for version in versions],
        "occurrences": list(queries.occurrences_of(kind)),
        "is_county": request.actor.school_id is None,
        "may_edit": request.actor.has_permission(Permission.EDIT_RULES),
    }
    return render(request, "reminders/rule.html", context)


def _version_step(version: RuleSettings, author: str) -> Step:
    state = _("已启用") if version.is_enabled else _("已停用")
    texts = (state, rule_summary.timing(version), rule_summary.channels(version.channels), author)
    return Step(
        _("第 %(n)d 版") % {"n": version.version},
        moment_label(version.effective_from),
        " · ".join(texts),
        "" if version.superseded_at else "now",
    )


@requires(Permission.EDIT_RULES)
def edit(request: PageRequest, kind: str) -> HttpResponse:
    """Write a new version; a school makes a rule of its own instead of the county's."""
    reminder_kind = get_visible_kind(request.actor, kind)
    form = RuleForm.of(queries.settings_for(kind), request.POST or None)
    if perform(request, form, actions.change_rule, kind=kind):
        flash(request, _("规则已更新，从下一次提醒起按新规则。"))
        return redirect("web:reminder_rule", kind)
    context = {
        "kind": reminder_kind,
        "form": form,
        "groups": form.groups(),
        "is_school": request.actor.school_id is not None,
    }
    return render(request, "reminders/rule_form.html", context, status=form_status(form))


@require_POST
@requires(Permission.EDIT_RULES)
def toggle(request: PageRequest, kind: str) -> HttpResponse:
    """Enable or disable a kind of reminder."""
    get_visible_kind(request.actor, kind)
    is_enabled = request.POST.get("on") == "1"
    message = _("已启用。") if is_enabled else _("已停用，不再发这种提醒。")
    perform_and_flash(request, message, actions.change_rule, kind=kind, is_enabled=is_enabled)
    return redirect("web:reminder_rule", kind)


@require_POST
@requires(Permission.EDIT_RULES)
def reset(request: PageRequest, kind: str) -> HttpResponse:
    """Give up a school's own rule and follow the county's again."""
    get_visible_kind(request.actor, kind)
    if actions.remove_school_rule(kind=kind, by=request.actor, now=clock.now()):
        flash(request, _("又随县里的规则。"))
    return redirect("web:reminder_rule", kind)


def get_visible_kind(by: Actor, key: str) -> ReminderKind:
    """Raises Http404 for an unknown kind, and in a school for one of the county alone."""
    kind = access.visible_kind(by, key)
    if kind is None:
        raise Http404
    return kind
