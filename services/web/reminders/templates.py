"""消息模板: the texts of each kind of notification, the county's own or the default; one of them with its versions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from services.access.actor import Actor
from services.access.permissions import Permission
from services.access.queries import names_of
from services.notify.channels import registered_templates
from services.notify.choices import Audience
from services.reminders.kinds import ReminderKind
from services.reminders.message_templates import queries, samples
from services.reminders.message_templates.queries import EffectiveTemplate
from services.reminders.models import NotificationTemplate
from services.web.components import Step, Tab, Text
from services.web.decorators import requires
from services.web.notify.labels import moment_label
from services.web.notify.tabs import reminder_tabs
from services.web.page_request import PageRequest, choice_param
from services.web.reminders.template_forms import SendTestForm

MAX_VERSIONS = 10


@dataclass(frozen=True)
class Variable:
    """`name` with its braces, as it is written in a text."""

    name: str
    meaning: Text
    sample: str


@requires(Permission.VIEW_DELIVERIES)
def templates(request: PageRequest) -> HttpResponse:
    """Every kind in one language; what goes to families first."""
    language = choice_param(request, "language", queries.LANGUAGES, default=queries.LANGUAGES[0])
    rows = queries.visible_templates(request.actor, language)
    url = reverse("web:notification_templates")
    context = {
        "tabs": reminder_tabs(request.actor, "web:notification_templates"),
        "languages": [Tab(name, f"{url}?language={code}", code == language) for code, name in settings.LANGUAGES],
        "families": [row for row in rows if row.kind.audience == Audience.GUARDIAN],
        "staff": [row for row in rows if row.kind.audience != Audience.GUARDIAN],
        "may_edit": request.actor.has_permission(Permission.MANAGE_TEMPLATES),
    }
    return render(request, "reminders/templates.html", context)


@requires(Permission.VIEW_DELIVERIES)
def template(request: PageRequest, kind: str, language: str) -> HttpResponse:
    """The texts in effect, how they read, and earlier versions."""
    current = get_template(request.actor, kind, language)
    context = template_context(current) | {
        "example": current.example,
        "errors": [],
        "versions": _version_steps(current),
        "languages": [
            Tab(name, reverse("web:notification_template", args=[kind, code]), code == language)
            for code, name in settings.LANGUAGES
        ],
        "may_edit": request.actor.has_permission(Permission.MANAGE_TEMPLATES),
        "test_form": SendTestForm(),
    }
    return render(request, "reminders/template.html", context)


def get_template(by: Actor, kind: str, language: str) -> EffectiveTemplate:
    """Raises Http404 for a kind the actor does not see, and for a language without templates."""
    current = queries.visible_template(by, kind, language)
    if current is None:
        raise Http404
    return current


def template_context(current: EffectiveTemplate) -> dict[str, object]:
    """What every page of one template shows."""
    return {
        "template": current,
        "kind": current.kind,
        "variables": _variables(current.kind, current.language),
        # Cloud gateways send registered texts only: a change here does not reach phones until it is registered.
        "is_registered": current.by_sms and registered_templates.is_needed(),
    }


def _variables(kind: ReminderKind, language: str) -> list[Variable]:
    values = samples.values(kind, language)
    return [Variable(f"{{{name}}}", meaning, values[name]) for name, meaning in samples.meanings(kind).items()]


def _version_steps(current: EffectiveTemplate) -> Sequence[Step]:
    """The newest first, the default texts last. A school does not see the names of the county's officers."""
    rows = list(queries.template_versions(current.kind.key, current.language)[:MAX_VERSIONS])
    names = names_of({row.created_by_id for row in rows})
    default_texts = " · ".join(filter(None, current.kind.default_texts[current.language]))
    steps = [_version_step(row, names.get(row.created_by_id, _("县里"))) for row in rows]
    return [*steps, Step(_("系统自带"), "", default_texts, "" if current.county_template else "now")]


def _version_step(version: NotificationTemplate, author: str) -> Step:
    until = f" – {moment_label(version.superseded_at)}" if version.superseded_at else ""
    return Step(
        _("第 %(n)d 版") % {"n": version.version},
        moment_label(version.effective_from) + until,
        " · ".join(filter(None, (version.title, version.body, author))),
        "" if version.superseded_at else "now",
    )
