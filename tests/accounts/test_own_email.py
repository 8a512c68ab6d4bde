"""Links to regain access are mailed to an address that its owner has proved, and to no other."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from services.access.models import AccountLink, AuditEvent
from services.notify.models import Notification
from services.schools.models import Officer, Staff
from tests.api.responses import ok
from tests.cast import PASSWORD, Town

pytestmark = pytest.mark.usefixtures("at_monday")
PAGE, CODE_PAGE = "/accounts/own-email/", "/accounts/own-email/code/"
ADDRESS = "wang@school.example"


def log_in(username: str) -> Client:
    """Logged in, with the password given again."""
    client = Client()
    assert client.post("/accounts/login/", {"login": username, "password": PASSWORD}).status_code == 302
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


def body_of(mail: Any) -> str:
    return mail.get_payload(decode=True).decode()


def ask(client: Client, postman: Any, address: str = ADDRESS) -> str:
    """The code that is mailed to an address."""
    assert client.post(PAGE, {"address": address})["Location"] == CODE_PAGE
    assert postman.mail[-1]["To"] == address
    return re.findall(r"\d{6}", body_of(postman.mail[-1]))[0]


def verify(client: Client, postman: Any, address: str = ADDRESS) -> None:
    assert client.post(CODE_PAGE, {"code": ask(client, postman, address)}).status_code == 302


def mail_link(caller: Any, staff: Staff) -> Any:
    return caller.post(f"staff/{staff.public_id}/account-links", {"by": "mail"})


def test_link_goes_to_the_verified_address_and_is_shown_to_nobody_else(town: Town, calls: Any, postman: Any) -> None:
    verify(log_in("wang_a"), postman)

    answer = ok(mail_link(calls(town.admin_zhao), town.a.staff["wang"]), 201)

    assert answer["url"] is None
    assert postman.mail[-1]["To"] == ADDRESS
    url = re.findall(r"https?://\S+", body_of(postman.mail[-1]))[0]
    assert Client().post("/accounts/link/", {"code": url.partition("#")[2]}).status_code == 302
    with town.a.inside():
        event = AuditEvent.objects.get(action="access.account_link_issued")
        assert (event.user_id, event.detail) == (town.admin_zhao.user_id, {"delivery": "mail"})
        assert not any(url.partition("#")[2] in row.title + row.body for row in Notification.objects.all())


def test_link_is_not_mailed_to_an_address_that_nobody_proved(
    town: Town, calls: Any, browses: Any, postman: Any
) -> None:
    admin, wang = calls(town.admin_zhao), town.a.staff["wang"]
    with town.a.inside():
        Staff.objects.filter(pk=wang.pk).update(email=ADDRESS)

    refused = mail_link(admin, wang)
    page = browses(town.admin_zhao)
    page.post(f"/members/staff/{wang.public_id}/mailed-link/")

    assert refused.status_code == 409
    assert "没有核实过的电子邮箱" in refused.content.decode()
    shown = page.get("/members/").content.decode()
    assert "没有核实过的电子邮箱" in shown
    assert "mailed-link" not in shown, "no button that can only fail"
    assert postman.mail == []
    with town.a.inside():
        assert not AccountLink.objects.exists()


def test_address_changed_by_the_school_is_no_longer_verified(town: Town, calls: Any, postman: Any) -> None:
    client, admin, wang = log_in("wang_a"), calls(town.admin_zhao), town.a.staff["wang"]
    verify(client, postman)
    ok(admin.send("patch", f"staff/{wang.public_id}", {"email": "zhao@school.example"}))

    assert mail_link(admin, wang).status_code == 409
    assert "还没有核实" in client.get(PAGE).content.decode()


def test_former_address_and_inbox_are_notified_of_a_new_address(
    town: Town, postman: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, user_id = log_in("wang_a"), town.teacher_wang.user_id
    verify(client, postman)

    monkeypatch.setenv("NUANYANG_CLOCK", (town.monday + timedelta(minutes=1)).isoformat())
    verify(client, postman, "new@school.example")

    with town.a.inside():
        staff = Staff.objects.get(user_id=user_id)
        assert (staff.email, staff.verified_email) == ("new@school.example", "new@school.example")
        assert AuditEvent.objects.filter(action="access.email_verified", user_id=user_id).count() == 2
        notified = Notification.objects.filter(kind="account.changed", recipient_id=user_id).order_by("pk")
        assert [row.title for row in notified] == ["您的账号：核实电子邮箱"] * 2
        assert "email" in notified[1].deliveries.values_list("channel", flat=True)


def test_code_is_needed_is_limited_and_ends(town: Town, postman: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = log_in("wang_a")
    code = ask(client, postman)
    wrong = f"{(int(code) + 1) % 10**6:06}"

    answers = [client.post(CODE_PAGE, {"code": wrong}).content.decode() for _ in range(6)]
    right_too_late = client.post(CODE_PAGE, {"code": code})
    monkeypatch.setenv("NUANYANG_CLOCK", (town.monday + timedelta(minutes=31)).isoformat())
    client = log_in("wang_a")
    expired = client.post(CODE_PAGE, {"code": code})

    assert "验证码不对" in answers[4]
    assert "试错次数过多" in answers[5]
    assert right_too_late.status_code == 422
    assert expired.status_code == 302, "another login has no pending address"
    with town.a.inside():
        assert Staff.objects.get(user_id=town.teacher_wang.user_id).verified_email == ""


def test_code_ends_after_half_an_hour(town: Town, postman: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = log_in("wang_a")
    code = ask(client, postman)
    monkeypatch.setenv("NUANYANG_CLOCK", (town.monday + timedelta(minutes=30)).isoformat())

    assert "过期了" in client.post(CODE_PAGE, {"code": code}).content.decode()


def test_mails_to_other_peoples_addresses_are_limited(town: Town, postman: Any) -> None:
    client = log_in("wang_a")
    statuses = [client.post(PAGE, {"address": f"a{number}@x.example"}).status_code for number in range(6)]

    assert statuses == [302] * 5 + [422]
    assert len(postman.mail) == 5


def test_page_asks_for_the_password_again(town: Town, browses: Any, postman: Any) -> None:
    """As for somebody who finds a session open."""
    client = browses(town.teacher_wang)

    for path, values in ((PAGE, {"address": ADDRESS}), (CODE_PAGE, {"code": "123456"})):
        assert "/accounts/reauthenticate/" in client.post(path, values)["Location"]
    assert postman.mail == []


def test_mail_server_that_refuses_leaves_no_link_and_no_pending_address(town: Town, calls: Any, postman: Any) -> None:
    client = log_in("wang_a")
    verify(client, postman)
    postman.answer = "550 no such box"

    refused = mail_link(calls(town.admin_zhao), town.a.staff["wang"])

    assert (refused.status_code, client.post(PAGE, {"address": "b@x.example"}).status_code) == (409, 422)
    assert "邮件没有发出去" in refused.content.decode()
    with town.a.inside():
        assert not AccountLink.objects.exists()
        assert not AuditEvent.objects.filter(action="access.account_link_issued").exists()


def test_officer_verifies_an_address_too(town: Town, postman: Any) -> None:
    verify(log_in("county_of_qinghe"), postman, "liang@bureau.example")

    with town.county_scope():
        assert Officer.objects.get(user_id=town.officer.user_id).verified_email == "liang@bureau.example"
