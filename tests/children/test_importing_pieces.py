"""A roster of more than one chunk."""

from datetime import timedelta
from typing import Any

from services.children.choices import ImportState
from services.children.importing import storage
from services.children.importing.changes import CHUNK_SIZE
from services.children.models import ParentWhereabouts, PhoneNumber, Pupil, PupilPrivate
from services.children.roster.cells.identity import check_character
from tests.cast import Town
from tests.factories import rosters
from tests.factories.rosters import NOW, dump

HEADERS = ["姓名", "性别", "出生日期", "班级", "身份证件号", "父亲去向", "父亲电话"]
LAST = CHUNK_SIZE + 2


def pupil(number: int, location: str = "在家") -> list[Any]:
    digits = f"99{number:04d}20180405001"
    id_number = digits + check_character(digits)
    return [f"张{chr(0x4E00 + number)}", "男", "2018-04-05", "三年级1班", id_number, location, f"1380000{number:04d}"]


def test_every_chunk_is_written_compared_and_undone(town: Town) -> None:
    admin, many = town.admin_zhao, [pupil(number) for number in range(1, LAST + 1)]
    first = rosters.imported(admin, rosters.workbook(HEADERS, *many), NOW - timedelta(days=60))
    assert (first.state, first.counts["new"]) == (ImportState.COMMITTED, LAST)
    with town.a.inside():
        new = Pupil.objects.filter(pk__in=storage.load_undo_snapshot(first)["pupils"])
        assert [
            model.objects.filter(pupil__in=new).count() for model in (PupilPrivate, ParentWhereabouts, PhoneNumber)
        ] == [LAST] * 3
        assert new.order_by("-pk")[0].private.unseal("id_number") == many[-1][4]
    before = dump(town.a)

    many[0], many[-1] = pupil(1, "广东东莞"), pupil(LAST, "广东东莞")
    second = rosters.imported(admin, rosters.workbook(HEADERS, *many))

    assert second.counts | {"new": 0, "changed": 2, "unchanged": LAST - 2, "case_files": 2} == second.counts
    with town.a.inside():
        away = ParentWhereabouts.objects.filter(whereabouts="away", until=None, since=NOW.date())
        assert {fact.pupil.name for fact in away} == {many[0][0], many[-1][0]}
    rosters.undo(admin, second)
    assert dump(town.a) == before
