"""Every character of a name prints: in the bundled font, in one of the system's, or with a warning that it is a box."""

import re
import shutil
import subprocess
import unicodedata
from datetime import UTC, datetime
from json import dumps
from typing import Any

import pytest
import typst

from services.children.actions import contact_cards
from services.children.models import Pupil
from services.kit import fonts, pdf
from services.kit.names import person_names
from tests.cast import Town
from tests.children.rare_names import RARE_NAMES

NOWHERE = "\U0003fffd"  # the last of a plane without characters: a box in every font
GLYPHS = """
#let data = json(bytes(sys.inputs.data))
#set page(width: 30mm, height: 30mm)
#set text(font: "Noto Sans SC", size: 20pt)
#for character in data.characters { page(character) }
"""


def _drawn(characters: list[str]) -> list[str]:
    """The outline of each character as Typst draws it with the fonts of `pdf.render`, "" for nothing drawn."""
    packed = dumps({"characters": characters})
    loaded = pdf._fonts(*fonts.folders_with("".join(characters)))
    pages = typst.Compiler(GLYPHS.encode(), font_paths=loaded, sys_inputs={"data": packed}).compile(format="svg")
    pages = pages if isinstance(pages, list) else [pages]
    return ["".join(re.findall(r'<path[^>]* d="([^"]*)"', page.decode())[-1:]) for page in pages]


def test_two_hundred_rare_names_print_or_are_warned_of(town: Town, at_monday: Any) -> None:
    assert len(set(RARE_NAMES)) >= 200
    with town.a.inside():
        child = town.xiaoming
        for name in RARE_NAMES:
            Pupil.objects.filter(pk=child.pupil_id).update(name=name)
            child.pupil.refresh_from_db()
            card = contact_cards.card_of(child, town.admin_zhao, town.monday)
            assert set(card.unprintable) <= set(name)
            assert bool(card.warning) == bool(card.unprintable)
            assert contact_cards.render_pdf(child=child, by=town.admin_zhao, now=town.monday).startswith(b"%PDF")


def test_what_is_not_warned_of_is_drawn_and_what_is_warned_of_is_a_box() -> None:
    named = set("".join(person_names.folded(name) for name in RARE_NAMES)) - {"·"}
    characters = sorted(c for c in named if unicodedata.category(c) != "Co")
    boxes = set(_drawn([NOWHERE]))

    outlines = dict(zip(characters, _drawn(characters), strict=True))

    lacking = set(fonts.unprintable("".join(characters)))
    assert {c for c, outline in outlines.items() if outline in boxes or not outline} == lacking


def test_the_page_and_the_card_warn_of_a_character_that_no_font_has(
    town: Town, at_monday: Any, browses: Any, calls: Any
) -> None:
    with town.a.inside():
        Pupil.objects.filter(pk=town.xiaoming.pupil_id).update(name="王\uf8ff明")
    path = f"/children/{town.xiaoming.public_id}/card/"
    page = browses(town.admin_zhao).get(path).content.decode()
    assert "U+F8FF" in page
    answer = calls(town.admin_zhao).get(f"children/{town.xiaoming.public_id}/contact-card").json()
    assert answer["unprintable"] == "\uf8ff"

    with town.a.inside():
        Pupil.objects.filter(pk=town.xiaoming.pupil_id).update(name="王小明")
    assert "字库里没有" not in browses(town.admin_zhao).get(path).content.decode()


def test_a_character_that_the_bundled_font_lacks_comes_from_the_system_or_is_warned_of(monkeypatch: Any) -> None:
    """Both kinds of machine are judged: what fontconfig itself says decides which of the two is right."""
    program = shutil.which("fc-list")
    is_there = bool(program and subprocess.check_output([program, ":charset=20bb7"]))
    made_at = datetime(2026, 9, 7, tzinfo=UTC)
    source = '#let data = json(bytes(sys.inputs.data))\n#set text(font: "Noto Sans SC")\n#data.name'
    drawn = pdf.render(source, {"name": "𠮷"}, made_at=made_at)

    assert fonts.unprintable("王𠮷") == ("" if is_there else "𠮷")
    assert bool(fonts.folders_with("王𠮷")) == is_there

    monkeypatch.setattr(fonts, "_system_font", lambda _character: None)

    assert fonts.unprintable("王𠮷") == "𠮷"
    assert fonts.folders_with("王𠮷") == ()
    assert (pdf.render(source, {"name": "𠮷"}, made_at=made_at) != drawn) == is_there


def test_characters_of_the_bundled_font_need_no_other(monkeypatch: Any) -> None:
    monkeypatch.setattr(fonts, "_system_font", lambda _character: pytest.fail("looked for another font"))

    assert fonts.unprintable("王小明·阿依古丽 䶮𫖯") == ""
    assert fonts.folders_with("王小明·阿依古丽 䶮𫖯") == ()
