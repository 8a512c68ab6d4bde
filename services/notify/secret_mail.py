"""Mail with a secret in it: sent at once and stored nowhere.

The outbox would keep the secret in a row, where the delivery log, a backup and every worker could read it.
"""

from django.utils.translation import gettext as _

from services.kit.exceptions import ApplicationError
from services.kit.ids import uuid7
from services.notify.channels import gateway
from services.notify.channels.base import Message
from services.notify.choices import AttemptOutcome, Channel


class MailNotSent(ApplicationError):
    """The mail server refused the message or does not answer."""


def send(*, address: str, title: str, body: str) -> None:
    """Send one mail. Takes up to the timeout of the mail server. Raises MailNotSent."""
    result = gateway(Channel.EMAIL).send(Message(delivery_id=uuid7(), address=address, title=title, body=body))
    # Unknown counts as sent: the person sees whether it arrives, and can ask again.
    if result.outcome not in {AttemptOutcome.ACCEPTED, AttemptOutcome.UNKNOWN}:
        raise MailNotSent(_("邮件没有发出去，请核对地址，或过几分钟再试。"))
