"""Notify people by inbox and e-mail of changes to their account, so that an unauthorised change is noticed."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from services.access.account_events import on_account_event
from services.access.choices import AuditAction
from services.notify import outbox
from services.notify.choices import Channel, Urgency
from services.schools.models import Officer, Staff
from services.schools.scope import current_scope

KIND = "account.changed"


@on_account_event
def notify_person(*, user_id: int, action: AuditAction, now: datetime) -> None:
    """Write the notification about one change of an account. Nobody is notified where the scope sees no such person."""
    person: Officer | Staff | None = Staff.objects.filter(user_id=user_id).first()
    if person is None and current_scope().role == "r_county":  # a school's role cannot read officers
        person = Officer.objects.filter(user_id=user_id).first()
    if person is None:
        return
    with translation.override(person.language):
        outbox.add(
            # With the moment: each change of an account is a message of its own, never merged with an earlier one.
            dedupe_key=f"{KIND}:{action}:{user_id}:{now.isoformat()}",
            kind=KIND,
            title=_("您的账号：%(what)s") % {"what": action.label},
            body=_("如果不是您本人办的，请马上联系学校管理员或县里，并修改密码。"),
            recipient_id=user_id,
            recipient_name=person.name,
            email=person.email,
            channels=(Channel.INBOX, Channel.EMAIL),
            urgency=Urgency.NORMAL,
            now=now,
        )
