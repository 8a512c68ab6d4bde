"""Pinyin of names: a key to sort by and two to search in. Surnames have their own readings (单 is Shan)."""

import itertools
import operator
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Surnames whose reading differs from the character's usual one (现代汉语词典, 7th edition, readings marked 姓).
_SURNAMES = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "查": "zha", "区": "ou", "翟": "zhai", "覃": "qin",
    "盖": "ge", "朴": "piao", "乐": "yue", "员": "yun", "贠": "yun", "黑": "he", "繁": "po", "冼": "xian", "洗": "xian",
    "折": "she", "种": "chong", "秘": "bi", "缪": "miao", "晟": "cheng", "牟": "mou", "隗": "kui", "召": "shao",
    "卜": "bu", "宓": "mi", "尉": "wei", "祭": "zhai", "长": "chang", "石": "shi", "沈": "shen", "那": "na", "薄": "bo",
    "阚": "kan", "么": "yao", "句": "gou", "郇": "xun", "佴": "nai", "乜": "nie", "能": "nai", "都": "du", "粘": "nian",
    "参": "shen", "角": "jue", "炅": "gui", "涡": "guo", "会": "gui", "重": "chong", "畜": "xu", "省": "xing",
    "藏": "zang", "适": "kuo", "柷": "zhu", "镡": "xin", "番": "pan",
    "尉迟": "yu chi", "万俟": "mo qi", "澹台": "tan tai", "单于": "chan yu", "长孙": "zhang sun",
    "欧阳": "ou yang", "令狐": "ling hu", "诸葛": "zhu ge", "上官": "shang guan", "皇甫": "huang fu",
    "宇文": "yu wen", "司徒": "si tu", "司马": "si ma", "夏侯": "xia hou", "东方": "dong fang", "尉缭": "wei liao",
}  # fmt: skip
# lu may be lü; lyu is lü, and nyu is nü or the end of one syllable and the whole next: Wenyu
_AMBIGUOUS_U = re.compile("(?<=[ln])(yu|u)")
_MAX_U = 3  # in one search: each may be ü


@dataclass(frozen=True)
class Pinyin:
    """ "单小曾" → sort "shan xiao zeng", full "shanxiaozeng", initials "sxz"."""

    sort: str
    full: str
    initials: str


def to_pinyin(name: str) -> Pinyin:
    """The keys of a name. Characters without pinyin are kept; dots and spaces are dropped."""
    syllables = _syllables("".join(c for c in name if c.isalnum()))
    return Pinyin(" ".join(syllables), "".join(syllables), "".join(s[0] for s in syllables))


def sort_key(name: str) -> str:
    return to_pinyin(name).sort


def initials(name: str) -> str:
    return to_pinyin(name).initials


def typed_sounds(typed: str) -> list[str]:
    """The pinyin that somebody may mean: lü, lv and lǚ are lv, as in `Pinyin.full`; lu is lu or lv, nyu nyu or nv."""
    marked = unicodedata.normalize("NFD", typed.lower())
    without_tones = "".join(c for c in marked if c == "\u0308" or not unicodedata.combining(c))
    plain = unicodedata.normalize("NFC", without_tones).replace("ü", "v")
    letters = "".join(c for c in plain if c.isalnum())
    if not letters:
        return []
    pieces, ambiguous = _AMBIGUOUS_U.split(letters)[::2], _AMBIGUOUS_U.findall(letters)
    if len(ambiguous) > _MAX_U:
        return [letters]
    choices = itertools.product(*((typed, "v") for typed in ambiguous))
    return ["".join(map(operator.add, pieces, (*choice, ""))) for choice in choices]


def matches_sound(text: str, typed: str) -> bool:
    """Whether typed pinyin is part of how a text sounds, or begins its initials. For names of schools and pages."""
    sounds = [sound for sound in typed_sounds(typed) if sound.isascii()]
    return any(
        sound in reading.full or reading.initials.startswith(sound) for sound in sounds for reading in _readings(text)
    )


@lru_cache(maxsize=8192)
def _readings(text: str) -> tuple[Pinyin, ...]:
    """As a name that begins with a surname (长岭 is chang ling), and as words (乐平 is le ping)."""
    letters = "".join(c for c in text if c.isalnum())
    syllables = [_syllable(c) for c in letters]
    return to_pinyin(text), Pinyin(" ".join(syllables), "".join(syllables), "".join(s[0] for s in syllables))


def _syllables(name: str) -> list[str]:
    # Two characters first: 单于 is Chanyu, although 单 alone is Shan.
    for length in (2, 1):
        if len(name) > length - 1 and (reading := _SURNAMES.get(name[:length])):
            return [*reading.split(), *map(_syllable, name[length:])]
    return [_syllable(c) for c in name]


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    import pypinyin  # slow to load, and most processes never need it

    return str(pypinyin.lazy_pinyin(character, errors="default")[0]).lower()
