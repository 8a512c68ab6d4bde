"""The list of a class on its day: on the page, as a workbook, and as the short way to correct a value."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from services.access.actor import Actor
from services.health.actions import results
from tests.cast import Town
from tests.factories import health

Browses = Callable[[Actor], Client]


@pytest.fixture
def address(town: Town, monkeypatch: pytest.MonkeyPatch) -> str:
    """One pupil of the class is examined and heavy, one is expected."""
    monkeypatch.setenv("NUANYANG_CLOCK", "2026-09-14T09:00:00+08:00")
    health.planned(town)
    with town.as_(town.nurse_sun) as nurse:
        checkup = health.checkup(town.a.pupils["王小明"])
        heavy: Any = health.healthy() | {"weight_kg": Decimal(38)}
        results.enter_results(checkup=checkup, by=nurse, now=town.later(days=7), confirmed=True, **heavy)
        return f"/stations/{checkup.appointment.public_id}/list/"


def test_list_shows_results_and_each_value_leads_to_its_field(town: Town, address: str, browses: Browses) -> None:
    page = browses(town.nurse_sun).get(address).content.decode()

    assert "王小明" in page
    assert "肥胖" in page
    with town.a.inside():
        checkup = health.checkup(town.a.pupils["王小明"]).public_id
        assert health.audit_actions_of(town.nurse_sun).count("health.checkups_viewed") == 1
    assert f"?at={checkup}&amp;field=weight_kg" in page


def test_workbook_has_the_same_rows_as_numbers(town: Town, address: str, browses: Browses) -> None:
    answer = browses(town.nurse_sun).get(address.replace("/list/", "/list.xlsx"))
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))

    assert answer["Content-Disposition"] == 'attachment; filename="checkup-2026-09-14.xlsx"'
    examined = next(row for row in rows if row[1] == "王小明")
    assert examined[5:7] == (130.5, 38)
    assert "肥胖" in examined[-1]


def test_list_is_closed_to_everybody_else(town: Town, address: str, browses: Browses) -> None:
    for path in (address, address.replace("/list/", "/list.xlsx")):
        for stranger in (town.teacher_wang, town.officer, town.admin_of_b):
            assert browses(stranger).get(path).status_code == 403, (stranger.role, path)


def test_list_takes_the_same_queries_for_two_and_for_five(town: Town, address: str, browses: Browses) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browses(town.nurse_sun).get(address).status_code == 200
        return len(captured)

    before = queries()
    with town.as_(town.nurse_sun) as nurse:
        appointment = health.checkup(town.a.pupils["王小明"]).appointment
        for pupil in health.crowd(town.a.classes[0], 3):
            checkup = health.Checkup.objects.create(campaign=appointment.campaign, appointment=appointment, pupil=pupil)
            results.enter_results(checkup=checkup, by=nurse, now=town.later(days=7), confirmed=True, **health.healthy())
    assert queries() == before
