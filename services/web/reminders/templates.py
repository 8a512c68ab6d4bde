"""模板: in which words each kind of notice speaks, a county's own or the shipped ones; one of them with its history."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from services.access import queries as access
from services.access.actor import Actor
from services.access.permissions import Permission
from services.notify.channels import registered_templates
from services.notify.choices import Audience
from services.reminders.kinds import ReminderKind
from services.reminders.message_templates import queries, samples
from services.reminders.message_templates.queries import EffectiveTemplate
from services.reminders.models import NotificationTemplate
from services.web.components import Step, Tab, Text
from services.web.decorators import requires
from services.web.notify.labels import moment_label as moment
from services.web.notify.tabs import reminder_tabs as tabs
from services.web.reminders.rules import get_visible_kind

SHOWN_VERSIONS = 10


@requires(Permission.VIEW_DELIVERIES)
def templates(request: Any) -> HttpResponse:
    """Every kind of this place in one language; what goes to families first."""
    by: Actor = request.actor
    wish = request.GET.get("language")
    language = wish if wish in queries.LANGUAGES else queries.LANGUAGES[0]
    found = [each for each in queries.effective_templates() if each.language == language]
    rows = [each for each in found if by.school_id is None or each.kind.tenant_level == "school"]
    here = reverse("web:notification_templates")
    context = {
        "tabs": tabs(by, "web:notification_templates"),
        "languages": [Tab(name, f"{here}?language={code}", code == language) for code, name in settings.LANGUAGES],
        "families": [each for each in rows if each.kind.audience == Audience.GUARDIAN],
        "staff": [each for each in rows if each.kind.audience != Audience.GUARDIAN],
        "may_edit": by.has_permission(Permission.MANAGE_TEMPLATES),
    }
    return render(request, "reminders/templates.html", context)


@requires(Permission.VIEW_DELIVERIES)
def template(request: Any, kind: str, language: str) -> HttpResponse:
    """The words that hold, how they read, which held before."""
    by: Actor = request.actor
    worded = get_template(by, kind, language)
    context = about(worded) | {
        "example": worded.example,
        "faults": [],
        "versions": _history(worded),
        "languages": [
            Tab(name, reverse("web:notification_template", args=[kind, code]), code == language)
            for code, name in settings.LANGUAGES
        ],
        "may_edit": by.has_permission(Permission.MANAGE_TEMPLATES),
    }
    return render(request, "reminders/template.html", context)


def get_template(by: Actor, kind: str, language: str) -> EffectiveTemplate:
    """The words of a kind that exists in this place."""
    if language not in queries.LANGUAGES:
        raise Http404
    return queries.effective_template(get_visible_kind(by, kind), language)


def about(worded: EffectiveTemplate) -> dict[str, Any]:
    """What every page of one kind's words names."""
    return {
        "worded": worded,
        "kind": worded.kind,
        "variables": _variables(worded.kind, worded.language),
        "is_registered": worded.by_sms and registered_templates.is_needed(),
    }


def _variables(kind: ReminderKind, language: str) -> list[tuple[str, Text, str]]:
    """Name in braces, what it is, an example."""
    usual = samples.values(kind, language)
    return [(f"{{{name}}}", what, usual[name]) for name, what in samples.meanings(kind).items()]


def _history(worded: EffectiveTemplate) -> list[Step]:
    """The newest first, and the shipped words below them all. A school knows nobody of the bureau by name."""
    rows = list(queries.template_versions(worded.kind.key, worded.language)[:SHOWN_VERSIONS])
    names = access.names_of({each.created_by_id for each in rows})
    shipped = " · ".join(filter(None, worded.kind.default_texts[worded.language]))
    steps = [_version(each, names.get(each.created_by_id, _("县里"))) for each in rows]
    return [*steps, Step(_("系统自带"), "", shipped, "" if worded.own else "now")]


def _version(each: NotificationTemplate, name: str) -> Step:
    until = f" – {moment(each.superseded_at)}" if each.superseded_at else ""
    note = " · ".join(filter(None, (each.title, each.body, name)))
    return Step(
        _("第 %(n)d 版") % {"n": each.version},
        moment(each.effective_from) + until,
        note,
        "" if each.superseded_at else "now",
    )
