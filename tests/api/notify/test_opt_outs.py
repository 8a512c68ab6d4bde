"""Recipients who opt out get no messages in the whole county until they opt in; nobody reads who did."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.access.models import AuditEvent
from services.notify import channels, delivery
from services.notify.choices import Urgency
from services.notify.models import OptOut
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import TenantCast, Town
from tests.factories.notify import deliveries, text_message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]
PHONE = "13812345678"
BODY = {"channel": "sms", "address": PHONE}


@pytest.fixture(autouse=True)
def _gateway(settings: Any) -> Iterator[None]:
    """Every SMS goes to a gateway that accepts all. Gateways are cached per process."""
    settings.NOTIFY_CHANNELS = {"sms": "services.notify.channels.null.NullGateway"}
    channels.gateway.cache_clear()
    yield
    channels.gateway.cache_clear()


def deliver(town: Town, school: TenantCast, key: str, **more: Any) -> str:
    """Return the state of a message to the number that is added and delivered now."""
    text_message(school, town.monday, key, phone=PHONE, **more)
    delivery.deliver_batches(now=town.monday)
    return next(row.state for row in deliveries() if row.notification.dedupe_key == key)


def test_opt_out_holds_in_the_whole_county_except_for_alerts(town: Town, calls: Any) -> None:
    assert deliver(town, town.a, "before") == "sent"
    assert calls(town.admin_zhao).post("opt-outs", {**BODY, "address": "138 1234-5678"}).status_code == 204
    assert calls(town.admin_zhao).post("opt-outs", BODY).status_code == 204, "idempotent"

    assert deliver(town, town.a, "own school") == "dead"
    assert deliver(town, town.b, "other school") == "dead"
    assert deliver(town, town.c, "other county") == "sent"
    assert deliver(town, town.a, "alert", urgency=Urgency.SAFETY, title="警报") == "sent"


def test_opt_in_is_recorded_by_the_same_school_or_the_county(town: Town, calls: Any) -> None:
    path = "opt-outs/remove"
    calls(town.admin_zhao).post("opt-outs", BODY)
    for stranger in (town.admin_of_b, town.admin_of_c, town.officer_of_other):
        refused = calls(stranger).post(path, BODY)
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "address")
    assert deliver(town, town.a, "still") == "dead"

    assert calls(town.head_li).post(path, BODY).status_code == 204
    assert deliver(town, town.a, "again") == "sent"
    assert calls(town.head_li).post(path, BODY).status_code == 400, "nothing is left to remove"
    for school in (town.head_li, town.admin_of_b):
        calls(school).post("opt-outs", BODY)
    assert calls(town.head_li).post(path, BODY).status_code == 204
    assert deliver(town, town.a, "other school") == "dead"
    assert calls(town.officer).post(path, BODY).status_code == 204
    with scope(ALL_TENANTS):
        assert not OptOut.objects.exists()


def test_opt_out_needs_the_permission_and_stores_no_number(town: Town, calls: Any) -> None:
    for closed in (town.teacher_wang, town.nurse_sun, town.actors["leader"], town.actors["auditor"]):
        for path in ("opt-outs", "opt-outs/remove"):
            assert calls(closed).post(path, BODY).status_code == 403
    assert calls(town.head_li).get("opt-outs").status_code == 405

    for _again in range(2):
        response = calls(town.head_li).post("opt-outs", {**BODY, "source": "家长电话里说"}, **{"Idempotency-Key": "k"})
        assert response.status_code == 204
    with town.a.inside():
        (entry,) = AuditEvent.objects.filter(action="notify.opted_out")
        row = OptOut.objects.get()
    assert (entry.detail, row.source) == ({"channel": "sms"}, "家长电话里说")
    assert PHONE not in f"{entry.detail}{entry.target}{row.source}{row.address_index}"


def test_opt_out_of_a_parent_is_shown_with_the_number(town: Town, calls: Any) -> None:
    path = f"children/{town.xiaoming.public_id}/phone-numbers"
    head = calls(town.head_li)
    (number,) = head.post(path, {"owner": "mother", "number": PHONE}).json()["phone_numbers"]
    one = f"{path}/{number['id']}"
    assert number["refuses_sms"] is False
    for stranger in (town.admin_of_b, town.admin_of_c):
        assert calls(stranger).send("patch", one, {"refuses_sms": True}).status_code == 404
    for closed in (town.teacher_wang, town.officer):
        assert calls(closed).send("patch", one, {"refuses_sms": True}).status_code == 403

    (changed,) = head.send("patch", one, {"refuses_sms": True}).json()["phone_numbers"]
    assert (changed["refuses_sms"], changed["works_from"]) == (True, None)
    assert deliver(town, town.a, "opted out") == "dead"
    (changed,) = head.send("patch", one, {"refuses_sms": False}).json()["phone_numbers"]
    assert changed["refuses_sms"] is False
    assert deliver(town, town.a, "to the mother") == "sent"
    twice = head.send("patch", one, {"refuses_sms": False})
    assert (twice.status_code, twice.json()["errors"][0]["attr"]) == (400, "address")
    with town.a.inside():
        pupil = str(town.a.pupils["王小明"].public_id)
        assert AuditEvent.objects.filter(action="children.sms_opt_out_set", target=[pupil]).count() == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"channel": "call", "address": PHONE}, "channel"),
        ({"channel": "sms", "address": "0888-1234567"}, "address"),
        ({"channel": "sms", "address": "somebody@school.example"}, "address"),
        ({"channel": "email", "address": PHONE}, "address"),
        ({"channel": "sms"}, "address"),
    ],
    ids=str,
)
def test_invalid_address_is_400_on_its_field(town: Town, calls: Any, body: Any, field: str) -> None:
    for path in ("opt-outs", "opt-outs/remove"):
        refused = calls(town.head_li).post(path, body)
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, field)
    with scope(ALL_TENANTS):
        assert not OptOut.objects.exists()
