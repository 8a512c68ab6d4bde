"""Translations: `python -m deploy.translations` compiles them, `… collect` adds new texts.

The texts in code and templates are Chinese; node `services/locale/<language>/LC_MESSAGES/django.po` translates them.
Compiled files are not committed. No gettext program is needed.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "services" / "locale"
LEFT_OUT = {"static", "migrations", "style_guide.html"}  # sample texts, shown to no user
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURALS = {"ngettext", "ngettext_lazy"}
_IN_TEMPLATES = re.compile(r"""\bn?gettext\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<![\w.])_\(('[^']*'|"[^"]*")\)""")

Text = tuple[str, str]  # msgid, its plural or ""


def main(arguments: list[str]) -> int:
    for catalogue in catalogues():
        if arguments == ["collect"]:
            print(collect(catalogue))
        compile_one(catalogue)
    return 0


def catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def compile_one(catalogue: Path) -> None:
    """Write the .mo beside the .po, if it is older. Untranslated texts are left out and appear in Chinese."""
    target = catalogue.with_suffix(".mo")
    if not target.exists() or target.stat().st_mtime < catalogue.stat().st_mtime:
        polib.pofile(str(catalogue)).save_as_mofile(str(target))
        print(f"translations: {target.relative_to(ROOT)}")


def collect(catalogue: Path) -> str:
    """Update a catalogue with the texts of the code, keeping translations; return a summary."""
    known = polib.pofile(str(catalogue), wrapwidth=120)
    kept = {(entry.msgid, entry.msgid_plural): entry for entry in known}
    matches = texts()
    fresh = polib.POFile(wrapwidth=120)
    fresh.metadata, fresh.header = known.metadata, known.header
    # By file, so that the texts of one page stand together for the translator and a diff stays small.
    for text, files in sorted(matches.items(), key=lambda node: (node[1][0], node[0])):
        fresh.append(_entry(text, files[0], kept.get(text)))
    fresh.save(str(catalogue))
    gone = [entry.msgid for entry in known.translated_entries() if (entry.msgid, entry.msgid_plural) not in matches]
    lines = [f"{catalogue.relative_to(ROOT)}: {len(fresh.translated_entries())} of {len(matches)} texts translated"]
    return "\n".join(lines + [f"  no longer in the code: {text}" for text in gone])


def _entry(text: Text, file: str, known: polib.POEntry | None) -> polib.POEntry:
    msgid, plural = text
    entry = polib.POEntry(msgid=msgid, msgid_plural=plural, occurrences=[(file, "")])
    # Never guessed from a similar text, as gettext does: a wrong translation is worse than Chinese.
    entry.msgstr = known.msgstr if known else ""
    if plural:
        entry.msgstr_plural = known.msgstr_plural if known else {0: "", 1: ""}
    if re.search(r"%(?:\(\w+\))?[sd]", msgid):
        entry.flags.append("python-format")
    return entry


def texts() -> dict[Text, list[str]]:
    """Return every translatable text with the files that use it."""
    matches: dict[Text, list[str]] = {}
    for path in sorted((ROOT / "services").rglob("*")):
        read = {".py": in_code, ".html": in_template, ".txt": in_template}.get(path.suffix)
        if read and not LEFT_OUT & set(path.parts):
            for text in read(path.read_text(encoding="utf-8")):
                files = matches.setdefault(text, [])
                if (name := path.relative_to(ROOT).as_posix()) not in files:
                    files.append(name)
    return matches


def in_code(source: str) -> Iterator[Text]:
    """Texts of calls like `_("…")` in Python."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        plain = [node.value for node in node.args if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        if name in CALLS and plain:
            yield plain[0], ""
        elif name in PLURALS and len(plain) > 1:
            yield plain[0], plain[1]


def in_template(source: str) -> Iterator[Text]:
    """Texts of `{% translate %}`, `{% blocktranslate %}` and `_("…")` in a template."""
    from django.utils.translation.template import templatize

    for matches in _IN_TEMPLATES.finditer(templatize(source)):
        yield ast.literal_eval(matches[1] or matches[2]), ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
