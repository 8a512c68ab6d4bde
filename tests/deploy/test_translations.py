"""Texts: found in code and templates, translated with their placeholders, compiled without a gettext program."""

import re
from pathlib import Path

import polib
import pytest
from django.utils import translation

from deploy import translations

HALF = re.compile(r"[\u4e00-\u9fff”）][,;:?!]|[,;:?!][\u4e00-\u9fff“]|\([^()%]*[\u4e00-\u9fff][^()]*\)")
HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
ENGLISH = translations.LOCALE / "en" / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module")
def english() -> polib.POFile:
    return polib.pofile(str(ENGLISH))


def test_texts_are_found_in_code_and_templates() -> None:
    code = 'name = _("结对")\nraise Refused(gettext("还有 " "%d 名") % n)\nngettext("%d 名", "%d 名", n)\nother("不是")'
    page = '{% load i18n %}{% translate "打印" %}{% blocktranslate with n=rows %}共 {{ n }}{% endblocktranslate %}'

    assert list(translations.in_code(code)) == [("结对", ""), ("%d 名", "%d 名"), ("还有 %d 名", "")]
    assert list(translations.in_template(page)) == [("打印", ""), ("共 %(n)s", "")]


def test_collecting_keeps_what_is_translated_and_names_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    (tmp_path / "services").mkdir()
    (tmp_path / "services" / "care.py").write_text('_("结对")\n_("家访")', encoding="utf-8")
    catalogue = tmp_path / "django.po"
    known = polib.POFile()
    known.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    known.extend([polib.POEntry(msgid="结对", msgstr="Pairing"), polib.POEntry(msgid="旧", msgstr="Old")])
    known.save(str(catalogue))

    report = translations.collect(catalogue)

    assert {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue))} == {"结对": "Pairing", "家访": ""}
    assert report == "django.po: 1 of 2 texts translated\n  no longer in the code: 旧"


def test_chinese_sentences_have_full_width_punctuation() -> None:
    half = {f"{files[0]}: {msgid}" for (msgid, _plural), files in translations.texts().items() if HALF.search(msgid)}

    assert not half


def test_english_texts_have_the_placeholders_of_the_chinese(english: polib.POFile) -> None:
    wrong = [
        entry.msgid
        for entry in english.translated_entries()
        if not entry.msgid_plural and sorted(HOLES.findall(entry.msgid)) != sorted(HOLES.findall(entry.msgstr))
    ]

    assert not wrong


MODULES = ("layout.py", "roles.py", "permissions.py", "choices.py")


@pytest.mark.parametrize("module", MODULES)
def test_navigation_roles_and_states_are_translated(english: polib.POFile, module: str) -> None:
    texts = [entry for entry in english if entry.occurrences[0][0].endswith(f"/{module}")]

    assert texts, f"no text comes from {module}: was it renamed?"
    assert not [entry.msgid for entry in texts if not entry.translated()]


def test_english_readers_get_english() -> None:
    translations.compile_one(ENGLISH)

    with translation.override("en"):
        assert translation.gettext("校长") == "Head"
    with translation.override("zh-hans"):
        assert translation.gettext("校长") == "校长"
