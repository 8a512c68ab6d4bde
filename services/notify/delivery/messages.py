"""Build the message of a delivery for its gateway: idempotency key, address, text."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from services.kit.vault import VaultError
from services.notify import outbox
from services.notify.channels import gateway
from services.notify.channels.base import Message
from services.notify.choices import Channel
from services.notify.delivery import digest
from services.notify.delivery.transitions import AttemptHistory
from services.notify.models import Delivery


def build_message(delivery: Delivery, merged: Sequence[Delivery], history: AttemptHistory) -> Message | None:
    """The message with the members of its digest. None when the address cannot be opened; the batch goes on."""
    notification = delivery.notification
    title, body = digest.digest_text(delivery, merged) if merged else (notification.title, notification.body)
    is_retry = history.was_uncertain and not gateway(delivery.channel).supports_idempotency
    try:
        address, secret = _address_and_secret(delivery)
    except VaultError:
        return None
    return Message(
        delivery_id=_idempotency_key(delivery, history),
        address=address,
        secret=secret,
        title=_("【重复发送】") + title if is_retry else title,
        body=body,
        kind="digest" if merged else notification.kind,
        variables={"title": title, "body": body} if merged else notification.variables,
        path="" if merged else notification.path,
        is_retry=is_retry,
    )


def _address_and_secret(delivery: Delivery) -> tuple[str, str]:
    if delivery.integration:
        return delivery.integration.unseal("address"), delivery.integration.unseal("secret")
    return outbox.address_of(delivery), ""


def _idempotency_key(delivery: Delivery, history: AttemptHistory) -> UUID:
    """The public id of the delivery, or a new key for a message the carrier accepted, lost, and is to send again.

    Under the old key it would report success and send nothing. A webhook keeps its key: the receiver asked for a
    replay and knows the old ids.
    """
    is_new = (
        history.was_accepted and delivery.channel != Channel.WEBHOOK and gateway(delivery.channel).supports_idempotency
    )
    return uuid5(delivery.public_id, str(delivery.resolved_at)) if is_new else delivery.public_id
