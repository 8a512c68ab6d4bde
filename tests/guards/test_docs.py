"""The guide at the gate tells of the house as it stands."""

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

from services.access import roles_doc as roles
from services.config.env import ROOT
from services.dashboards import figures_doc as figures

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
    told = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(told, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    paths = [ROOT / name for name in names if TEXT.search(f"/{name}")]
    return [path for path in paths if path.is_file()]


def test_the_roles_page_is_current() -> None:
    assert read(DOCS / "roles.md") == roles.text(), "run: manage.py roles > docs/roles.md"


def test_the_figures_page_is_current() -> None:
    assert read(DOCS / "figures.md") == figures.text(), "run: manage.py figures > docs/figures.md"


def test_the_glossary_knows_every_model() -> None:
    words = set(re.findall(r"`(\w+)`", read(DOCS / "glossary.md")))
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("services.")}

    assert not models - words, "a word missing in docs/glossary.md is not yet a word in the code"


def test_the_floor_plan_names_every_package() -> None:
    plan = read(DOCS / "floor-plan.md")
    packages = {f"`services/{path.parent.name}/`" for path in ROOT.glob("services/*/__init__.py")}
    named = set(re.findall(r"`services/\w+/`", plan)) - {"`services/locale/`"}

    assert named == packages
    assert all(f"`{folder}/`" in plan for folder in FOLDERS)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_page_names_is_there(page: Path) -> None:
    text = read(page)
    links = {link for found in _LINK.findall(text) for link in found if link and "://" not in link}
    gone = {link for link in links if not (page.parent / link).exists()}
    gone |= {path for path in _PATH.findall(text) if "*" not in path and not (ROOT / path).exists()}

    assert not gone


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_a_page_tells_to_make_can_be_made(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), flags=re.MULTILINE))
    asked = set(re.findall(r"(?:`|^)make ([a-z]+)", read(page), flags=re.MULTILINE))

    assert not asked - targets


def test_every_decision_is_listed_and_short() -> None:
    listed = read(DOCS / "decisions" / "README.md")
    pages = sorted((DOCS / "decisions").glob("[0-9]*.md"))

    assert not [page.name for page in pages if f"]({page.name})" not in listed]
    assert not [page.name for page in pages if len(read(page).splitlines()) > 40]
    assert not [page.name for page in pages if "**Refused.**" not in read(page)]


def test_every_page_is_reached_from_the_readme() -> None:
    seen, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md" or not page.is_file():
            continue
        seen.add(page)
        waiting += [(page.parent / found[0]).resolve() for found in _LINK.findall(read(page)) if found[0]]

    assert not [name_of(page) for page in PAGES if page not in seen]


def test_no_file_speaks_of_one_machine(ours: list[Path]) -> None:
    told = [
        f"{name_of(path)}: {found[0]}"
        for path in ours
        if path != Path(__file__)
        for found in [MACHINE.search(read(path)) or INDEXES.search(read(path))]
        if found
    ]

    assert not told
