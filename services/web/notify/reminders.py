"""提醒规则: what holds here, in a sentence; one rule with its versions and how it has spoken; changed and switched."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import queries as access
from services.access.actor import Actor
from services.access.may import May
from services.kit import clock
from services.kit.refusals import Refused
from services.notify import access as whose
from services.notify import rules
from services.notify.catalogue import Kind
from services.notify.models.rules import Terms
from services.notify.queries.ledger import occurrences
from services.web.door import page
from services.web.notify import sentences
from services.web.notify.places import moment, tabs
from services.web.notify.rule_forms import TermsForm
from services.web.parts import Step, say

SHOWN_VERSIONS, SHOWN_OCCURRENCES = 10, 14
ABOUT = {  # what the kinds of a room are about, in the order of the page
    "care": gettext_lazy("关爱和结对"),
    "children": gettext_lazy("联系卡和电话"),
    "plans": gettext_lazy("值日和报送"),
    "health": gettext_lazy("体检"),
    "assessment": gettext_lazy("考核"),
    "dashboards": gettext_lazy("一周小结"),
}


@page(May.VIEW_DELIVERIES)
def reminders(request: Any) -> HttpResponse:
    """Every kind with what holds here, by what it is about."""
    by: Actor = request.actor
    groups: dict[str, list[dict[str, Any]]] = {}
    for kind, terms in rules.all_here():
        if whose.sees_kind(by, kind):
            groups.setdefault(kind.key.partition(".")[0], []).append(_shown(kind, terms))
    ordered = sorted(groups, key=lambda room: list(ABOUT).index(room) if room in ABOUT else len(ABOUT))
    context = {
        "tabs": tabs(by, "web:reminders"),
        "groups": [(room, ABOUT.get(room, _("其他")), groups[room]) for room in ordered],
    }
    return render(request, "notify/reminders.html", context)


def _shown(kind: Kind, terms: Terms) -> dict[str, Any]:
    return {
        "kind": kind,
        "terms": terms,
        "when": sentences.when(terms),
        "channels": sentences.channels(terms.channels),
        "ladder": sentences.ladder(terms) if terms.ladder else "",
        "steps": sentences.rungs(terms),
        "is_own": rules.is_own(terms),
    }


@page(May.VIEW_DELIVERIES)
def reminder(request: Any, kind: str) -> HttpResponse:
    """One rule: what holds, since when, how it has spoken lately."""
    found = kind_here(request.actor, kind)
    terms = rules.terms_here(kind)
    versions = list(rules.versions_here(kind)[:SHOWN_VERSIONS])
    names = access.names_of({each.made_by_id for each in versions})
    context = _shown(found, terms) | {
        "versions": [_version(each, names[each.made_by_id]) for each in versions],
        "occurrences": list(occurrences(kind)[:SHOWN_OCCURRENCES]),
        "is_county": request.actor.school_id is None,
        "may_edit": request.actor.may(May.EDIT_RULES),
    }
    return render(request, "notify/reminder.html", context)


def _version(each: Terms, name: str) -> Step:
    words = _("第 %(n)d 版") % {"n": each.version}
    state = _("已启用") if each.is_on else _("已停用")
    note = f"{state} · {sentences.when(each)} · {sentences.channels(each.channels)} · {name}"
    return Step(words, moment(each.since), note, "" if each.ended_at else "now")


@page(May.EDIT_RULES)
def change(request: Any, kind: str) -> HttpResponse:
    """Write the terms anew; the old ones stay in the history. In a school: its own, instead of the county's."""
    by: Actor = request.actor
    found = kind_here(by, kind)
    form = TermsForm(request.POST) if request.method == "POST" else TermsForm.of(rules.terms_here(kind))
    if request.method == "POST" and form.is_valid():
        try:
            _write(kind, by, form.terms())
        except Refused as reason:
            form.add_error(form.SPELLED.get(reason.field, reason.field) or None, str(reason))
        else:
            say(request, _("规则已更新，从下一次提醒起按新规则。"))
            return redirect("web:reminder", kind)
    context = {"kind": found, "form": form, "groups": form.groups(), "is_school": by.school_id is not None}
    return render(request, "notify/reminder_form.html", context, status=422 if form.errors else 200)


def _write(kind: str, by: Actor, terms: dict[str, Any]) -> None:
    (rules.set_terms if by.school_id is None else rules.depart)(kind=kind, by=by, now=clock.now(), **terms)


@require_POST
@page(May.EDIT_RULES)
def switch(request: Any, kind: str) -> HttpResponse:
    kind_here(request.actor, kind)
    on = request.POST.get("on") == "1"
    try:
        rules.switch(kind=kind, on=on, by=request.actor, now=clock.now())
    except Refused as reason:
        say(request, str(reason))
    else:
        say(request, _("已启用。") if on else _("已停用，不再发这种提醒。"))
    return redirect("web:reminder", kind)


@require_POST
@page(May.EDIT_RULES)
def follow_county(request: Any, kind: str) -> HttpResponse:
    """A school gives up its own terms."""
    kind_here(request.actor, kind)
    if rules.follow_county(kind=kind, by=request.actor, now=clock.now()):
        say(request, _("又随县里的规则。"))
    return redirect("web:reminder", kind)


def kind_here(by: Actor, key: str) -> Kind:
    """A kind that exists in this place."""
    found = whose.visible_kind(by, key)
    if found is None:
        raise Http404
    return found
