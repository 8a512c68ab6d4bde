"""Names, docstrings, comments and English texts use the words of docs/glossary.md."""

from collections import Counter

import pytest

from tests.guards import plain_words

# Uses of avoided words that are left in each package. A number may only fall; a package that is not listed has none.
CEILINGS: dict[str, int] = {
    "services/locale": 21,
}


@pytest.fixture(scope="module")
def uses() -> list[plain_words.Use]:
    return list(plain_words.uses(plain_words.tracked()))


def test_no_package_uses_more_avoided_words(uses: list[plain_words.Use], capsys: pytest.CaptureFixture[str]) -> None:
    counts = Counter(use.package for use in uses)
    above = {package: count for package, count in counts.items() if count > CEILINGS.get(package, 0)}
    below = {package: counts[package] for package, ceiling in CEILINGS.items() if counts[package] < ceiling}
    with capsys.disabled():
        if below:
            print(f"\ntests/guards/test_plain_words.py: lower CEILINGS to {below}")

    assert not [str(use) for use in uses if use.package in above]


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
