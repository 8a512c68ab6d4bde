"""Find words that docs/glossary.md avoids: in names, docstrings, comments, templates, OpenAPI and English texts.

`python -m tests.guards.code.plain_words services/care tests/care` lists every use below these paths.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polib
import yaml

ROOT = Path(__file__).resolve().parents[3]
GLOSSARY = ROOT / "docs" / "glossary.md"
SCHEMA = "docs/openapi.yaml"
FOLDERS = ("services", "workers", "deploy", "infra", "tests")
# Names that somebody else defines and we must repeat.
FOREIGN_NAMES = frozenset({"gettext_noop"})

_CODE = re.compile(r"`([^`]+)`")
_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}|\{#(.*?)#\}", re.DOTALL)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_PROSE = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True)
class Use:
    """One avoided word: where, in what, and the word."""

    path: str
    line: int
    kind: str
    text: str
    word: str

    @property
    def package(self) -> str:
        """`services/care`, `tests/care`, `workers`: what a ceiling is set for."""
        first, *others = self.path.split("/")
        is_grouped = first in {"services", "tests", "docs"} and len(others) > 1
        return f"{first}/{others[0]}" if is_grouped else first

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.kind} {self.text!r}: {self.word}"


@dataclass(frozen=True)
class Rules:
    """The words of the glossary, in lower case; `prefixes` like "MOST_" and `classes` as written."""

    anywhere: frozenset[str]
    in_names: frozenset[str]
    whole_names: frozenset[str]
    prefixes: tuple[str, ...]
    classes: frozenset[str]

    @property
    def all_words(self) -> frozenset[str]:
        return self.anywhere | self.in_names | self.whole_names

    def of_name(self, name: str) -> str:
        """The avoided word in a name that we define, "" when there is none."""
        bare = name.strip("_")
        if bare in FOREIGN_NAMES:
            return ""
        if name in self.classes or bare.lower() in self.whole_names:
            return bare
        if bare.startswith(self.prefixes):
            return bare.partition("_")[0]
        banned = self.anywhere | self.in_names
        return next((token.lower() for token in _TOKEN.findall(bare) if token.lower() in banned), "")

    def of_prose(self, text: str) -> Iterator[str]:
        """Every avoided word of a docstring, a comment or an English text."""
        return (word.lower() for word in _PROSE.findall(text) if word.lower() in self.anywhere)


def _with_plurals(singulars: Iterable[str]) -> frozenset[str]:
    both = set(singulars)
    for word in tuple(both):
        both |= {f"{word}s", f"{word}es", f"{word[:-1]}ies" if word.endswith("y") else word}
    return frozenset(both)


@cache
def rules() -> Rules:
    """Read the *avoid* columns and the tables of banned words. Raises ValueError when a table has moved."""
    text = GLOSSARY.read_text(encoding="utf-8")
    terms, _heading, banned = text.partition("## Banned words")
    tables = dict(re.findall(r"^### ([^\n]+)\n(.*?)(?=^### |\Z)", banned, re.DOTALL | re.MULTILINE))
    if set(tables) != {"Anywhere", "In names", "As a whole name"}:
        raise ValueError(f"docs/glossary.md: unknown tables of banned words: {sorted(tables)}")
    columns = [row.split("|")[-2] for row in terms.splitlines() if row.startswith("|")]
    avoided = {word for column in columns for word in _CODE.findall(column)}
    first = {name: set(_CODE.findall("\n".join(_first_cells(table)))) for name, table in tables.items()}
    return Rules(
        anywhere=_with_plurals({word for word in avoided if word.islower()} | first["Anywhere"]),
        in_names=_with_plurals(word for word in first["In names"] if word.islower()),
        whole_names=frozenset(first["As a whole name"]),
        prefixes=tuple(sorted(word for word in first["In names"] if not word.islower())),
        classes=frozenset(word for word in avoided if not word.islower()),
    )


def _first_cells(table: str) -> Iterator[str]:
    return (row.split("|")[1] for row in table.splitlines() if row.startswith("|"))


@cache
def _rough() -> re.Pattern[str]:
    """Matches whatever may hold an avoided word: most files need no closer look."""
    known = rules()
    return re.compile("|".join(sorted({*known.all_words, *(p.lower() for p in known.prefixes)})), re.IGNORECASE)


def uses(paths: Iterable[str]) -> Iterator[Use]:
    """Every avoided word in the given files, named from the root of the project."""
    for path in paths:
        if "/migrations/" in path or not (ROOT / path).is_file():
            continue
        yield from _in_path(path)
        if read := _READERS.get(Path(path).suffix if path != SCHEMA else SCHEMA):
            text = (ROOT / path).read_text(encoding="utf-8")
            if _rough().search(text):
                yield from read(path, text)


def tracked(under: Iterable[str] = (*FOLDERS, SCHEMA)) -> list[str]:
    """Files that git has or will have."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *under]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return sorted(name for name in names if name)


def _in_path(path: str) -> Iterator[Use]:
    """File and folder names are names, too."""
    if path.endswith((".py", ".html", ".sql", ".sh")):
        stem = Path(path).stem
        if word := rules().of_name(stem):
            yield Use(path, 1, "file", stem, word)


def in_python(path: str, text: str) -> Iterator[Use]:
    known = rules()
    for node in ast.walk(ast.parse(text)):
        for line, name in _defined(node):
            if word := known.of_name(name):
                yield Use(path, line, "name", name, word)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[0] if node.body else None
            if isinstance(body, ast.Expr) and (docstring := ast.get_docstring(node)):
                yield from (Use(path, body.lineno, "docstring", docstring[:40], w) for w in known.of_prose(docstring))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield from (
                Use(path, token.start[0], "comment", token.string[:40], w) for w in known.of_prose(token.string)
            )


def _defined(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The names that a node of a syntax tree defines, with their line."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.lineno, node.name
        case ast.arg():
            yield node.lineno, node.arg
        case ast.Name(ctx=ast.Store()):
            yield node.lineno, node.id
        case ast.Attribute(ctx=ast.Store()):
            yield node.lineno, node.attr
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.alias(asname=str(name)):
            yield node.lineno, name


def in_template(path: str, text: str) -> Iterator[Use]:
    known = rules()
    for tag in _TAG.finditer(text):
        line = text.count("\n", 0, tag.start()) + 1
        if (comment := tag[3]) is not None:
            yield from (Use(path, line, "comment", comment[:40], word) for word in known.of_prose(comment))
            continue
        for name in _IDENTIFIER.findall(_QUOTED.sub("", tag[1] or tag[2] or "")):
            if word := known.of_name(name):
                yield Use(path, line, "variable", name, word)


def _in_translations(path: str, text: str) -> Iterator[Use]:
    known = rules()
    for entry in polib.pofile(text):
        for english in [entry.msgstr, *entry.msgstr_plural.values()]:
            yield from (Use(path, entry.linenum, "text", english[:40], word) for word in known.of_prose(english))


def _in_schema(path: str, text: str) -> Iterator[Use]:
    """Names of components, fields, parameters and path segments; each once."""
    schema = yaml.load(text, Loader=yaml.CSafeLoader)
    names = set(schema["components"]["schemas"])
    names |= {part for address in schema["paths"] for part in address.replace("-", "_").split("/")}
    waiting = [schema]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            names |= set(node["properties"]) if isinstance(node.get("properties"), dict) else set()
            names |= {node["name"]} if isinstance(node.get("name"), str) and "in" in node else set()
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    for name in sorted(names):
        if word := rules().of_name(name):
            yield Use(path, 1, "schema", name, word)


_READERS = {
    ".py": in_python,
    ".html": in_template,
    ".po": _in_translations,
    SCHEMA: _in_schema,
}

if __name__ == "__main__":
    for use in uses(tracked(sys.argv[1:] or (*FOLDERS, SCHEMA))):
        print(use)
