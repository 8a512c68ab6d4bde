"""The pages of exports: from the button of a list to the file on the desk."""

import re
from html import escape
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from services.documents.models import Export
from services.jobs import runner
from services.jobs.models import Job
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import PASSWORD, Town

pytestmark = pytest.mark.usefixtures("at_monday")


@pytest.fixture
def town(lasting_town: Town, tmp_path: Any, settings: Any) -> Town:
    settings.MEDIA_ROOT = tmp_path / "files"
    return lasting_town


@pytest.fixture
def confirms(town: Town, browses: Any) -> Any:
    """A browser of somebody who has just given the password again."""

    def confirm(actor: Any) -> Any:
        client = browses(actor)
        answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert answer.status_code == 302, answer.content
        return client

    return confirm


def work_off(town: Town) -> None:
    for job_id in runner.claimable_jobs():
        runner.run(job_id, town.monday)


def test_form_needs_the_password_first(town: Town, browses: Any) -> None:
    answer = browses(town.admin_zhao).get("/exports/new/?list=pupils")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/reauthenticate/")


def test_list_is_exported_and_downloaded(town: Town, confirms: Any) -> None:
    client = confirms(town.admin_zhao)
    form = client.get("/exports/new/?list=children&card=false").content.decode()
    assert "有联系卡：否" in form
    chosen = {"columns": ["name", "d1"], "format": "xlsx", "reason": "核对联系卡"}
    assert client.post("/exports/new/?list=children&card=false", chosen).url == "/exports/"
    assert "排队中" in client.get("/exports/").content.decode()
    work_off(town)
    page = client.get("/exports/").content.decode()
    assert "核对联系卡" in page
    with scope(ALL_TENANTS):
        export = Export.objects.get()
    answer = client.get(f"/exports/{export.public_id}/file/")
    assert answer["Content-Disposition"] == 'attachment; filename="children-2026-09-07.xlsx"'
    assert "no-store" in answer["Cache-Control"]
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))
    assert ("姓名", "学校口径") in rows
    assert {row[0] for row in rows[-3:]} == {"王小明", "李小红", "张强"}


def test_form_without_columns_or_reason_shows_what_is_missing(town: Town, confirms: Any) -> None:
    client = confirms(town.admin_zhao)
    answer = client.post("/exports/new/?list=pupils", {"format": "xlsx", "reason": ""})
    assert answer.status_code == 422
    assert "请至少留下一列" in answer.content.decode()
    with scope(ALL_TENANTS):
        assert not Job.objects.exists()


def test_deleted_export_is_gone_and_a_strangers_is_not_found(town: Town, confirms: Any) -> None:
    client = confirms(town.admin_zhao)
    client.post("/exports/new/?list=schools", {"columns": ["name"], "format": "csv", "reason": ""})
    work_off(town)
    with scope(ALL_TENANTS):
        address = f"/exports/{Export.objects.get().public_id}"
    assert confirms(town.head_li).get(f"{address}/file/").status_code == 404
    assert confirms(town.admin_of_b).post(f"{address}/delete/").status_code == 404
    assert client.post(f"{address}/delete/").url == "/exports/"
    assert client.get(f"{address}/file/").status_code == 404


@pytest.mark.parametrize("query", ["list=dreams", "list=pupils&class=3.1", "list=pupils&q=王小明", ""])
def test_address_that_no_button_makes_is_not_found(town: Town, confirms: Any, query: str) -> None:
    assert confirms(town.admin_zhao).get(f"/exports/new/?{query}").status_code == 404


def test_button_stands_on_the_lists_of_who_may_export(town: Town, browses: Any) -> None:
    page = browses(town.admin_zhao).get("/children/?basis=d1&boarding=yes").content.decode()
    assert "/exports/new/?list=children&amp;boarding=true&amp;basis=d1" in page
    assert "/exports/new/?list=staff" in browses(town.admin_zhao).get("/staff/").content.decode()
    assert "/exports/" not in browses(town.nurse_sun).get("/stations/").content.decode()
    assert confirmed_status(browses(town.nurse_sun)) == 403


def confirmed_status(client: Any) -> int:
    return int(client.get("/exports/").status_code)


def test_document_of_one_format_and_no_columns_asks_for_the_reason_alone(town: Town, confirms: Any) -> None:
    school_class = town.a.classes[0].public_id
    client = confirms(town.head_li)
    address = f"/exports/new/?list=contact-cards/class&school_class={school_class}"

    page = client.get(address)
    assert [field.name for field in page.context["form"].visible_fields()] == ["reason"]
    assert '<input type="hidden" name="format" value="pdf"' in page.content.decode()
    answer = client.post(address, {"format": "pdf", "reason": "开学发卡"})

    assert answer.status_code == 302
    work_off(town)
    with scope(ALL_TENANTS):
        export = Export.objects.get()
        assert (export.row_count, export.reason, export.file is not None) == (2, "开学发卡", True)


def test_same_reason_for_another_class_is_no_repetition_and_a_repetition_keeps_its_class(
    town: Town, confirms: Any
) -> None:
    """What the form is about stands in its address, behind the "?"."""
    client = confirms(town.head_li)
    first, second = (f"/exports/new/?list=contact-cards/class&school_class={row.public_id}" for row in town.a.classes)
    typed = {"format": "pdf", "reason": "开学发卡"}

    for number, address in enumerate((first, second)):
        assert client.post(address, {**typed, "form_key": str(number)}).status_code == 302
    again = client.post(second, {**typed, "form_key": "again"})
    assert again.status_code == 409
    page = again.content.decode()
    assert f'action="{escape(second)}"' in page
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert client.post(second, hidden).status_code == 302

    with town.a.inside():
        chosen = [row.filters["school_class"] for row in Export.objects.order_by("pk")]
    assert chosen == [str(town.a.classes[number].public_id) for number in (0, 1, 1)]
