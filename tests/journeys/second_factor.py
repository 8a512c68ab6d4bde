"""Setting up a second factor in a browser, as heads, admins and officers must before any other page."""

import time
from typing import NamedTuple

from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Page

PASSKEY_DEVICE = {  # of Chromium's virtual authenticator
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Enrolled(NamedTuple):
    """What the authenticator keeps, and the code that was used up to prove it."""

    secret: str
    used_code: str


def code_of(secret: str, *, steps: int = 0) -> str:
    """The code of now, or of a later step, which is accepted as the clocks of phones are inexact."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_codes(page: Page, password: str) -> Enrolled:
    """Enrol with an authenticator, which asks for the password once more."""
    page.get_by_role("link", name="启用验证器").click()
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="确认").click()
    secret = page.locator("code").inner_text()
    link = page.get_by_role("link", name="就在这部手机上打开验证器")
    assert link.get_attribute("href").startswith("otpauth://totp/")  # type: ignore[union-attr]
    code = code_of(secret)
    page.get_by_label("输入验证器上的 6 位数字").fill(code)
    page.get_by_role("button", name="启用").click()
    page.get_by_role("heading", name="备用码").wait_for()
    return Enrolled(secret, code)
