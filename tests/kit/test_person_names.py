"""One form of a name, wherever it comes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.names import person_names
from services.kit.names.person_names import InvalidName


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("李⽂⼭", "李文山"),  # Kangxi radicals of a copied PDF file
        ("⻢小⻰", "马小龙"),  # CJK radicals supplement
        ("李\uf9f4", "李林"),  # compatibility ideograph
        ("\ue863龙", "䶮龙"),  # code point of GBK fonts
        ("\ue81e", "龴"),
        ("葛\U000e0100明", "葛明"),  # a variation selector
        ("姚 小舟", "姚小舟"),
        ("王\u200b明", "王明"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("Ａｎｎａ", "Anna"),
        ("e\u0301va", "éva"),
        ("𠮷田", "𠮷田"),
    ],
)
def test_look_alikes_become_the_character_they_stand_for(typed: str, name: str) -> None:
    assert person_names.checked(typed) == name


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("王明/李红", "name_several"),
        ("王明、李红", "name_several"),
        ("孙权☆", "name_character"),
        ("=cmd()", "name_character"),
        ("王明(大)", "name_character"),
        ("\uf8ff明", "name_character"),  # a private code point that no table knows
        ("⺅明", "name_character"),  # a part of a character
        ("123", "name_unreadable"),
        ("张*明", "name_unreadable"),
        ("张某某", "name_unreadable"),
        ("-", "name_unreadable"),
        ("字" * 41, "name_unreadable"),
    ],
)
def test_what_is_no_name_is_refused_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(InvalidName) as refused:
        person_names.checked(typed)

    assert refused.value.code == code
    assert "%" not in refused.value.message


@given(st.text(max_size=30))
def test_the_form_of_a_name_is_stable(typed: str) -> None:
    once = person_names.folded(typed)

    assert person_names.folded(once) == once
