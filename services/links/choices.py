"""Choices of this app, stored as text."""

from django.utils.translation import gettext_lazy as _

from services.access import audit_actions


@audit_actions.register
class AuditAction(audit_actions.AuditActionChoices):
    """What an audit event of this app can record. Whoever opens a link has no account: no person stands there."""

    LINKS_VIEWED = "links.viewed", _("看给出的链接")
    LINK_ISSUED = "links.issued", _("发出一个链接")
    LINK_OPENED = "links.opened", _("链接被打开")
    LINK_ANSWERED = "links.answered", _("链接上作了回答")
    LINK_LOCKED = "links.locked", _("链接因多次答错作废")
    LINK_REVOKED = "links.revoked", _("收回一个链接")
    LINK_ENDED = "links.ended", _("链接随发出人的权限结束")
