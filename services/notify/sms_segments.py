"""How many messages a text is billed as: parts of a long SMS (3GPP TS 23.038 and 23.040; help.aliyun.com 44335).

Chinese travels as UCS-2: 70 characters, or 67 a part when there are several. A text of plain letters alone travels in
the 7-bit alphabet: 160, or 153 a part; some of its signs count twice.
"""

from dataclasses import dataclass

RECOMMENDED, MAX_SEGMENTS = 1, 3
_WIDE, _PLAIN = (70, 67), (160, 153)
_TWICE = frozenset("^{}[]~|\\")
_NOT_PLAIN = "`"  # the one printable ASCII sign without a place in the 7-bit alphabet


@dataclass(frozen=True)
class Length:
    """`characters` as the carrier counts them, `parts` as it bills them."""

    characters: int
    segments: int

    @property
    def is_short(self) -> bool:
        return self.segments <= RECOMMENDED


def length_of(text: str) -> Length:
    """The whole text, signature included."""
    if text.isascii() and _NOT_PLAIN not in text:
        return _length(len(text) + sum(sign in _TWICE for sign in text), *_PLAIN)
    return _length(len(text.encode("utf-16-le")) // 2, *_WIDE)


def max_characters(parts: int) -> int:
    """How many characters of a Chinese text fit."""
    alone, each = _WIDE
    return alone if parts == 1 else each * parts


def _length(characters: int, alone: int, each: int) -> Length:
    return Length(characters, 1 if characters <= alone else -(-characters // each))
