"""提醒规则: the rules in effect, each in a sentence; one rule with its versions and evaluations; changed, enabled."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
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
from services.web.components import Step, Tab, Text, flash
from services.web.decorators import requires
from services.web.framework import form_status, perform, perform_or_flash
from services.web.notify.labels import moment_label
from services.web.notify.tabs import reminder_tabs
from services.web.page_request import PageRequest, choice_param, query_string
from services.web.reminders import forecast, rule_summary
from services.web.reminders.rule_forms import RuleForm
from services.web.saving.answers import way_back

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
OTHER = "other"


@dataclass(frozen=True)
class RuleSentence:
    """A rule in words: in one `line`, and in parts; `steps` are its escalation, "" without one.

    `count` is the number of notifications in the next fortnight, None before they were counted.
    """

    kind: ReminderKind
    rule: RuleSettings
    line: str
    timing: str
    channels: str
    steps: str
    is_own: bool
    count: int | None = None


FILTERS: dict[str, Callable[[RuleSentence], bool]] = {
    "": lambda _row: True,
    "on": lambda row: row.rule.is_enabled,
    "off": lambda row: not row.rule.is_enabled,
    "own": lambda row: row.is_own,
}
FILTER_LABELS = {
    "": gettext_lazy("全部"),
    "on": gettext_lazy("开着"),
    "off": gettext_lazy("停用"),
    "own": gettext_lazy("本校规则"),
}


def _sentence(kind: ReminderKind, rule: RuleSettings, counts: Mapping[str, int] | None = None) -> RuleSentence:
    return RuleSentence(
        kind=kind,
        rule=rule,
        line=rule_summary.line(kind, rule),
        timing=rule_summary.timing(rule),
        channels=rule_summary.channels(rule.channels),
        steps=rule_summary.escalation_steps(rule),
        is_own=queries.is_school_rule(rule),
        count=None if counts is None else counts.get(kind.key, 0),
    )


@requires(Permission.VIEW_DELIVERIES)
def rules(request: PageRequest) -> HttpResponse:
    """Every kind with the rule in effect, grouped by occasion."""
    visible = forecast.visible_rules(request.actor)
    counts = forecast.load(request.actor).counts
    rows = [_sentence(kind, rule, counts) for kind, rule in visible]
    context = {
        **forecast.context(request.actor, visible),
        "tabs": reminder_tabs(request.actor, "web:reminder_rules"),
        "chips": _chips(request, rows),
        "groups": _groups([row for row in rows if FILTERS[_shown(request)](row)]),
        "is_answer": False,
    }
    return render(request, "reminders/rules.html", context)


def _shown(request: PageRequest) -> str:
    return choice_param(request, "show", FILTERS)


def _chips(request: PageRequest, rows: list[RuleSentence]) -> list[Tab]:
    """None where all rules are alike."""
    counts = {key: sum(map(is_shown, rows)) for key, is_shown in FILTERS.items()}
    if not counts["off"] + counts["own"]:
        return []
    return [
        Tab(label, query_string(request, show=key), is_active=key == _shown(request), count=counts[key])
        for key, label in FILTER_LABELS.items()
        if counts[key] or key == _shown(request)
    ]


def _groups(rows: list[RuleSentence]) -> list[tuple[str, Text, list[RuleSentence]]]:
    groups: defaultdict[str, list[RuleSentence]] = defaultdict(list)
    for row in rows:
        app = row.kind.key.partition(".")[0]
        groups[app if app in OCCASIONS else OTHER].append(row)
    # The apps without a caption share one rather than being lost.
    captions = OCCASIONS | {OTHER: gettext_lazy("其他")}
    return [(app, caption, groups[app]) for app, caption in captions.items() if app in groups]


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
        return redirect(_page_behind(request, kind))
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
    """Enable or disable a kind of reminder; the toast takes it back."""
    reminder_kind = get_visible_kind(request.actor, kind)
    is_enabled = request.POST.get("on", request.GET.get("on")) == "1"
    undo = _undo_url(request, kind, not is_enabled)
    if perform_or_flash(request, actions.change_rule, kind=kind, is_enabled=is_enabled):
        message = _("“%s”已启用。") if is_enabled else _("“%s”已停用，不再发这种提醒。")
        flash(request, message % reminder_kind.title, undo=undo)
    if not request.htmx:
        return redirect(_page_behind(request, kind))
    row = _sentence(reminder_kind, queries.settings_for(kind), forecast.load(request.actor).counts)
    return render(request, "reminders/rule_toggled.html", {"row": row, "may_edit": True})


def _undo_url(request: PageRequest, kind: str, is_enabled: bool) -> str:
    """A school that had no rule of its own follows the county's again."""
    if request.actor.school_id and not queries.current_school_rule(kind):
        return reverse("web:reminder_rule_reset", args=[kind])
    return f"{reverse('web:reminder_rule_toggle', args=[kind])}?on={int(is_enabled)}"


def _page_behind(request: PageRequest, kind: str) -> str:
    """Back to the list for whoever opened the rule at its side, else to the page of the rule."""
    rules_url = reverse("web:reminder_rules")
    page = way_back(request)
    return page if page.partition("?")[0] == rules_url else reverse("web:reminder_rule", args=[kind])


@require_POST
@requires(Permission.EDIT_RULES)
def reset(request: PageRequest, kind: str) -> HttpResponse:
    """Give up a school's own rule and follow the county's again."""
    get_visible_kind(request.actor, kind)
    if actions.remove_school_rule(kind=kind, by=request.actor, now=clock.now()):
        flash(request, _("又随县里的规则。"))
    return redirect(_page_behind(request, kind))


def get_visible_kind(by: Actor, key: str) -> ReminderKind:
    """Raises Http404 for an unknown kind, and in a school for one of the county alone."""
    kind = access.visible_kind(by, key)
    if kind is None:
        raise Http404
    return kind
