"""Every form of a template that is sent with POST has a token, also where the template is included with `only`."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[3] / "services" / "web" / "templates"
FORM = re.compile(r"<form\b(?=[^>]*\bmethod=.?post)(.*?)</form>", re.DOTALL | re.IGNORECASE)
HX_POST = re.compile(r"\bhx-(post|put|patch|delete)=")
ONLY = re.compile(r"{%\s*include\s+\"([^\"]+)\"([^%]*)\bonly\s*%}")
EXTENDS = re.compile(r"{%\s*extends\s+\"([^\"]+)\"")
FOLDED = re.compile(r"<details\b.*?</details>", re.DOTALL)
INCLUDES = re.compile(r"{%\s*include\s+\"([^\"]+)\"")


def texts() -> dict[str, str]:
    return {
        str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.rglob("*.html"))
    }


def forms_without_token(text: str) -> list[str]:
    """The beginnings of POST forms that hold no token. One form ends before the next begins."""
    return [form[:80] for form in FORM.findall(text) if "csrf_token" not in form]


def needs_token(name: str, all_texts: dict[str, str]) -> bool:
    """Whether a template, or one that it includes, draws a token."""
    text = all_texts[name]
    return "csrf_token" in text or any(needs_token(part, all_texts) for part in INCLUDES.findall(text))


def test_every_form_that_is_posted_has_a_token() -> None:
    assert {name: wrong for name, text in texts().items() if (wrong := forms_without_token(text))} == {}


def test_page_shows_one_form_at_a_time() -> None:
    """What is edited less often lies folded: two open forms beside each other are filled in by mistake."""
    counts = {name: FOLDED.sub("", text).count('include "partials/form.html"') for name, text in texts().items()}
    assert {name: count for name, count in counts.items() if count > 1} == {}


def test_template_included_with_only_gets_the_token_it_draws() -> None:
    """Without its token every button of the part answers 页面已过期."""
    known = texts()
    wrong = [
        f"{name} includes {part}"
        for name, text in known.items()
        for part, arguments in ONLY.findall(text)
        if needs_token(part, known) and "csrf_token=csrf_token" not in arguments
    ]
    assert wrong == []


def test_parts_that_post_by_htmx_stand_on_the_page_that_sends_the_token() -> None:
    """js/layout.js sends it in a header; only pages on base.html load that."""
    known = texts()
    pages = {name for name, text in known.items() if HX_POST.search(text) and EXTENDS.search(text)}
    roots = {name: _root(name, known) for name in pages}
    assert {name: root for name, root in roots.items() if root != "base.html"} == {}


def _root(name: str, known: dict[str, str]) -> str:
    """The template at the end of the chain of `extends`, but for the bare one that base.html stands on."""
    while name != "base.html" and (base := EXTENDS.search(known[name])):
        name = base[1]
    return name


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('<form method="post">{% csrf_token %}</form>', 0),
        ('<form method="post" action="/x/"><button>x</button></form>', 1),
        ("<form method='post'>{% csrf_token %}</form><FORM METHOD=POST></FORM>", 1),
        ('<form method="get"></form>', 0),
    ],
)
def test_guard_finds_a_form_without_token(text: str, count: int) -> None:
    assert len(forms_without_token(text)) == count
