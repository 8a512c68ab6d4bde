"""Pinyin of names."""

import pytest

from services.kit import pinyin


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
