"""System incidents of the API: seen by their tenant, closed by the county."""

from typing import Any

import pytest

from services.notify.alerts import incidents
from services.notify.choices import IncidentKind
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import TenantCast, Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_monday")]


def open_incident(town: Town, kind: IncidentKind, school: TenantCast | None = None, **more: Any) -> None:
    tenant = {"county_id": town.county.pk, "school_id": school and school.school.pk}
    with scope(ALL_TENANTS):
        incidents.open_incident(kind, source="sms", now=town.monday, **tenant, **more)


def shown(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content.decode()
    return [row["kind"] for row in answer.json()["results"]]


def test_school_sees_its_incidents_and_the_county_all(town: Town, calls: Any) -> None:
    open_incident(town, IncidentKind.CHANNEL_DOWN)
    open_incident(town, IncidentKind.DEAD, town.a, count=3)
    open_incident(town, IncidentKind.OVERDUE, town.b)

    assert shown(calls(town.officer).get("system-incidents")) == ["overdue", "dead", "channel_down"]
    assert shown(calls(town.officer).get("system-incidents", kind="dead")) == ["dead"]
    assert shown(calls(town.head_li).get("system-incidents")) == ["dead"]
    assert shown(calls(town.admin_of_b).get("system-incidents")) == ["overdue"]
    assert (
        shown(calls(town.admin_of_c).get("system-incidents"))
        == shown(calls(town.officer_of_other).get("system-incidents"))
        == []
    )
    assert calls(town.teacher_wang).get("system-incidents").status_code == 403
    row = calls(town.officer).get("system-incidents", kind="dead").json()["results"][0]
    assert (row["seen_count"], row["source"], row["school"]["name"]) == (3, "sms", "中心小学")
    unknown = calls(town.officer).get("system-incidents", kind="meteor")
    assert (unknown.status_code, unknown.json()["errors"][0]["attr"]) == (400, "kind")


def test_county_closes_an_incident_once(town: Town, calls: Any) -> None:
    open_incident(town, IncidentKind.DEAD, town.a)
    county = calls(town.officer)
    path = f"system-incidents/{county.get('system-incidents').json()['results'][0]['id']}/close"
    assert calls(town.head_li).post(path).status_code == 403
    assert calls(town.officer_of_other).post(path).status_code == 404

    closed = county.post(path)
    assert (closed.status_code, closed.json()["closed_by"]) == (200, "周干事")
    assert county.post(path).status_code == 409
    assert shown(county.get("system-incidents", open="true")) == []
    assert shown(county.get("system-incidents", open="false")) == ["dead"]
