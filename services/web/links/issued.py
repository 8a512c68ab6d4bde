"""给出的链接: what was given to people without an account, until when, on how many phones; the end of it."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from services.access import audit
from services.access.permissions import Permission
from services.kit import clock
from services.links import kinds, queries
from services.links.actions import issuing
from services.links.choices import AuditAction
from services.links.kinds import LinkKind, UnknownKind
from services.links.models import Link
from services.web.decorators import requires
from services.web.forms import max_length
from services.web.framework import form_status, get_visible_or_404, paginate, perform, perform_and_flash
from services.web.links.feeds import feed_form_url
from services.web.links.given import given_links, to_list
from services.web.page_request import PageRequest


class LinkForm(forms.Form):
    """For how many days, and what for; what is asked and the digits where the issuer names them."""

    field_order = ("question", "purpose", "digits", "days")
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
        if kind.question and kind.question.is_worded_by_issuer:
            self.fields["question"] = forms.CharField(
                label=_("问什么事"),
                max_length=max_length(Link, "question"),
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("家里看到的就是这句话。写清楚做什么、哪一天，例如“参加9月14日在校体检，结果告诉家长”。"),
            )
        if kind.digits is None and not kind.is_feed:
            self.fields["digits"] = forms.RegexField(
                issuing.FOUR_DIGITS,
                label=_("对方手机号的最后四位"),
                error_messages={"invalid": _("请填四位数字。")},
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
                help_text=_("打开链接时要填对这四位。"),
            )
        self.order_fields(self.field_order)


@requires(Permission.ISSUE_LINKS)
def links(request: PageRequest) -> HttpResponse:
    """The links of oneself, or of the school; newest first."""
    now = clock.now()
    page = paginate(request, to_list(queries.visible_to(request.actor), now), "web.links")
    rows = given_links(page.rows, request.actor, now)
    audit.log(AuditAction.LINKS_VIEWED, target=[row.link.subject for row in rows], by=request.actor, now=now)
    context = {"rows": rows, "feed_form_url": feed_form_url(request.actor), **page.links}
    return render(request, "links/links.html", context)


@requires(Permission.ISSUE_LINKS)
def new(request: PageRequest, public_id: UUID, kind: str) -> HttpResponse:
    """Issue the link of a kind about one subject. It is in this response and nowhere else."""
    definition = _definition(request, kind, public_id)
    form = LinkForm(request.POST or None, kind=definition)
    issued = perform(request, form, issuing.issue_link, kind=kind, subject=public_id)
    if issued is None:
        context = {"form": form, "kind": definition}
        return render(request, "links/link_new.html", context, status=form_status(form))
    link, token = issued
    template = "links/feed_issued.html" if definition.is_feed else "links/link_issued.html"
    url = request.build_absolute_uri(definition.path(token))
    return render(request, template, {"link": link, "kind": definition, "url": url})


@require_POST
@requires(Permission.ISSUE_LINKS)
def revoke(request: PageRequest, public_id: UUID) -> HttpResponse:
    link = get_visible_or_404(queries.visible_to(request.actor), public_id)
    perform_and_flash(request, _("链接已收回，打开过的手机也看不到了。"), issuing.revoke_link, link=link)
    return redirect("web:links")


def _definition(request: PageRequest, kind: str, subject: UUID) -> LinkKind:
    """The kind that the address names. What is not this person's to give is not there."""
    try:
        definition = kinds.get(kind)
    except UnknownKind as error:
        raise Http404 from error
    if not definition.may_issue(request.actor, subject, clock.now()):
        raise Http404
    return definition
