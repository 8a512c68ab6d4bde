"""Issue a link, revoke it, end those that lost their reason, and delete old ones."""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from services.access import audit
from services.access.actor import Actor, require_permission
from services.access.permissions import Permission
from services.kit.exceptions import ApplicationError
from services.links import kinds, queries
from services.links.choices import AuditAction
from services.links.kinds import LinkKind
from services.links.models import Link, LinkAnswer, LinkSession
from services.links.queries import hash_of

TOKEN_BYTES = 16
MAX_PURPOSE_LENGTH = Link.purpose.field.max_length
MAX_QUESTION_LENGTH: int = Link.question.field.max_length or 0
FOUR_DIGITS = re.compile(r"[0-9]{4}")


class UnableToIssueLink(ApplicationError):
    """The subject is not there for this actor, no number is known to confirm with, or a field is out of range."""


@transaction.atomic
def issue_link(
    *,
    kind: str,
    subject: UUID,
    purpose: str = "",
    days: int | None = None,
    question: str = "",
    digits: str = "",
    by: Actor,
    now: datetime,
) -> tuple[Link, str]:
    """Create a link; with its token, of which a hash is stored. Raises UnknownKind, UnableToIssueLink."""
    require_permission(by, Permission.ISSUE_LINKS)
    definition = kinds.get(kind)
    if not definition.may_issue(by, subject, now):
        raise UnableToIssueLink(_("没有找到，或不归您管。"), field="subject")
    _check_digits(definition, subject, digits)
    _check_question(definition, question)
    lasts = definition.days if days is None else days
    if not 1 <= lasts <= definition.max_days:
        raise UnableToIssueLink(_("有效天数要在 1 到 %d 之间。") % definition.max_days, field="days")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = Link(
        kind=kind,
        subject=subject,
        purpose=purpose.strip()[:MAX_PURPOSE_LENGTH],
        question=question.strip(),
        token_hash=hash_of(token),
        issued_by_id=by.user_id,
        issued_as=by.role,
        created_at=now,
        expires_at=now + timedelta(days=lasts),
        max_uses=definition.max_uses,
    )
    link.seal("digits", digits)
    link.save()
    audit.log(AuditAction.LINK_ISSUED, target=[subject, link], by=by, now=now, purpose=link.purpose)
    return link, token


def _check_digits(kind: LinkKind, subject: UUID, digits: str) -> None:
    if kind.is_feed and digits:
        raise UnableToIssueLink(_("日历订阅不用号码确认。"), field="digits")
    if kind.is_feed:
        return
    if kind.digits is None and not FOUR_DIGITS.fullmatch(digits):
        raise UnableToIssueLink(_("请填对方手机号的最后四位数字。"), field="digits")
    if kind.digits is not None and digits:
        raise UnableToIssueLink(_("这种链接用家里登记的号码确认，不用另填。"), field="digits")
    if kind.digits is not None and not kind.digits(subject):
        raise UnableToIssueLink(_("还没有登记家里能用的电话：打开链接的人要用号码的最后四位确认。请先登记。"))


def _check_question(kind: LinkKind, question: str) -> None:
    is_worded = kind.question is not None and kind.question.is_worded_by_issuer
    if is_worded and not question.strip():
        raise UnableToIssueLink(_("请写明问什么事。"), field="question")
    if question.strip() and not is_worded:
        raise UnableToIssueLink(_("这种链接问什么是定好的，不用另填。"), field="question")
    if len(question.strip()) > MAX_QUESTION_LENGTH:
        raise UnableToIssueLink(_("最多 %d 个字。") % MAX_QUESTION_LENGTH, field="question")


@transaction.atomic
def revoke_link(*, link: Link, by: Actor, now: datetime) -> None:
    """End a link at once, also on the phone on which it is open. Revoking it again changes nothing."""
    require_permission(by, Permission.ISSUE_LINKS)
    if Link.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now):
        audit.log(AuditAction.LINK_REVOKED, target=[link.subject, link], by=by, now=now)


@transaction.atomic
def end_unfounded(*, links: QuerySet[Link], by: Actor | None, now: datetime) -> int:
    """End those links whose issuer could no longer issue them; how many. Runs when a reason to see a child ends."""
    ending = queries.unfounded(links.filter(revoked_at=None, expires_at__gt=now), now)
    Link.objects.filter(pk__in=[link.pk for link in ending]).update(revoked_at=now)
    for link in ending:
        audit.log(AuditAction.LINK_ENDED, target=[link.subject, link], by=by, now=now)
    return len(ending)


@transaction.atomic
def purge(ids: Sequence[int]) -> int:
    """Delete links with their sessions and answers; the number of links."""
    LinkSession.objects.filter(link__in=ids).delete()
    LinkAnswer.objects.filter(link__in=ids).delete()
    return Link.objects.filter(pk__in=ids).delete()[0]
