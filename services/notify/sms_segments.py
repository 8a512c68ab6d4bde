"""Count the segments a text message is billed as (3GPP TS 23.038 and 23.040; help.aliyun.com 44335).

Chinese is sent as UCS-2: 70 characters, or 67 per segment when there are several. A text of the 7-bit alphabet alone
has 160, or 153 per segment; some of its characters count twice.
"""

from dataclasses import dataclass

RECOMMENDED, MAX_SEGMENTS = 1, 3
_UCS2, _GSM7 = (70, 67), (160, 153)  # characters of a single segment, and of each of several
_ESCAPED = frozenset("^{}[]~|\\")  # two characters each in the 7-bit alphabet
_NOT_GSM7 = "`"  # the only printable ASCII character that the 7-bit alphabet lacks


@dataclass(frozen=True)
class Length:
    """Characters as the carrier counts them, segments as it bills them."""

    characters: int
    segments: int

    @property
    def is_short(self) -> bool:
        return self.segments <= RECOMMENDED


def length_of(text: str) -> Length:
    """Measure a whole text, signature included."""
    if text.isascii() and _NOT_GSM7 not in text:
        return _length(len(text) + sum(character in _ESCAPED for character in text), *_GSM7)
    # Not len(text): the carrier counts an emoji or a rare character as two.
    return _length(len(text.encode("utf-16-le")) // 2, *_UCS2)


def max_characters(segments: int) -> int:
    """The length of the longest Chinese text that fits."""
    single, per_segment = _UCS2
    return single if segments == 1 else per_segment * segments


def _length(characters: int, single: int, per_segment: int) -> Length:
    return Length(characters, 1 if characters <= single else -(-characters // per_segment))
