"""Search finds whom a roster brought in, however the name was spelled there and however it is typed here."""

import unicodedata
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from services.children.models import Pupil
from services.children.roster.cells import names
from services.kit.names import pinyin
from services.kit.names.name_search import search_names
from tests.cast import Town
from tests.factories import children as make

# Unicode, EquivalentUnifiedIdeograph.txt and UnicodeData.txt: another code point of the same character.
LOOK_ALIKES = {
    "文": "⽂", "山": "⼭", "金": "⾦", "马": "⻢", "龙": "⻰", "玉": "⽟", "石": "⽯", "见": "⻅", "贝": "⻉",
    "林": "\uf9f4", "龜": "\uf907", "樂": "\uf914", "李": "\uf9e1", "女": "\uf981", "立": "\uf9f7",
}  # fmt: skip
SURNAMES = [
    *"王李吕阚么句单仇曾解查区翟覃盖朴员冼种缪牟卜宓尉祭长石那薄郇佴乜能都粘参角会重畜省藏适番龙金马",
    *("欧阳", "尉迟", "万俟", "澹台", "单于", "长孙", "令狐", "诸葛"),
]
GIVEN = st.text(st.sampled_from("文山林玉雨女绿律旅虐略曾单重𠮷䶮丽红强见贝立樂龜"), min_size=1, max_size=3)
HAN = st.builds(str.__add__, st.sampled_from(SURNAMES), GIVEN)
DOTTED = st.lists(
    st.sampled_from(["阿依古丽", "买买提", "艾山江", "古丽巴哈尔", "努尔", "吕萨"]), min_size=2, max_size=3
)
LATIN = st.lists(st.sampled_from(["Anna", "José", "Zoë", "Nguyễn", "Müller"]), min_size=1, max_size=2).map("·".join)
NAMES = HAN | DOTTED.map("·".join) | LATIN
FEW = settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def spellings(draw: st.DrawFn, name: str, *, with_dots: bool) -> str:
    """Another spelling of the same characters."""
    typed = "".join(LOOK_ALIKES[c] if c in LOOK_ALIKES and draw(st.booleans()) else c for c in name)
    typed = typed.replace("·", draw(st.sampled_from(["·", "•", "．", " · ", "・", *([] if with_dots else ["", " "])])))
    if draw(st.booleans()):  # full width
        typed = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in typed)
    inside = draw(st.sampled_from(["", "\u200b", "\U000e0100", "\ufe00"]))
    return unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), typed[:1] + inside + typed[1:])


@st.composite
def sounds(draw: st.DrawFn, name: str) -> str:
    """The sound of a name as somebody types it: ü in one of its four ways, with blanks or full width or not."""
    syllables = [s for s in pinyin.sort_key(name).split() if s.isascii()]
    if "".join(syllables) != pinyin.to_pinyin(name).full or not syllables:
        return name
    if draw(st.booleans()):
        return "".join(syllable[0] for syllable in syllables)
    umlaut = draw(st.sampled_from(["v", "u", "ü", "yu"]))
    if umlaut in {"u", "yu"} and sum(s[:2] in {"lv", "lu", "nv", "nu"} or s == "yu" for s in syllables) > 3:
        umlaut = "v"  # one search tries so many that may be either
    typed = draw(st.sampled_from(["", " ", "'"])).join(
        s[0] + umlaut + s[2:] if s[:2] in {"lv", "nv"} else s for s in syllables
    )
    return (
        "".join(chr(ord(c) + 0xFEE0) if c.isalpha() and c.isascii() else c for c in typed)
        if draw(st.booleans())
        else typed.title()
    )


def _listed(town: Town, cell: str, typed: str) -> tuple[list[str], str]:
    """Who is listed for what is typed, where a pupil and a stranger are enrolled; and the pupil's name."""
    name, problem = names.person(cell)
    assert name, (cell, problem)
    with town.a.inside():
        Pupil.objects.filter(remark="spelling").delete()
        make.pupil(name, town.a.classes[0], remark="spelling")
        make.pupil("郑嘉伟", town.a.classes[0], remark="spelling")
        rows = search_names(Pupil.objects.filter(remark="spelling").order_by("pk"), typed)
        return [row.name for row in rows], name


@FEW
@given(st.data(), NAMES)
def test_a_name_is_listed_for_each_spelling_of_its_characters(town: Town, at_monday: Any, data: Any, name: str) -> None:
    cell, typed = data.draw(spellings(name, with_dots=True)), data.draw(spellings(name, with_dots=False))

    listed, stored = _listed(town, cell, typed)

    assert listed == [stored], (cell, typed)


@FEW
@given(st.data(), NAMES)
def test_a_name_is_listed_for_its_sound_and_its_initials(town: Town, at_monday: Any, data: Any, name: str) -> None:
    cell, typed = data.draw(spellings(name, with_dots=True)), data.draw(sounds(name))

    listed, stored = _listed(town, cell, typed)

    assert stored in listed, (cell, typed)


@example("阚", "kan")
@example("么", "yao")
@example("句", "gou")
@example("吕", "lyu")
@FEW
@given(st.sampled_from(SURNAMES), st.just(""))
def test_a_surname_sorts_and_is_listed_by_its_own_reading(town: Town, at_monday: Any, surname: str, sound: str) -> None:
    reading = pinyin.sort_key(surname + "明").removesuffix(" ming").replace(" ", "")

    listed, stored = _listed(town, surname + "明", sound or reading)

    assert stored in listed


def test_two_syllables_that_meet_in_n_and_yu_are_not_taken_for_u_umlaut(town: Town, at_monday: Any) -> None:
    assert _listed(town, "李文雨", "wenyu") == (["李文雨"], "李文雨")
    assert _listed(town, "李安女", "annyu") == (["李安女"], "李安女")
