"""Names of pupils: one form however they are typed, refused by the API as by the import, and searched alike."""

from typing import Any

import pytest

from services.children.models import Pupil
from tests.api.responses import error_fields, names
from tests.cast import Town
from tests.factories import children as make


def rename(calls: Any, full: Town, name: str) -> Any:
    return calls(full.admin_zhao).send("patch", f"pupils/{full.xiaoming.pupil.public_id}", {"name": name})


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("姚 小舟", "姚小舟"), ("王\u200b明", "王明"), ("李⽂⼭", "李文山"), ("阿依古丽•买买提", "阿依古丽·买买提")],
)
def test_a_name_is_stored_in_its_one_form(town: Town, at_monday: Any, calls: Any, typed: str, stored: str) -> None:
    answer = rename(calls, town, typed)

    assert (answer.status_code, answer.json()["name"]) == (200, stored)
    with town.a.inside():
        assert Pupil.objects.get(pk=town.xiaoming.pupil_id).name == stored


@pytest.mark.parametrize("typed", ["123", "=cmd()", "张*明", "王明/李红", "孙权☆", "王明(大)"])
def test_what_the_import_refuses_as_a_name_the_api_refuses(town: Town, at_monday: Any, calls: Any, typed: str) -> None:
    answer = rename(calls, town, typed)

    assert (answer.status_code, error_fields(answer)) == (400, ["name"])
    with town.a.inside():
        assert Pupil.objects.get(pk=town.xiaoming.pupil_id).name == "王小明"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        *[("吕小燕", typed) for typed in ("lv", "lu", "lü", "lyu", "ＬＶ", "lǚ xiǎo", "lxy", "吕")],
        *[("阿依古丽·买买提", typed) for typed in ("阿依古丽买买提", "阿依古丽•买", "古丽·买买", "ayigulimai")],
        *[("李文山", typed) for typed in ("李⽂⼭", "文 山", "LiWenshan")],
        *[("阚清", "kan"), ("么红", "yaoh"), ("句艳", "gouyan"), ("𠮷田", "𠮷")],
    ],
)
def test_a_name_is_searched_however_it_is_typed(town: Town, at_monday: Any, calls: Any, name: str, typed: str) -> None:
    with town.a.inside():
        make.pupil(name, town.a.classes[0])

    assert names(calls(town.admin_zhao).get("pupils", q=typed)) == [name]
    assert names(calls(town.admin_of_b).get("pupils", q=typed)) == [], "another school's pupil"
