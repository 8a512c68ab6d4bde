"""Who asks not to be written to is not written to, in the whole county, until they ask again; and nobody reads it."""

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
    """Every SMS goes to a gateway that takes all. Gateways are made once per process."""
    settings.NOTIFY_CHANNELS = {"sms": "services.notify.channels.null.NullGateway"}
    channels.gateway.cache_clear()
    yield
    channels.gateway.cache_clear()


def sends(town: Town, place: TenantCast, key: str, **more: Any) -> str:
    """What becomes of a message to the number, put and delivered now."""
    text_message(place, town.monday, key, phone=PHONE, **more)
    delivery.deliver_batches(now=town.monday)
    return next(row.state for row in deliveries() if row.notification.dedupe_key == key)


def test_a_refused_number_is_spared_everywhere_in_the_county_but_for_alerts(town: Town, calls: Any) -> None:
    assert sends(town, town.a, "before") == "sent"
    assert calls(town.admin_zhao).post("opt-outs", {**BODY, "address": "138 1234-5678"}).status_code == 204
    assert calls(town.admin_zhao).post("opt-outs", BODY).status_code == 204, "said again"

    assert sends(town, town.a, "here") == "dead"
    assert sends(town, town.b, "next door") == "dead"
    assert sends(town, town.c, "other county") == "sent"
    assert sends(town, town.a, "alert", urgency=Urgency.SAFETY, title="警报") == "sent"


def test_they_may_ask_for_it_again_where_they_refused_it_or_at_the_county(town: Town, calls: Any) -> None:
    end = "opt-outs/remove"
    calls(town.admin_zhao).post("opt-outs", BODY)
    for stranger in (town.admin_of_b, town.admin_of_c, town.officer_of_other):
        refused = calls(stranger).post(end, BODY)
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, "address")
    assert sends(town, town.a, "still") == "dead"

    assert calls(town.head_li).post(end, BODY).status_code == 204
    assert sends(town, town.a, "again") == "sent"
    assert calls(town.head_li).post(end, BODY).status_code == 400, "there is nothing left to take back"
    for school in (town.head_li, town.admin_of_b):
        calls(school).post("opt-outs", BODY)
    assert calls(town.head_li).post(end, BODY).status_code == 204
    assert sends(town, town.a, "next door it is refused still") == "dead"
    assert calls(town.officer).post(end, BODY).status_code == 204
    with scope(ALL_TENANTS):
        assert not OptOut.objects.exists()


def test_nobody_else_may_and_the_number_stands_nowhere(town: Town, calls: Any) -> None:
    for closed in (town.teacher_wang, town.nurse_sun, town.actors["leader"], town.actors["auditor"]):
        for at in ("opt-outs", "opt-outs/remove"):
            assert calls(closed).post(at, BODY).status_code == 403
    assert calls(town.head_li).get("opt-outs").status_code == 405

    for _again in range(2):
        told = calls(town.head_li).post("opt-outs", {**BODY, "source": "家长电话里说"}, **{"Idempotency-Key": "k"})
        assert told.status_code == 204
    with town.a.inside():
        (entry,) = AuditEvent.objects.filter(action="notify.opted_out")
        row = OptOut.objects.get()
    assert (entry.detail, row.source) == ({"channel": "sms"}, "家长电话里说")
    assert PHONE not in f"{entry.detail}{entry.target}{row.source}{row.address_index}"


def test_a_parent_who_wants_no_text_messages_is_written_down_beside_the_number(town: Town, calls: Any) -> None:
    at = f"children/{town.xiaoming.public_id}/phone-numbers"
    head = calls(town.head_li)
    (number,) = head.post(at, {"owner": "mother", "number": PHONE}).json()["phone_numbers"]
    one = f"{at}/{number['id']}"
    assert number["refuses_sms"] is False
    for stranger in (town.admin_of_b, town.admin_of_c):
        assert calls(stranger).send("patch", one, {"refuses_sms": True}).status_code == 404
    for closed in (town.teacher_wang, town.officer):
        assert calls(closed).send("patch", one, {"refuses_sms": True}).status_code == 403

    (told,) = head.send("patch", one, {"refuses_sms": True}).json()["phone_numbers"]
    assert (told["refuses_sms"], told["works_from"]) == (True, None)
    assert sends(town, town.a, "not to her") == "dead"
    (told,) = head.send("patch", one, {"refuses_sms": False}).json()["phone_numbers"]
    assert told["refuses_sms"] is False
    assert sends(town, town.a, "to her") == "sent"
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
def test_what_is_no_address_of_the_channel_is_refused(town: Town, calls: Any, body: Any, field: str) -> None:
    for at in ("opt-outs", "opt-outs/remove"):
        refused = calls(town.head_li).post(at, body)
        assert (refused.status_code, refused.json()["errors"][0]["attr"]) == (400, field)
    with scope(ALL_TENANTS):
        assert not OptOut.objects.exists()
