"""群与外部系统: an address is entered and never shown again."""

import pytest

from services.notify.models import Delivery, Integration
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town

pytestmark = pytest.mark.django_db
KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
ROBOT = {"channel": "wecom", "name": "德育处工作群", "address": KEY, "secret": ""}
SYSTEM = {"channel": "webhook", "name": "县平台", "address": "https://hooks.example.test/in", "secret": "s" * 20}


@pytest.fixture(autouse=True)
def _hosts(at_monday, settings):
    settings.NOTIFY_HOSTS = [*settings.NOTIFY_HOSTS, "hooks.example.test"]


def integrations():
    with scope(ALL_TENANTS):
        return list(Integration.objects.order_by("pk"))


def test_group_robot_is_added_tested_and_switched_off(town: Town, browses):
    zhao = browses(town.admin_zhao)
    assert zhao.post("/integrations/add/", ROBOT).status_code == 302
    (robot,) = integrations()
    page = zhao.get("/integrations/").content.decode()
    assert "德育处工作群" in page
    # Whoever has the key can write into the group.
    assert KEY not in page
    zhao.post(f"/integrations/{robot.public_id}/test/")
    with scope(ALL_TENANTS):
        assert list(Delivery.objects.values_list("channel", "state", "integration")) == [("wecom", "due", robot.pk)]
    zhao.post(f"/integrations/{robot.public_id}/toggle/", {"on": "0"})
    assert not integrations()[0].is_enabled
    with scope(ALL_TENANTS):
        # What waits must not go out after the group was switched off.
        assert Delivery.objects.get().state == "cancelled"
    zhao.post(f"/integrations/{robot.public_id}/toggle/", {"on": "1"})
    assert integrations()[0].is_enabled


def test_invalid_address_shows_an_error_and_keeps_what_was_typed(town: Town, browses):
    zhao = browses(town.admin_zhao)
    for wrong, message in (
        (SYSTEM | {"address": "https://evil.example/"}, "不在允许的名单里"),
        (SYSTEM | {"secret": "short"}, "至少 16 个字符"),
        (ROBOT | {"address": "not a key"}, "不是机器人的密钥或地址"),
    ):
        response = zhao.post("/integrations/add/", wrong)
        assert (response.status_code, message in response.content.decode()) == (422, True)
        assert wrong["address"] in response.content.decode()
    assert integrations() == []


def test_webhook_is_replayed_and_other_tenants_get_404(town: Town, browses):
    zhao = browses(town.admin_zhao)
    zhao.post("/integrations/add/", SYSTEM)
    (robot,) = integrations()
    assert zhao.post(f"/integrations/{robot.public_id}/replay/", {"since": "2026-09-01"}).status_code == 302
    for stranger in (town.admin_of_b, town.officer_of_other):
        assert browses(stranger).post(f"/integrations/{robot.public_id}/test/").status_code == 404
    assert browses(town.teacher_wang).get("/integrations/").status_code == 403
    assert "县平台" not in browses(town.admin_of_b).get("/integrations/").content.decode()
