"""A request that fails leaves nothing of what it wrote, in the API and in the pages."""

from typing import Any

import pytest

from services.children.models import Pupil
from tests.cast import Town

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.access.failing_views")]
HOW = {"refused": 409, "missing": 404, "broken": 500, "well": 200}


def remark(town: Town) -> str:
    with town.a.inside():
        return Pupil.objects.get(name="王小明").remark


@pytest.mark.parametrize("how", HOW)
def test_failed_api_request_is_rolled_back(town: Town, calls: Any, how: str) -> None:
    caller = calls(town.admin_zhao)
    caller.client.raise_request_exception = False

    answer = caller.post(f"half?how={how}")

    assert (answer.status_code, remark(town)) == (HOW[how], "写了一半" if how == "well" else "")


@pytest.mark.parametrize("how", HOW)
def test_failed_page_request_is_rolled_back(town: Town, browses: Any, how: str) -> None:
    client = browses(town.admin_zhao)
    client.raise_request_exception = False

    answer = client.post(f"/half/?how={how}")

    assert (answer.status_code < 400, remark(town)) == (how == "well", "写了一半" if how == "well" else "")
