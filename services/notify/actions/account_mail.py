"""Account links and codes by mail, to an address that is the person's."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from services.access.actions.account_links import issue_account_link
from services.access.actor import Actor
from services.access.choices import LinkDelivery
from services.access.models import AccountLink
from services.accounts.email_codes import CODE_MINUTES, PendingEmail, issue_code
from services.kit.exceptions import ApplicationError
from services.notify import secret_mail
from services.schools.models import Staff
from services.schools.queries import verified_email


class NoVerifiedEmail(ApplicationError):
    """The person has proved no address to be theirs."""


@transaction.atomic
def mail_account_link(*, staff: Staff, page: str, by: Actor, now: datetime) -> AccountLink:
    """Send an account link to the verified address of its person; nobody else sees it. `page` opens links.

    Raises UnableToHelp, NoVerifiedEmail, MailNotSent; then there is no link, and an earlier one stays.
    """
    link, token = issue_account_link(staff=staff, by=by, now=now, delivery=LinkDelivery.MAIL)
    if not (address := verified_email(staff)):
        raise NoVerifiedEmail(
            _("%(name)s没有核实过的电子邮箱，请把链接打印出来，当面交给本人。") % {"name": staff.name}
        )
    with translation.override(staff.language):
        secret_mail.send(
            address=address,
            title=_("找回您的暖阳账号"),
            body=_(
                "学校或县里给您发了找回账号的链接，24 小时内有效，只能用一次：\n%(url)s\n"
                "如果您没有要过，请不要打开，马上联系学校管理员或县里。"
            )
            % {"url": f"{page}#{token}"},
        )
    return link


def mail_code(*, user_id: int, address: str, now: datetime) -> PendingEmail:
    """Send a code to an address that somebody says is theirs. Raises TooManyCodes, MailNotSent."""
    pending, code = issue_code(user_id=user_id, address=address, now=now)
    secret_mail.send(
        address=address,
        title=_("核实您的电子邮箱"),
        body=_("验证码：%(code)s，%(minutes)s 分钟内有效。如果不是您本人在办，不用理会。")
        % {"code": code, "minutes": CODE_MINUTES},
    )
    return pending
