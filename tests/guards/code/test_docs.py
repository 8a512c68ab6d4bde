"""The documentation names what exists: packages, files, models, make targets."""

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

from services.access.management import roles_doc as roles
from services.config.env import ROOT
from services.dashboards.management import figures_doc as figures

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted(DOCS.rglob("*.md"))]
FOLDERS = ("services", "workers", "deploy", "infra", "requirements", "tests", "docs")
MACHINE = re.compile(r"(?<![\w.])/(?:work|home/\w+|Users/\w+|root)/")
INDEXES = re.compile(
    r"https?://[\w.-]*(?:pypi|pythonhosted|npmmirror|tsinghua|aliyun|tencent|ustc|nexus|artifactory)[\w.-]*/"
)
TEXT = re.compile(r"\.(?:py|md|txt|toml|json|ya?ml|sh|html|css|js|sql|conf|po|service)$|/[A-Z]\w+$")
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)|src=\"([^\"]+)\"")
_PATH = re.compile(rf"`((?:{'|'.join(FOLDERS)})/[\w./*-]*)`")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def ours() -> list[Path]:
    """Every text file that a clone has or will have."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    paths = [ROOT / name for name in names if TEXT.search(f"/{name}")]
    return [path for path in paths if path.is_file()]


def test_roles_page_is_current() -> None:
    assert read(DOCS / "roles.md") == roles.text(), "run: manage.py roles > docs/roles.md"


def test_figures_page_is_current() -> None:
    assert read(DOCS / "figures.md") == figures.text(), "run: manage.py figures > docs/figures.md"


@pytest.fixture(scope="module")
def glossary_terms() -> set[str]:
    """The code words of the glossary's second column that are classes."""
    terms, _heading, _banned = read(DOCS / "glossary.md").partition("## Banned words")
    rows = [row.split("|")[2] for row in terms.splitlines() if row.startswith("|")]
    return {word for row in rows for word in re.findall(r"`([A-Z]\w+)`", row)}


def test_glossary_has_every_model(glossary_terms: set[str]) -> None:
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("services.")}

    assert not models - glossary_terms, "a term missing in docs/glossary.md is not yet a term in the code"


def test_glossary_terms_are_classes(glossary_terms: set[str]) -> None:
    classes = {
        name
        for path in (ROOT / "services").rglob("*.py")
        for name in re.findall(r"^class (\w+)", read(path), flags=re.MULTILINE)
    }

    assert not glossary_terms - classes


def test_architecture_names_every_package() -> None:
    page = read(DOCS / "architecture.md")
    packages = {f"`services/{path.parent.name}/`" for path in ROOT.glob("services/*/__init__.py")}
    named = set(re.findall(r"`services/\w+/`", page)) - {"`services/locale/`"}

    assert named == packages
    assert all(f"`{folder}/`" in page for folder in FOLDERS)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_page_names_existing_files(page: Path) -> None:
    text = read(page)
    links = {link for groups in _LINK.findall(text) for link in groups if link and "://" not in link}
    missing = {link for link in links if not (page.parent / link).exists()}
    missing |= {path for path in _PATH.findall(text) if "*" not in path and not (ROOT / path).exists()}

    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_page_names_existing_make_targets(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), flags=re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", read(page), flags=re.MULTILINE))

    assert not named - targets


def test_decisions_are_listed_and_short() -> None:
    listed = read(DOCS / "decisions" / "README.md")
    pages = sorted((DOCS / "decisions").glob("[0-9]*.md"))

    assert not [page.name for page in pages if f"]({page.name})" not in listed]
    assert not [page.name for page in pages if len(read(page).splitlines()) > 40]
    assert not [page.name for page in pages if "**Refused.**" not in read(page)]


def test_readme_links_to_every_page() -> None:
    seen, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md" or not page.is_file():
            continue
        seen.add(page)
        waiting += [(page.parent / link).resolve() for link, _image in _LINK.findall(read(page)) if link]

    assert not [name_of(page) for page in PAGES if page not in seen]


def test_files_contain_no_machine_paths(ours: list[Path]) -> None:
    matches = [
        f"{name_of(path)}: {match[0]}"
        for path in ours
        if path != Path(__file__)
        if (match := MACHINE.search(text := read(path)) or INDEXES.search(text))
    ]

    assert not matches
