"""Pinyin of names."""

import pytest

from services.kit.names import pinyin


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("张晓明", "zhangxiaoming", "zxm"),
        ("单小曾", "shanxiaoceng", "sxc"),
        ("曾伟", "zengwei", "zw"),
        ("欧阳云", "ouyangyun", "oyy"),
        ("卓玛·央金", "zhuomayangjin", "zmyj"),
        ("Anna 李", "annali", "annal"),
        ("覃辉", "qinhui", "qh"),
        ("", "", ""),
    ],
)
def test_pinyin_of_a_name(name: str, full: str, initials: str) -> None:
    assert (pinyin.to_pinyin(name).full, pinyin.initials(name)) == (full, initials)


def test_names_sort_by_syllables() -> None:
    assert sorted(["先安", "西安"], key=pinyin.sort_key) == ["西安", "先安"]


@pytest.mark.parametrize(
    ("name", "full"), [("阚清", "kanqing"), ("么红", "yaohong"), ("句艳", "gouyan"), ("吕布", "lvbu")]
)
def test_surnames_have_readings_of_their_own(name: str, full: str) -> None:
    assert pinyin.to_pinyin(name).full == full


@pytest.mark.parametrize(
    ("typed", "sounds"),
    [
        ("lv", ["lv"]),
        ("lü", ["lv"]),
        ("lyu", ["lyu", "lv"]),
        ("wenyu", ["wenyu", "wenv"]),
        ("Lǚ", ["lv"]),
        ("lu", ["lu", "lv"]),
        ("Xi'an", ["xian"]),
        ("lululu", [f"l{a}l{b}l{c}" for a in "uv" for b in "uv" for c in "uv"]),
        ("lulululu", ["lulululu"]),
        ("%", []),
    ],
)
def test_every_way_to_type_u_umlaut_means_the_same_sound(typed: str, sounds: list[str]) -> None:
    assert pinyin.typed_sounds(typed) == sounds


@pytest.mark.parametrize(
    ("text", "typed", "is_match"),
    [
        ("清河镇中心小学", "zhongxin", True),
        ("清河镇中心小学", "qhz", True),
        ("长岭乡小学", "changling", True),
        ("乐平镇小学", "leping", True),
        ("吕梁小学", "lüliang", True),
        ("清河镇中心小学", "hexi", False),
        ("清河镇中心小学", "中心", False),
        ("清河镇中心小学", "", False),
    ],
)
def test_text_is_found_by_its_sound(text: str, typed: str, is_match: bool) -> None:
    assert pinyin.matches_sound(text, typed) is is_match
