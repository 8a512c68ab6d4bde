"""给出的链接: what was given to people without an account, until when, on how many phones; the end of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.actor import Actor
from services.access.permissions import Permission
from services.kit import clock
from services.links import actions, kinds, queries
from services.links.choices import AuditAction
from services.links.kinds import LinkKind, UnknownKind
from services.links.models import Link
from services.web.decorators import requires
from services.web.forms import max_length
from services.web.framework import form_status, get_visible_or_404, paginate, perform, perform_and_flash
from services.web.page_request import PageRequest


class LinkForm(forms.Form):
    """For how many days, and what for."""

    field_order = ("days", "purpose")
    purpose = forms.CharField(
        label=gettext_lazy("发给谁、做什么用"),
        max_length=max_length(Link, "purpose"),
        help_text=gettext_lazy("只有学校里的人看得到，例如“外婆，平时她接送”。"),
    )

    def __init__(self, *args: object, kind: LinkKind) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["days"] = forms.IntegerField(
            label=_("几天有效"),
            min_value=1,
            max_value=kind.max_days,
            initial=kind.days,
            help_text=_("最多 %d 天。") % kind.max_days,
        )
        self.order_fields(self.field_order)


@requires(Permission.ISSUE_LINKS)
def links(request: PageRequest) -> HttpResponse:
    """The links of oneself, or of the school; newest first."""
    page = paginate(request, queries.visible_to(request.actor), "web.links")
    now = clock.now()
    names = _names(request.actor, page.rows, now)
    audit.log(AuditAction.LINKS_VIEWED, target=list(names), by=request.actor, now=now)
    rows = [(row, names.get(row.subject, ""), kinds.title_of(row.kind), queries.is_open(row, now)) for row in page.rows]
    return render(request, "links/links.html", {"rows": rows, **page.links})


@requires(Permission.ISSUE_LINKS)
def new(request: PageRequest, public_id: UUID, kind: str) -> HttpResponse:
    """Issue the link of a kind about one subject. It is in this response and nowhere else."""
    definition = _definition(request, kind, public_id)
    form = LinkForm(request.POST or None, kind=definition)
    issued = perform(request, form, actions.issue_link, kind=kind, subject=public_id)
    if issued is None:
        context = {"form": form, "kind": definition}
        return render(request, "links/link_new.html", context, status=form_status(form))
    link, token = issued
    url = f"{request.build_absolute_uri(reverse('web:link_open'))}#{token}"
    return render(request, "links/link_issued.html", {"link": link, "kind": definition, "url": url})


@require_POST
@requires(Permission.ISSUE_LINKS)
def revoke(request: PageRequest, public_id: UUID) -> HttpResponse:
    link = get_visible_or_404(queries.visible_to(request.actor), public_id)
    perform_and_flash(request, _("链接已收回，打开过的手机也看不到了。"), actions.revoke_link, link=link)
    return redirect("web:links")


def _names(by: Actor, rows: Sequence[Link], now: datetime) -> dict[UUID, str]:
    """What the subjects of some links are called, kind by kind."""
    names: dict[UUID, str] = {}
    for kind in filter(kinds.is_known, {row.kind for row in rows}):
        names |= kinds.get(kind).names(by, {row.subject for row in rows if row.kind == kind}, now)
    return names


def _definition(request: PageRequest, kind: str, subject: UUID) -> LinkKind:
    """The kind that the address names. What is not this person's to give is not there."""
    try:
        definition = kinds.get(kind)
    except UnknownKind as error:
        raise Http404 from error
    if not definition.may_issue(request.actor, subject, clock.now()):
        raise Http404
    return definition
