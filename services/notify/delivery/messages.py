"""What goes out of a delivery: under which key, to which address, in which words."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from services.kit.vault import VaultError
from services.notify import integration_secrets, outbox
from services.notify.channels import gateway
from services.notify.channels.base import Message
from services.notify.choices import Channel
from services.notify.delivery import digest
from services.notify.delivery.transitions import AttemptHistory
from services.notify.models import Delivery


def build_message(delivery: Delivery, merged: Sequence[Delivery], past: AttemptHistory) -> Message | None:
    """None where the address cannot be opened: it must not keep the rest of its batch from going out."""
    notification = delivery.notification
    title, body = digest.digest_text(delivery, merged) if merged else (notification.title, notification.body)
    is_repeat = past.was_uncertain and not gateway(delivery.channel).supports_idempotency
    try:
        address, secret = (
            integration_secrets.open_secrets(delivery.integration)
            if delivery.integration
            else (outbox.address_of(delivery), "")
        )
    except VaultError:
        return None
    return Message(
        delivery_id=_key(delivery, past),
        address=address,
        secret=secret,
        title=_("【重复发送】") + title if is_repeat else title,
        body=body,
        kind="digest" if merged else notification.kind,
        variables={"title": title, "body": body} if merged else notification.variables,
        path="" if merged else notification.path,
        is_retry=is_repeat,
    )


def _key(delivery: Delivery, past: AttemptHistory) -> UUID:
    """The delivery's id. What a carrier took, did not bring, and somebody sends again must be new to it; the receiver
    of a webhook, asked to be told again, knows the old one.
    """
    is_new = (
        past.was_accepted and delivery.channel != Channel.WEBHOOK and gateway(delivery.channel).supports_idempotency
    )
    return uuid5(delivery.public_id, str(delivery.resolved_at)) if is_new else delivery.public_id
