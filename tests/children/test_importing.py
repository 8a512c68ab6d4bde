"""The roster import: staged, previewed, committed whole, uploaded again, undone."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from services.access.models import AuditEvent
from services.care.models import Mentor, Pairing
from services.children.actions.header_aliases import add_alias, remove_alias
from services.children.assignments import assign
from services.children.blind_indexes import id_index
from services.children.choices import AssignmentReason, IdKind, ImportState, Parent, ReportedLeftBehind, Whereabouts
from services.children.importing import commit, storage, undo, upload
from services.children.models import (
    Child,
    ChildGrant,
    Guardian,
    ParentWhereabouts,
    PhoneNumber,
    Pupil,
    ReportedStatus,
    RosterFile,
)
from services.children.queries import basis
from services.schools.models import SchoolClass
from tests.cast import Town
from tests.children.roster.rosters import oracle
from tests.factories import rosters
from tests.factories.rosters import NOW, dump

L1_SCHOOL = "云岫县白杨镇中心小学"
HEADERS = ["姓名", "性别", "出生日期", "班级", "身份证件号", "父亲去向", "是否留守儿童", "父亲电话"]
SEXES, HOUSEHOLDS = {"M": "男", "F": "女"}, {"rural": "农业", "urban": "非农业", "": None}
STATED = {"none": "非留守", "one": "单亲留守", "both": "双亲留守", "yes": "留守"}


@pytest.fixture
def school(town: Town) -> Town:
    """中心小学 under the name of the sample, with nobody in it."""
    rosters.named(town.a, L1_SCHOOL)
    with town.a.inside():
        Child.objects.all().delete()
        Pupil.objects.all().delete()
        SchoolClass.objects.all().delete()
    return town


def as_row(pupil: Pupil) -> dict[str, Any]:
    """A pupil as the oracle's values, out of the database and unsealed."""
    private, guardian = pupil.private, pupil.guardians.first()
    parents = {fact.parent: fact for fact in pupil.parents.all()}
    phones: dict[str, list[str]] = {"father": [], "mother": [], "guardian": []}
    for contact in pupil.phone_numbers.order_by("owner", "order"):
        phones[contact.owner].append(contact.unseal("number"))
    values = {
        "school_name": L1_SCHOOL,
        "grade": pupil.school_class.grade(2026),
        "class_no": pupil.school_class.number,
        "name": pupil.name,
        "sex": SEXES[pupil.sex],
        "birth_date": pupil.birth_date.isoformat(),
        "id_type": "居民身份证" if private.id_kind == IdKind.RESIDENT else private.id_paper or None,
        "id_number": private.unseal("id_number") or None,
        "student_no": private.unseal("student_number") or None,
        "ethnicity": pupil.ethnicity or None,
        "hukou_type": HOUSEHOLDS[pupil.household],
        "hukou_address": private.unseal("household_address") or None,
        "address": private.unseal("address") or None,
        "entry_month": pupil.enrolled_on.isoformat()[:7] if pupil.enrolled_on else None,
        "boarding": pupil.boarding,
        "left_behind": STATED[pupil.reported_statuses.get().reported],
        "guardian_name": guardian.name if guardian else None,
        "guardian_relation": (guardian.relation_text or None) if guardian else None,
        "guardian_relation_code": (guardian.relation or None) if guardian else None,
        "guardian_phones": phones["guardian"],
        "remark": pupil.remark or None,
    }
    for parent in ("father", "mother"):
        fact = parents.get(parent, ParentWhereabouts())
        values |= {
            f"{parent}_name": fact.name or None,
            f"{parent}_state": fact.whereabouts or None,
            f"{parent}_location": fact.location or None,
            f"{parent}_phones": phones[parent],
        }
    return values


def test_import_of_l1_equals_its_oracle(school: Town) -> None:
    staged = rosters.stage(school.admin_zhao, rosters.content(rosters.L1))
    assert (staged.state, staged.counts["new"], staged.counts["errors"]) == (ImportState.READY, 360, 0)
    assert dump(school.a).keys() & {"children_pupil", "children_child"} == set(), "a preview writes nothing"

    done = rosters.commit(school.admin_zhao, staged)

    assert done.state == ImportState.COMMITTED
    expected = [row["values"] for row in oracle("l1_pupil_status_export")["rows"]]
    with school.a.inside():
        pupils = Pupil.objects.select_related("private", "school_class")
        assert [as_row(pupil) for pupil in pupils.order_by("pk")] == expected, "in the order of the rows"
        assert SchoolClass.objects.count() == 12
        assert Child.objects.count() == 65, "those whom the roster calls left behind"
        assert not basis.needs_case_file(Pupil.objects.all(), date(2026, 11, 23)).exists()
        assert not Pupil.objects.filter(person_key="").exclude(private__id_index="").exists()
    with school.b.inside():
        assert Pupil.objects.count() == 4, "the other school has its own pupils only"


def test_importing_the_same_file_again_writes_nothing(school: Town) -> None:
    rosters.imported(school.admin_zhao, rosters.content(rosters.L1))
    before = dump(school.a)

    again = rosters.stage(school.admin_zhao, rosters.content(rosters.L1))
    assert again.counts | {"rows": 0} == again.counts | {"new": 0, "changed": 0, "unchanged": 360, "rows": 0}
    rosters.commit(school.admin_zhao, again, NOW + timedelta(days=1))

    assert dump(school.a) == before


def test_undo_of_a_first_import_leaves_no_rows(school: Town) -> None:
    empty = dump(school.a)
    first = rosters.imported(school.admin_zhao, rosters.content(rosters.L1))

    assert rosters.undo(school.admin_zhao, first).state == ImportState.UNDONE

    assert dump(school.a) == empty


def test_undo_of_an_update_restores_the_rows_to_the_byte(school: Town) -> None:
    admin = school.admin_zhao
    with school.a.inside():
        old_class = SchoolClass.objects.create(
            site=school.a.site, entry_year=2024, number=1, class_teacher=school.a.staff["wang"]
        )
    row = ["王小明", "男", "2018-03-05", "三年级1班", "", "广东东莞", "双亲留守", "17405000001"]
    rosters.imported(admin, rosters.workbook(HEADERS, row), NOW - timedelta(days=60))
    before = dump(school.a)
    newer = ["王小明", "男", "2018-03-05", "三年级2班", "", "在家", "非留守", "17405000002"]
    second = rosters.imported(
        admin, rosters.workbook(HEADERS, newer, ["李新", "女", "2018-04-05", "三年级2班", "", "", "", ""])
    )
    with school.a.inside():
        moved = Pupil.objects.get(name="王小明")
        assert moved.school_class.number == 2
        assert [fact.whereabouts for fact in moved.parents.order_by("since")] == ["away", "home"]
        assert [contact.unseal("number") for contact in moved.phone_numbers.order_by("order")] == [
            "17405000002",
            "17405000001",
        ]
        assert not moved.child.assignments.filter(until__isnull=True).exists(), (
            "the old class teacher has lost sight of him"
        )

    rosters.undo(admin, second)

    assert dump(school.a) == before
    with school.a.inside():
        assert list(SchoolClass.objects.all()) == [old_class]


def test_undo_after_an_edit_names_the_pupils_and_changes_nothing(school: Town) -> None:
    admin = school.admin_zhao
    first = rosters.imported(
        admin,
        rosters.workbook(
            HEADERS,
            ["王小明", "男", "2018-03-05", "三年级1班", "", "广东", "双亲留守", ""],
            ["李小红", "女", "2018-03-06", "三年级1班", "", "广东", "双亲留守", ""],
            ["张强", "男", "2018-03-07", "三年级1班", "", "", "非留守", ""],
        ),
    )
    with school.a.inside():
        Pupil.objects.filter(name="张强").update(revision=2)
        child = Child.objects.get(pupil__name="王小明")
        guardian = Mentor.objects.create(staff=school.a.staff["chen"])
        assignment = assign(child=child, staff=guardian.staff, reason=AssignmentReason.PAIRING, by=admin, now=NOW)
        Pairing.objects.create(child=child, mentor=guardian, assignment=assignment, started_at=NOW)
    before = dump(school.a)

    with school.as_(admin), pytest.raises(undo.UnableToUndo) as refusal:
        undo.request_undo(roster=first, by=admin, now=NOW)

    assert {"王小明", "张强"} == {name for name in ("王小明", "李小红", "张强") if name in str(refusal.value)}
    assert dump(school.a) == before


def test_only_the_last_import_can_be_undone(school: Town) -> None:
    row = ["王小明", "男", "2018-03-05", "三年级1班", "", "", "", ""]
    first = rosters.imported(school.admin_zhao, rosters.workbook(HEADERS, row))
    other = ["李小红", "女", "2018-03-06", "三年级1班", "", "", "", ""]
    second = rosters.imported(school.admin_zhao, rosters.workbook(HEADERS, other), NOW + timedelta(hours=1))

    with school.as_(school.admin_zhao), pytest.raises(undo.UnableToUndo):
        undo.request_undo(roster=first, by=school.admin_zhao, now=NOW)
    rosters.undo(school.admin_zhao, second)
    assert rosters.undo(school.admin_zhao, first).state == ImportState.UNDONE


def test_l2_is_rejected_with_its_issues_and_writes_nothing(school: Town) -> None:
    rosters.named(school.a, "云岫县柳溪乡中心小学")
    before = dump(school.a)
    staged = rosters.stage(school.admin_zhao, rosters.content(rosters.L2))

    expected = {
        (f["sheet"], f["row"], f["column"], f["code"], f["level"]) for f in oracle("l2_left_behind_ledger")["issues"]
    }
    with school.a.inside():
        issues = storage.load_summary(staged).issues
    assert {(f.sheet, f.row, f.column, f.code, f.level) for f in issues} == expected
    assert (staged.state, staged.counts["errors"], staged.counts["warnings"]) == (ImportState.REJECTED, 14, 6)
    with school.as_(school.admin_zhao), pytest.raises(commit.UnableToCommit):
        commit.request_commit(roster=staged, by=school.admin_zhao, now=NOW)
    assert dump(school.a) == before


@pytest.mark.parametrize("name", ["l2_left_behind_ledger", "l3_sheet_per_class", "l4_hand_made_list"])
def test_corrected_copies_are_imported_once(school: Town, name: str) -> None:
    done = rosters.imported(school.admin_zhao, rosters.content(f"{name}.corrected.xlsx"))
    assert done.state == ImportState.COMMITTED
    before = dump(school.a)
    again = rosters.imported(school.admin_zhao, rosters.content(f"{name}.corrected.xlsx"), NOW + timedelta(days=3))
    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, done.counts["new"])
    assert dump(school.a) == before
    rosters.undo(school.admin_zhao, again)
    rosters.undo(school.admin_zhao, done)
    assert "children_pupil" not in dump(school.a)


def test_import_of_a_ledger_adds_and_erases_nothing(school: Town) -> None:
    admin = school.admin_zhao
    headers = [*HEADERS, "现住址", "备注"]
    known = [
        "范萍娜",
        "女",
        "2019-12-15",
        "一年级1班",
        "999001201912151640",
        "",
        "非留守",
        "17405000001",
        "柳树湾村4组",
        "近视",
    ]
    absent = ["张强", "男", "2019-03-07", "一年级1班", "", "", "", "", "", ""]
    rosters.imported(admin, rosters.workbook(headers, known, absent), NOW - timedelta(days=9))

    ledger = ["姓名", "性别", "出生日期", "班级", "父亲外出地", "父亲外出时间", "是否留守儿童"]
    updated = ["范萍娜", "女", "2019-12-15", "一年级1班", "浙江宁波", "2025-03", "单亲留守"]
    rosters.imported(admin, rosters.workbook(ledger, updated))

    with school.a.inside():
        pupil = Pupil.objects.get(name="范萍娜")
        assert pupil.private.unseal("address") == "柳树湾村4组"
        assert (pupil.private.unseal("id_number"), pupil.remark) == ("999001201912151640", "近视")
        assert [c.unseal("number") for c in pupil.phone_numbers.all()] == ["17405000001"]
        fact = pupil.parents.get(parent=Parent.FATHER)
        assert (fact.whereabouts, fact.location, fact.away_since) == (Whereabouts.AWAY, "浙江宁波", date(2025, 3, 1))
        reported = list(pupil.reported_statuses.order_by("reported_on").values_list("reported", "until"))
        assert reported == [(ReportedLeftBehind.NONE, date(2026, 11, 23)), (ReportedLeftBehind.ONE, None)]
        assert pupil.child.opening_reason == "reported"
        assert Pupil.objects.filter(name="张强").exists(), "who is absent from a later list stays"


def test_two_candidates_without_a_number_are_an_error(school: Town) -> None:
    admin = school.admin_zhao
    one = ["王芳", "女", "2019-12-15", "一年级1班", "999001201912151640", "", "", ""]
    two = ["王芳", "女", "2019-12-15", "一年级2班", "", "", "", ""]
    both = rosters.workbook(HEADERS, one, two)
    assert rosters.imported(admin, both).counts["new"] == 2
    assert rosters.imported(admin, both).counts["unchanged"] == 2, "one has a number, the other has none"

    staged = rosters.stage(admin, rosters.workbook(HEADERS, two))

    assert (staged.state, staged.counts["errors"]) == (ImportState.REJECTED, 1)
    with school.a.inside():
        (issue,) = storage.load_summary(staged).issues
        assert (issue.sheet, issue.row, issue.column, issue.code) == ("名单", 2, "A", "two_candidates")


def test_pupil_without_a_number_is_matched_when_it_gets_one(school: Town) -> None:
    without = ["范萍娜", "女", "2019-12-15", "一年级1班", "", "", "", ""]
    rosters.imported(school.admin_zhao, rosters.workbook(HEADERS, without))
    without[4] = "999001201912151640"
    done = rosters.imported(school.admin_zhao, rosters.workbook(HEADERS, without))
    assert (done.counts["new"], done.counts["changed"]) == (0, 1)
    with school.a.inside():
        assert Pupil.objects.get(private__id_index=id_index("999001201912151640")).name == "范萍娜"


def test_new_case_file_is_granted_to_the_class_teacher_alone(school: Town) -> None:
    with school.a.inside():
        SchoolClass.objects.create(site=school.a.site, entry_year=2024, number=1, class_teacher=school.a.staff["wang"])
    rosters.imported(
        school.admin_zhao,
        rosters.workbook(HEADERS, ["王小明", "男", "2018-03-05", "三年级1班", "", "广东", "双亲留守", ""]),
    )
    with school.a.inside():
        grants = ChildGrant.objects.filter(content_object__pupil__name="王小明")
        assert {grant.user_id for grant in grants} == {school.teacher_wang.user_id}
        assert grants.count() == 2


def test_commit_compares_again_with_the_school(school: Town) -> None:
    """Two previews of the same pupil: the second to be committed finds the first's rows."""
    row = ["王小明", "男", "2018-03-05", "三年级1班", "", "", "", ""]
    first, second = (rosters.stage(school.admin_zhao, rosters.workbook(HEADERS, row)) for _ in range(2))
    rosters.commit(school.admin_zhao, first)
    done = rosters.commit(school.admin_zhao, second)
    assert (done.counts["new"], done.counts["unchanged"]) == (0, 1)
    with school.a.inside():
        assert Pupil.objects.count() == 1


def test_no_number_is_in_audit_log_job_or_plain_columns(school: Town) -> None:
    staged = rosters.imported(school.admin_zhao, rosters.content(rosters.L1))
    with school.a.inside():
        events = json.dumps(list(AuditEvent.objects.values("action", "target", "detail", "purpose")), default=str)
        sealed = RosterFile.objects.get(roster_import=staged)
        content = b"".join(bytes(part) for part in (sealed.content, sealed.rows, sealed.summary, sealed.undo_snapshot))
    everything = events + json.dumps(dump(school.a), ensure_ascii=False)
    for row in oracle("l1_pupil_status_export")["rows"][:40]:
        for secret in (row["values"]["id_number"], row["values"]["address"], *row["values"]["guardian_phones"]):
            assert secret is None or (secret not in everything and secret.encode() not in content)


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"name,sex\n1,2",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"PK\x03\x04 word/document.xml",
        b"x" * (20 * 1024 * 1024 + 1),
    ],
)
def test_upload_rejects_what_is_no_workbook(school: Town, file: bytes) -> None:
    with school.as_(school.admin_zhao), pytest.raises(upload.UnreadableFile) as refusal:
        upload.upload(content=file, file_name="a.xlsx", by=school.admin_zhao, now=NOW)
    assert refusal.value.field == "file"
    assert len(str(refusal.value)) > 10


def test_broken_workbook_is_rejected_with_a_message(school: Town) -> None:
    whole = rosters.content(rosters.L1)
    staged = rosters.stage(school.admin_zhao, whole[:20_000] + whole[-20_000:])
    assert (staged.state, staged.counts["errors"]) == (ImportState.REJECTED, 1)
    with school.a.inside():
        (issue,) = storage.load_summary(staged).issues
        assert (issue.row, issue.column) == (None, None)
        assert len(issue.message) > 10


def test_teacher_may_not_import(school: Town) -> None:
    with school.as_(school.teacher_wang), pytest.raises(PermissionDenied):
        upload.upload(content=rosters.content(rosters.L1), file_name="a.xlsx", by=school.teacher_wang, now=NOW)


def test_header_alias_of_the_county_is_read(school: Town) -> None:
    headers = ["娃儿名", "性别", "出生日期", "班级"]
    row = ["王小明", "男", "2018-03-05", "三年级1班"]
    assert rosters.stage(school.admin_zhao, rosters.workbook(headers, row)).state == ImportState.MAPPING
    with school.as_(school.officer):
        alias = add_alias(header="娃儿 名：", field="name", by=school.officer, now=NOW)
    assert rosters.stage(school.admin_zhao, rosters.workbook(headers, row)).state == ImportState.READY
    with school.as_(school.officer):
        remove_alias(alias=alias, by=school.officer, now=NOW)
    assert rosters.stage(school.admin_zhao, rosters.workbook(headers, row)).state == ImportState.MAPPING


def test_empty_cells_create_no_family_rows(school: Town) -> None:
    rosters.imported(
        school.admin_zhao, rosters.workbook(HEADERS, ["王小明", "男", "2018-03-05", "三年级1班", "", "", "", ""])
    )
    with school.a.inside():
        assert not any(
            model.objects.exists() for model in (PhoneNumber, Guardian, ReportedStatus, ParentWhereabouts, Child)
        )
