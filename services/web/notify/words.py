"""模板: in which words each kind of notice speaks, a county's own or the shipped ones; one of them with its history."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from services.access import queries as access
from services.access.actor import Actor
from services.access.may import May
from services.notify import samples
from services.notify.catalogue import Kind
from services.notify.channels import registered
from services.notify.choices import Audience
from services.notify.models import NoticeTemplate
from services.notify.queries import words as queries
from services.notify.queries.words import Worded
from services.web.door import page
from services.web.notify.places import moment, tabs
from services.web.notify.reminders import kind_here
from services.web.parts import Step, Tab, Text

SHOWN_VERSIONS = 10


@page(May.VIEW_DELIVERIES)
def words(request: Any) -> HttpResponse:
    """Every kind of this place in one language; what goes to families first."""
    by: Actor = request.actor
    wish = request.GET.get("language")
    language = wish if wish in queries.LANGUAGES else queries.LANGUAGES[0]
    found = [each for each in queries.all_here() if each.language == language]
    rows = [each for each in found if by.school_id is None or each.kind.per == "school"]
    here = reverse("web:words")
    context = {
        "tabs": tabs(by, "web:words"),
        "languages": [Tab(name, f"{here}?language={code}", code == language) for code, name in settings.LANGUAGES],
        "families": [each for each in rows if each.kind.audience == Audience.CARER],
        "staff": [each for each in rows if each.kind.audience != Audience.CARER],
        "may_edit": by.may(May.MANAGE_TEMPLATES),
    }
    return render(request, "notify/words.html", context)


@page(May.VIEW_DELIVERIES)
def word(request: Any, kind: str, language: str) -> HttpResponse:
    """The words that hold, how they read, which held before."""
    by: Actor = request.actor
    worded = worded_here(by, kind, language)
    context = about(worded) | {
        "example": worded.example,
        "faults": [],
        "versions": _history(worded),
        "languages": [
            Tab(name, reverse("web:word", args=[kind, code]), code == language) for code, name in settings.LANGUAGES
        ],
        "may_edit": by.may(May.MANAGE_TEMPLATES),
    }
    return render(request, "notify/word.html", context)


def worded_here(by: Actor, kind: str, language: str) -> Worded:
    """The words of a kind that exists in this place."""
    if language not in queries.LANGUAGES:
        raise Http404
    return queries.here(kind_here(by, kind), language)


def about(worded: Worded) -> dict[str, Any]:
    """What every page of one kind's words names."""
    return {
        "worded": worded,
        "kind": worded.kind,
        "variables": _variables(worded.kind, worded.language),
        "is_registered": worded.by_sms and registered.is_needed(),
    }


def _variables(kind: Kind, language: str) -> list[tuple[str, Text, str]]:
    """Name in braces, what it is, an example."""
    usual = samples.values(kind, language)
    return [(f"{{{name}}}", what, usual[name]) for name, what in samples.meanings(kind).items()]


def _history(worded: Worded) -> list[Step]:
    """The newest first, and the shipped words below them all. A school knows nobody of the bureau by name."""
    rows = list(queries.versions(worded.kind.key, worded.language)[:SHOWN_VERSIONS])
    names = access.names_of({each.made_by_id for each in rows})
    shipped = " · ".join(filter(None, worded.kind.words[worded.language]))
    steps = [_version(each, names.get(each.made_by_id, _("县里"))) for each in rows]
    return [*steps, Step(_("系统自带"), "", shipped, "" if worded.own else "now")]


def _version(each: NoticeTemplate, name: str) -> Step:
    until = f" – {moment(each.ended_at)}" if each.ended_at else ""
    note = " · ".join(filter(None, (each.title, each.body, name)))
    return Step(
        _("第 %(n)d 版") % {"n": each.version}, moment(each.since) + until, note, "" if each.ended_at else "now"
    )
