"""Names, docstrings, comments and English texts use the words of docs/glossary.md."""

import pytest

from tests.guards.code import plain_words


def test_no_file_uses_an_avoided_word() -> None:
    assert not [str(use) for use in plain_words.uses(plain_words.tracked())]


@pytest.mark.parametrize(
    ("code", "avoided"),
    [
        ("def tell(rung, each): ...", ["tell", "rung", "each"]),
        ("LONGEST_NAME = most_rows = 1", ["LONGEST"]),
        ("class Walled: ...", ["Walled"]),
        ("told_on, household, replace, placeholder = 1, 2, 3, 4", ["told"]),
        ('def run():\n    """Open the doors."""  # rings the bell', ["doors", "bell"]),
        ("for here in rows:\n    a.place = here", ["here", "place"]),
    ],
)
def test_avoided_words_are_seen(code: str, avoided: list[str]) -> None:
    assert sorted(use.word for use in plain_words.in_python("x.py", code)) == sorted(avoided)


def test_plain_code_is_not_reported() -> None:
    code = '"""Return the rows of a household."""\nfor row in rows:  # warehouse\n    row.eachway = "told"\n'

    assert list(plain_words.in_python("x.py", code)) == []


def test_templates_are_read() -> None:
    text = "{% for each in rows %}{{ each.place|default:'told' }}{% endfor %}{# the bell #}"

    assert [use.word for use in plain_words.in_template("x.html", text)] == ["each", "each", "place", "bell"]
