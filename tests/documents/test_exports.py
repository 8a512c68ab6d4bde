"""A list taken out of the service: the same rows as on the screen, with a reason, for who asked and for a week."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from services.access.actions import memberships as access
from services.access.models import AuditEvent
from services.children.models import Pupil
from services.documents import actions, queries
from services.documents.models import Export
from services.files.models import StoredFile
from services.jobs import runner
from services.jobs.models import Job
from services.schools.models import Staff
from services.schools.scope import ALL_TENANTS, scope
from tests.cast import Town
from tests.documents import taking
from tests.documents.taking import fetch, run

pytestmark = pytest.mark.usefixtures("at_monday")
REASON = "期初核对名单"


@pytest.fixture
def town(lasting_town: Town, tmp_path: Any, settings: Any) -> Town:
    settings.MEDIA_ROOT = tmp_path / "files"
    return lasting_town


def ask(call: Any, list_: str = "pupils", format_: str = "xlsx", reason: str = REASON, **more: Any) -> Any:
    return taking.ask(call, list_, format_, reason, **more)


def table(content: bytes) -> tuple[list[str], list[str], list[tuple[object, ...]]]:
    """The lines of the head, the headings, the rows."""
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    gap = next(number for number, row in enumerate(rows) if not any(row))
    return [str(row[0]) for row in rows[:gap]], list(rows[gap + 1]), rows[gap + 2 :]


def test_admin_takes_out_the_pupils_as_the_list_shows_them(town: Town, calls: Any) -> None:
    call = calls(town.admin_zhao)
    head, headings, rows = table(fetch(call, run(town, ask(call))))
    shown = call.get("pupils").json()["results"]
    assert head == [
        "学生",
        "单位：中心小学",
        "筛选：全部",
        "截至：2026-09-07 09:00",
        "行数：4",
        "导出人：赵主任",
        f"事由：{REASON}",
    ]
    assert headings[:4] == ["姓名", "性别", "出生日期", "班级"]
    assert [row[0] for row in rows] == [row["name"] for row in shown]
    assert [row[2].date() for row in rows] == [date.fromisoformat(row["birth_date"]) for row in shown]
    assert {row[1] for row in rows} == {"男", "女"}


def test_filters_and_columns_are_kept_and_named_in_the_head(town: Town, calls: Any) -> None:
    call = calls(town.admin_zhao)
    school_class = str(town.a.classes[1].public_id)
    answer = ask(call, filters={"class": school_class, "state": "enrolled"}, columns=["school_class.label", "name"])
    head, headings, rows = table(fetch(call, run(town, answer)))
    assert "筛选：班级：三(2)班；状态：在读" in head
    assert headings == ["姓名", "班级"]
    assert sorted(row[0] for row in rows) == ["刘芳", "张强"]


def test_teacher_takes_out_no_child_of_others(town: Town, calls: Any) -> None:
    call = calls(town.teacher_chen)
    *_, rows = table(fetch(call, run(town, ask(call, "children"))))
    assert rows == []


def test_county_reads_the_school_of_each_row(town: Town, calls: Any) -> None:
    call = calls(town.officer)
    _, headings, rows = table(fetch(call, run(town, ask(call))))
    assert headings[0] == "学校"
    assert sorted(row[0] for row in rows) == ["中心小学"] * 4 + ["河西小学"] * 4


def test_formulas_and_long_numbers_are_texts(town: Town, calls: Any) -> None:
    with town.a.inside():
        Staff.objects.filter(pk=town.a.staff["chen"].pk).update(name="=1+1", subject="421083201803050012")
    call = calls(town.admin_zhao)
    *_, rows = table(fetch(call, run(town, ask(call, "staff"))))
    assert "=1+1" in [row[0] for row in rows]
    assert "421083201803050012" in [row[2] for row in rows]
    text = fetch(call, run(town, ask(call, "staff", "csv"))).decode("utf-8-sig")
    lines = [row for row in csv.reader(io.StringIO(text)) if row and "1+1" in row[0]]
    assert lines[0][0] == "'=1+1"
    assert lines[0][2] == "'421083201803050012"


def test_short_list_becomes_a_pdf_and_a_long_one_a_sentence(
    town: Town, calls: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = calls(town.admin_zhao)
    assert fetch(call, run(town, ask(call, format_="pdf"))).startswith(b"%PDF-")
    monkeypatch.setattr("services.documents.writers.pdf.MAX_ROWS", 3)
    monkeypatch.setattr("services.documents.exporting.LIST_FORMATS", _formats_anew())
    export_id = run(town, ask(call, format_="pdf"))
    export = call.get(f"exports/{export_id}").json()
    assert (export["state"], export["rows"]) == ("failed", None)
    assert export["message"] == "一共 4 行，这种格式最多 3 行。请缩小筛选，或换成 Excel。"
    assert call.get(f"exports/{export_id}/file").status_code == 409


def _formats_anew() -> Any:
    from services.documents.choices import ExportFormat
    from services.documents.formats import ListFormat
    from services.documents.writers import pdf

    return {ExportFormat.PDF: ListFormat(pdf.write, pdf.MAX_ROWS)}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"list": "dreams"}, "list"),
        ({"reason": " "}, "reason"),
        ({"columns": ["name", "id_number"]}, "columns"),
        ({"filters": {"q": "王小明"}}, "filters"),
        ({"filters": {"class": "3.1"}}, "filters"),
        ({"filters": {"colour": "red"}}, "filters"),
        ({"format": "docx"}, "format"),
    ],
)
def test_wrong_request_is_refused_at_its_field(town: Town, calls: Any, body: dict[str, Any], field: str) -> None:
    answer = calls(town.admin_zhao).post(
        "exports", {"list": "pupils", "format": "xlsx", "reason": REASON, "filters": {}, **body}
    )
    assert answer.status_code == 400
    assert [error["attr"] for error in answer.json()["errors"]] == [field]
    with scope(ALL_TENANTS):
        assert not Export.objects.exists()


def test_list_without_people_needs_no_reason(town: Town, calls: Any) -> None:
    call = calls(town.admin_zhao)
    head, headings, rows = table(fetch(call, run(town, ask(call, "schools", reason=""))))
    assert (headings[0], [row[0] for row in rows]) == ("名称", ["中心小学"])
    assert not any(line.startswith("事由") for line in head)


def test_list_that_one_may_not_read_is_not_exported(town: Town, calls: Any) -> None:
    assert ask(calls(town.teacher_wang), "staff").status_code == 403
    assert ask(calls(town.nurse_sun), "pupils").status_code == 403


def test_export_is_visible_to_its_owner_alone(town: Town, calls: Any) -> None:
    export_id = run(town, ask(calls(town.admin_zhao)))
    for other in (town.head_li, town.teacher_wang, town.admin_of_b, town.officer, town.admin_of_c):
        call = calls(other)
        assert call.get("exports").json()["results"] == []
        assert call.get(f"exports/{export_id}").status_code == 404
        assert call.get(f"exports/{export_id}/file").status_code == 404
        assert call.send("delete", f"exports/{export_id}").status_code == 404


def test_reading_reason_and_download_are_in_the_audit_log(town: Town, calls: Any) -> None:
    call = calls(town.admin_zhao)
    export_id = run(town, ask(call))
    fetch(call, export_id)
    with town.a.inside():
        events = {event.action: event for event in AuditEvent.objects.all()}
    assert events["documents.export_requested"].purpose == REASON
    assert events["documents.export_downloaded"].target == [export_id]
    pupils = {str(pupil.public_id) for pupil in town.a.pupils.values()}
    assert set(events["children.pupils_listed"].target) == pupils


def test_nobody_is_named_in_the_row_of_an_export_or_its_job(town: Town, calls: Any) -> None:
    export_id = run(town, ask(calls(town.admin_zhao), filters={"class": str(town.a.classes[0].public_id)}))
    with scope(ALL_TENANTS):
        export = Export.objects.values().get(public_id=export_id)
        job = Job.objects.values().get(pk=export["job_id"])
        names = [*Pupil.objects.values_list("name", flat=True)]
    assert not [name for name in names if name in f"{export}{job}"]


def test_role_that_has_ended_gets_no_file(town: Town, calls: Any) -> None:
    call = calls(town.admin_zhao)
    answer = ask(call)
    with town.as_(town.head_li) as by:
        access.end_membership(membership=_membership(town), by=by, now=town.monday)
    assert runner.run(answer.json()["job"], town.monday)
    with scope(ALL_TENANTS):
        export = Export.objects.select_related("job").get()
        assert (export.file, export.job.state) == (None, "failed")


def _membership(town: Town) -> Any:
    from services.access.models import Membership

    return Membership.objects.get(pk=town.admin_zhao.membership_id)


def test_second_run_after_a_crash_writes_no_second_file(town: Town, calls: Any) -> None:
    export_id = run(town, ask(calls(town.admin_zhao)))
    with scope(ALL_TENANTS):
        Job.objects.update(state="queued", lease_until=None)
        job_id = Job.objects.get().public_id
        first = Export.objects.get(public_id=export_id).file_id
    assert runner.run(job_id, town.monday)
    with scope(ALL_TENANTS):
        assert Export.objects.get(public_id=export_id).file_id == first
        assert StoredFile.objects.count() == 1


def test_owner_deletes_it_early_and_retention_after_a_week(town: Town, calls: Any) -> None:
    call = calls(town.admin_zhao)
    early, late = run(town, ask(call)), run(town, ask(call))
    assert call.send("delete", f"exports/{early}").status_code == 204
    assert [row["id"] for row in call.get("exports").json()["results"]] == [late]
    with scope(ALL_TENANTS):
        assert not queries.due(town.county.pk, town.monday).exists()
        ids = [row.pk for row in queries.due(town.county.pk, town.later(seconds=1))]
        assert actions.purge(ids) == 1
        assert not StoredFile.objects.exists()


def test_file_is_in_the_language_of_its_owner(town: Town, calls: Any) -> None:
    call = calls(town.admin_zhao)
    answer = call.post("exports", {"list": "pupils", "format": "xlsx", "reason": REASON}, **{"Accept-Language": "en"})
    _, headings, rows = table(fetch(call, run(town, answer)))
    assert headings[:2] == ["Name", "Sex"]
    assert {row[1] for row in rows} == {"Male", "Female"}


def test_lists_and_their_columns_are_named(town: Town, calls: Any) -> None:
    lists = {row["list"]: row for row in calls(town.teacher_wang).get("exports/lists").json()["results"]}
    assert "staff" not in lists
    assert lists["children"]["is_personal"]
    assert {"name": "sex", "heading": "性别"} in lists["children"]["columns"]


def test_list_of_exports_takes_the_same_queries_for_one_and_for_three(town: Town, calls: Any) -> None:
    call = calls(town.admin_zhao)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            ask(call)
        with CaptureQueriesContext(connection) as queries_of_list:
            assert len(call.get("exports").json()["results"]) == (1 if more == 1 else 3)
        counts.append(len(queries_of_list))
    assert counts[0] == counts[1]


def test_person_with_five_waiting_exports_gets_no_sixth_and_others_still_do(town: Town, calls: Any) -> None:
    call = calls(town.admin_zhao)
    first, *_others = [ask(call) for _ in range(actions.MAX_WAITING)]
    refused = ask(call)
    assert (refused.status_code, refused.json()["errors"][0]["detail"]) == (
        409,
        "您前面的导出还没有写完，请等它们写完再导出。",
    )
    assert ask(calls(town.head_li)).status_code == 202
    run(town, first)
    assert ask(call).status_code == 202
