"""到期资料: what is kept for how long, the lists that wait to be confirmed, and what was deleted."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from services.access import audit
from services.access import queries as people
from services.access.permissions import Permission
from services.kit import clock
from services.retention import actions, queries
from services.retention.choices import AuditAction
from services.retention.models import Deletion, RetentionList
from services.retention.rules import BY_KEY, RULES, RetentionRule
from services.web.components import Column, Row, Table
from services.web.decorators import requires
from services.web.framework import get_visible_or_404, perform_and_flash
from services.web.page_request import PageRequest
from services.web.schools.tabs import school_tabs

MAX_LISTS, MAX_DELETIONS = 30, 20
# A list has at most 2000 targets (retention.actions); a page of all of them would be read by nobody.
MAX_ENTRIES = 500


@requires(Permission.CONFIRM_DELETION)
def lists(request: PageRequest) -> HttpResponse:
    rows = list(queries.visible_lists(request.actor).defer("targets")[:MAX_LISTS])
    context = {
        "tabs": school_tabs(request.actor, "web:retention_lists"),
        "waiting": [(row, BY_KEY[row.kind].title) for row in rows if row.confirmed_at is None],
        "confirmed": [(row, BY_KEY[row.kind].title) for row in rows if row.confirmed_at],
        "rules": _rules_table(),
        "deletions": _deletions_table(list(queries.deletions()[:MAX_DELETIONS])),
    }
    return render(request, "retention/lists.html", context)


@requires(Permission.CONFIRM_DELETION)
def list_(request: PageRequest, public_id: UUID) -> HttpResponse:
    current = _get(request, public_id)
    entries = queries.entries_of(current, MAX_ENTRIES)
    # Only the people who were shown: the log must not claim that somebody read of the others.
    target = [current, *current.targets[:MAX_ENTRIES]]
    audit.log(AuditAction.LIST_VIEWED, target=target, by=request.actor, now=clock.now())
    context = {
        "list": current,
        "rule": BY_KEY[current.kind],
        "entries": entries,
        "more": max(current.total - len(entries), 0) if current.finished_at is None else 0,
        "confirmed_by": people.names_of([current.confirmed_by_id])[current.confirmed_by_id],
    }
    return render(request, "retention/list.html", context)


@require_POST
@requires(Permission.CONFIRM_DELETION)
def confirm(request: PageRequest, public_id: UUID) -> HttpResponse:
    current = _get(request, public_id)
    perform_and_flash(request, _("已确认，今晚删除。"), actions.confirm_list, retention_list=current)
    return redirect("web:retention_lists")


def _get(request: PageRequest, public_id: UUID) -> RetentionList:
    return get_visible_or_404(queries.visible_lists(request.actor), public_id)


def _rules_table() -> Table:
    columns = [Column(_("资料")), Column(_("保留多久")), Column(_("为什么")), Column(_("怎么删"))]
    return Table("rules", _("保留期限"), columns, [_rule_row(rule) for rule in RULES], look="cards")


def _rule_row(rule: RetentionRule) -> Row:
    kept = _("%(from)s后 %(n)d 天") % {"from": rule.counted_from, "n": rule.keep.days}
    how = _("列清单，确认后删除") if rule.is_personal else _("到期自动删除")
    return Row([rule.title, kept, rule.reason, how])


def _deletions_table(rows: list[Deletion]) -> Table:
    columns = [Column(_("时间")), Column(_("资料")), Column(_("条数"), is_number=True)]
    return Table("deletions", _("最近删除的"), columns, [_deletion_row(row) for row in rows], look="brief")


def _deletion_row(row: Deletion) -> Row:
    at = date_format(timezone.localtime(row.deleted_at), _("n月j日 H:i"))
    rule = BY_KEY.get(row.kind)
    return Row([at, rule.title if rule else _("其他资料"), row.count])
