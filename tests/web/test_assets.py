"""Icons, styles and scripts: what a page names is there, and nothing needs a looser policy."""

import gzip
import json
import re
from pathlib import Path

import pytest

from deploy import assets

WEB = assets.WEB.parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
ICON = re.compile(r"""{% icon ["']([a-z-]+)["']""")
# Comments are left out: they may name what the policy forbids.
EMPTY = re.compile(r"\{#.*?#\}", re.DOTALL)


def test_package_lock_has_a_hash_for_every_package_and_no_address():
    packages = json.loads((assets.ROOT / "package-lock.json").read_text())["packages"]

    fetched = {name: package for name, package in packages.items() if name}

    assert fetched
    assert not [name for name, package in fetched.items() if "resolved" in package]
    assert not [name for name, package in fetched.items() if not package.get("integrity", "").startswith("sha512-")]


def test_icon_list_may_have_comments_and_repeats():
    assert assets.icon_names("# list\nhome\n\nhome # again\nstar filled\n") == ["home", "star filled"]


def test_sprite_symbol_keeps_the_drawing_and_drops_the_box(tmp_path: Path):
    (tmp_path / "outline").mkdir()
    box = '<path stroke="none" d="M0 0h24v24H0z" fill="none"/>'
    drawing = f'<!-- tags --><svg viewBox="0 0 24 24">{box}<path d="M5 12h14"/></svg>'
    (tmp_path / "outline" / "minus.svg").write_text(drawing)

    made = assets.sprite(["minus"], tmp_path)

    assert '<symbol id="i-minus"' in made
    assert '<path d="M5 12h14"/>' in made
    assert "M0 0h24" not in made


def test_missing_icon_is_named_in_the_error(tmp_path: Path):
    with pytest.raises(assets.MissingAsset, match="no-such"):
        assets.sprite(["no-such"], tmp_path)


def test_copied_files_name_no_source_map(tmp_path: Path):
    source = tmp_path / "a.css"
    source.write_bytes(b"a{b:c}\n/*# sourceMappingURL=a.css.map */")

    assets.copy(source, tmp_path / "b.css")

    assert (tmp_path / "b.css").read_bytes() == b"a{b:c}\n\n"


def test_icons_of_templates_are_in_the_icon_list():
    listed = set(assets.icon_names(assets.ICON_LIST.read_text()))

    named = {name for page in TEMPLATES for name in ICON.findall(page.read_text())}

    assert named - listed == set()


@pytest.mark.parametrize("page", TEMPLATES, ids=lambda page: str(page.relative_to(WEB / "templates")))
def test_template_obeys_the_content_security_policy(page: Path):
    text = EMPTY.sub("", page.read_text())

    assert not re.search(r"\sstyle\s*=", text), "inline style"
    assert not re.search(r"\son[a-z]+\s*=", text), "inline handler"
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text), "inline script"
    # A school without internet must still see the whole page.
    assert not re.search(r"https?://", text), "another address"
    assert "hx-on" not in text


def test_stylesheets_stay_small():
    """Of the 60 KB of a teacher's first page at most 16 are looks; a sheet is read from end to end."""
    sheets = {sheet.name: sheet.read_bytes() for sheet in (WEB / "static/css").glob("*.css")}
    of_every_page = re.findall(r"css/(\w+\.css)", (WEB / "templates/base_minimal.html").read_text(encoding="utf-8"))

    assert max(sheet.count(b"\n") for sheet in sheets.values()) <= 260
    assert {"theme.css", "components.css"} <= set(of_every_page)
    assert sum(len(gzip.compress(sheets[name])) for name in of_every_page) <= 16_000
    assert max(len(gzip.compress(sheet)) for name, sheet in sheets.items() if name not in of_every_page) <= 4_000


def test_served_assets_were_built():
    missing = [name for name in [*assets.SERVED.values(), "icons.svg"] if not (assets.VENDOR / name).is_file()]

    assert not missing, "run `python -m deploy.assets`"
