"""Nothing is overwritten unseen: an old edit form shows both versions and holds when sent again."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from services.access.actor import Actor
from services.children.actions import phone_numbers
from services.children.choices import PhoneOwner
from services.children.models import PhoneNumber
from services.health.models import Measurements
from tests.cast import Town
from tests.factories import care, health

Browses = Callable[[Actor], Client]
HTMX = {"HX-Request": "true"}


def fields_of(page: str, action: str) -> dict[str, str]:
    """The texts and hidden fields of the form that is sent to an address."""
    form = re.search(rf'<form[^>]*(?:hx-post|action)="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert form, f"no form for {action}"
    fields = {}
    for field in re.findall(r"<input[^>]*>", form[1]):
        named = dict(re.findall(r'(\w+)="([^"]*)"', field))
        if named.get("type") not in {"checkbox", "radio", "submit"} and "name" in named:
            fields[named["name"]] = named.get("value", "")
    return fields


@pytest.fixture
def family(town: Town, at_monday: Any) -> str:
    care.paired(town)
    return f"/children/{town.xiaoming.public_id}/"


def guardian_of(town: Town) -> str | None:
    with town.a.inside():
        return town.xiaoming.pupil.guardians.filter(until__isnull=True).values_list("name", flat=True).first()


def test_second_of_two_editors_sees_both_versions_and_decides(town: Town, family: str, browses: Browses) -> None:
    address = f"{family}guardian/"
    head, admin = browses(town.head_li), browses(town.admin_zhao)
    both = [fields_of(client.get(address).content.decode(), address) for client in (head, admin)]
    assert head.post(address, both[0] | {"guardian-name": "李奶奶"}).status_code == 302

    answer = admin.post(address, both[1] | {"guardian-name": "王爷爷"})
    page = answer.content.decode()

    assert (answer.status_code, guardian_of(town)) == (422, "李奶奶")
    assert re.search(r"<td>李奶奶</td>\s*<td>王爷爷</td>", page)
    again = fields_of(page, address)
    assert again["guardian-name"] == "王爷爷"
    assert admin.post(address, again).status_code == 302
    assert guardian_of(town) == "王爷爷"


@pytest.fixture
def number(town: Town, family: str) -> PhoneNumber:
    with town.as_(town.head_li) as head:
        return phone_numbers.add_number(
            pupil=town.xiaoming.pupil, owner=PhoneOwner.MOTHER, number="13912345678", by=head, now=town.monday
        )


@pytest.mark.parametrize(
    ("first", "second", "column", "field"),
    [
        ({"result": "suspended"}, {"result": "valid"}, "verification", '<select name="result"'),
        (
            {"result": "shift", "works_from": "08:00", "works_until": "20:00"},
            {"result": "shift", "works_from": "09:00", "works_until": "18:00"},
            "works_from",
            'name="works_until"',
        ),
    ],
)
def test_what_is_known_of_a_number_is_not_overwritten_unseen(
    town: Town, family: str, number: PhoneNumber, browses: Browses, first: Any, second: Any, column: str, field: str
) -> None:
    def known() -> str:
        with town.a.inside():
            return str(PhoneNumber.objects.values_list(column, flat=True).get(pk=number.pk))

    address = f"{family}phone-numbers/{number.public_id}/"
    head, admin = browses(town.head_li), browses(town.admin_zhao)
    page = head.get(address, {"form": first["result"]}).content.decode()
    version = version_of_form(page, field)
    assert head.post(address, first | {"version": version}).status_code == 302
    stored = known()

    answer = admin.post(address, second | {"version": version})
    shown = answer.content.decode()

    assert (answer.status_code, known()) == (422, stored)
    assert "data-conflict" in shown
    assert admin.post(address, second | {"version": version_of_form(shown, field)}).status_code == 302
    assert known() != stored


def version_of_form(page: str, field: str) -> str:
    """The version of the form that has a field."""
    (form,) = [form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if field in form]
    version = re.search(r'name="version" value="(\w{32})"', form)
    assert version
    return version[1]


EDIT_FORMS = {
    "/plan/": "head_li",
    "/reminder-rules/care.talk.due/edit/": "officer",
    "/notification-templates/care.talk.due/zh-hans/edit/": "officer",
}


@pytest.mark.parametrize("address", EDIT_FORMS)
def test_edit_form_carries_a_version_and_refuses_an_old_one(
    town: Town, at_monday: Any, browses: Browses, address: str
) -> None:
    client = browses(getattr(town, EDIT_FORMS[address]))
    page = client.get(address).content.decode()
    version = re.search(r'name="version" value="(\w{32})"', page)
    assert version

    answer = client.post(address, {"version": "0" * 32, "title": "另一个名称"})

    assert answer.status_code == 422
    assert "有人改过" in answer.content.decode()
    assert version[1] in answer.content.decode()


def test_clinic_and_campaign_carry_a_version(town: Town, at_monday: Any, browses: Browses) -> None:
    with town.as_(town.officer):
        clinic = health.clinic(town)
        campaign = health.campaign(town, clinic)
    officer = browses(town.officer)
    for address in (f"/clinics/{clinic.public_id}/", f"/campaigns/{campaign.public_id}/edit/"):
        assert re.search(r'name="version" value="\w{32}"', officer.get(address).content.decode())
    assert 'name="version"' not in officer.get("/clinics/").content.decode()  # adds one
    stale = {"version": "0" * 32, "name": "县医院", "capacity": "30"}
    assert officer.post(f"/clinics/{clinic.public_id}/", stale).status_code == 422


class Stations:
    """Two nurses' stations that have the same pupil before them."""

    def __init__(self, town: Town, browses: Browses) -> None:
        self.town = town
        with town.a.inside():
            self.checkup = health.checkup(town.a.pupils["王小明"])
            appointment = self.checkup.appointment.public_id
        self.address = f"/stations/checkups/{self.checkup.public_id}/results/"
        self.page = f"/stations/{appointment}/?at={self.checkup.public_id}"
        self.clients = [browses(town.nurse_sun), browses(town.nurse_sun)]

    def open(self, station: int) -> dict[str, str]:
        return fields_of(self.clients[station].get(self.page).content.decode(), self.address)

    def save(self, station: int, fields: dict[str, str]) -> Any:
        return self.clients[station].post(self.address, fields, headers=HTMX)

    def measured(self) -> dict[str, Any]:
        with self.town.a.inside():
            rows = Measurements.objects.filter(checkup=self.checkup)
            return rows.values("height_cm", "weight_kg", "vision_left", "vision_right").get()


@pytest.fixture
def stations(town: Town, monkeypatch: pytest.MonkeyPatch, browses: Browses) -> Stations:
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-14T09:00:00+08:00")
    health.planned(town)
    return Stations(town, browses)


def test_two_stations_on_one_pupil_both_store_theirs(stations: Stations) -> None:
    first, second = stations.open(0), stations.open(1)

    assert stations.save(0, first | {"height_cm": "130.5", "weight_kg": "27"}).status_code == 200
    assert stations.save(1, second | {"vision_left": "5.0", "vision_right": "4.9"}).status_code == 200

    assert [str(value) for value in stations.measured().values()] == ["130.5", "27.0", "5.0", "4.9"]


def test_same_field_at_two_stations_is_shown_and_confirmed(stations: Stations) -> None:
    first, second = stations.open(0), stations.open(1)
    stations.save(0, first | {"height_cm": "130.5"})

    answer = stations.save(1, second | {"height_cm": "131.5"})
    page = answer.content.decode()

    assert (answer.status_code, str(stations.measured()["height_cm"])) == (422, "130.5")
    assert "刚才另一个站录了 130.5" in page
    again = fields_of(page, stations.address)
    assert again["height_cm"] == "131.5"
    assert stations.save(1, again).status_code == 200
    assert str(stations.measured()["height_cm"]) == "131.5"


def test_value_can_be_taken_back_and_an_unchanged_form_writes_nothing(stations: Stations) -> None:
    stations.save(0, stations.open(0) | {"height_cm": "130.5", "weight_kg": "27"})
    stations.save(0, stations.open(0) | {"weight_kg": ""})
    assert stations.measured()["weight_kg"] is None
    with stations.town.a.inside():
        before = health.audit_actions_of(stations.town.nurse_sun).count("health.results_entered")

    assert stations.save(0, stations.open(0)).status_code == 200

    with stations.town.a.inside():
        assert health.audit_actions_of(stations.town.nurse_sun).count("health.results_entered") == before
