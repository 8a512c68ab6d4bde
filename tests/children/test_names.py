"""How children are addressed."""

import pytest

from services.children.names import given_name, initial


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("王小明", "小明"),
        ("欧阳小明", "小明"),
        ("王林", "王林"),
        ("欧阳修", "欧阳修"),
        ("阿依古丽·买买提", "阿依古丽"),
        ("扎西次仁", "扎西次仁"),
        ("JohnSmith", "JohnSmith"),
        ("张王小明", "小明"),  # the father's and the mother's surname
        ("买买提", "买买提"),
        ("扎西", "扎西"),
        ("司马光", "司马光"),
        ("上官婉儿", "婉儿"),
        ("𫖯", "𫖯"),
        ("", ""),
        ("么小红", "小红"),
        ("吕𠮷祥", "𠮷祥"),
    ],
)
def test_a_child_is_addressed_by_the_given_name_where_the_surname_is_known(name: str, given: str) -> None:
    assert given_name(name) == given


def test_an_avatar_shows_one_character() -> None:
    names = ("王小明", "王林", "上官婉儿", "阿依古丽·买买提", "𫖯", "JohnSmith", "")
    assert [initial(name) for name in names] == ["明", "林", "儿", "阿", "𫖯", "J", ""]
