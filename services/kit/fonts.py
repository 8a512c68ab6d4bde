"""Which characters can be printed: those of the bundled font, and those of a font that the system has (fontconfig)."""

import shutil
import struct
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import starmap
from pathlib import Path

import pylopdf_fonts_zh_cn
from django.utils.translation import gettext as _

BUNDLED = pylopdf_fonts_zh_cn.sans_path()
_MAX_REMEMBERED = 4096  # characters
_SECONDS = 10  # for the list of a system's fonts
_INVISIBLE = range(0x21)


def folders_with(characters: Iterable[str]) -> tuple[Path, ...]:
    """The folders of system fonts that have what the bundled font lacks, in a stable order."""
    fonts = {font for character in set(characters) - _bundled() if (font := _system_font(character))}
    return tuple(sorted({font.parent for font in fonts}))


def unprintable(text: str) -> str:
    """The characters that no font has, each once and in their order. They print as a box."""
    return "".join(character for character in dict.fromkeys(text) if not _prints(character))


def _prints(character: str) -> bool:
    if ord(character) in _INVISIBLE:
        return True
    # What a font draws for a private code point is anything but the character that somebody meant.
    is_private = unicodedata.category(character) == "Co"
    return not is_private and (character in _bundled() or _system_font(character) is not None)


def warning_about(characters: str) -> str:
    """What to do about characters that print as a box, "" where there are none."""
    if not characters:
        return ""
    named = "、".join(f"U+{ord(character):04X}" for character in characters)
    return _("这台服务器的字库里没有这些字：%(named)s，打印出来是空框。请打印后手写，或请系统管理员安装字库。") % {
        "named": named
    }


@lru_cache(maxsize=_MAX_REMEMBERED)
def _system_font(character: str) -> Path | None:
    """A font file with the character; a regular sans serif one where there is a choice."""
    program = shutil.which("fc-list")
    if not program or not character.isprintable():
        return None
    pattern = f":charset={ord(character):x}"
    # No shell, and nothing of the character but its number.
    command = [program, "--format=%{file}\n", pattern]
    try:
        listed = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return min(map(Path, filter(None, listed.stdout.splitlines())), key=_rank, default=None)


def _rank(font: Path) -> tuple[bool, bool, str]:
    return "Regular" not in font.name, "Sans" not in font.name, str(font)


@lru_cache(maxsize=1)
def _bundled() -> frozenset[str]:
    """Every character of the bundled font."""
    return frozenset(map(chr, _code_points(BUNDLED.read_bytes())))


def _code_points(font: bytes) -> Iterator[int]:
    """The code points in the table `cmap` of a font file (OpenType 1.9, formats 4 and 12)."""
    tables = (struct.unpack_from(">4s4xII", font, 12 + 16 * n) for n in range(struct.unpack_from(">H", font, 4)[0]))
    start = next(offset for tag, offset, _length in tables if tag == b"cmap")
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">I", font, start + 8 + 8 * number)[0]
        kind = struct.unpack_from(">H", font, at)[0]
        if kind == 12:
            count = struct.unpack_from(">I", font, at + 12)[0]
            groups = struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * count])
            yield from (code for first, last, _glyph in groups for code in range(first, last + 1))
        elif kind == 4:
            yield from _of_segments(font, at)


def _of_segments(font: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    for codes in starmap(range, zip(starts, (end + 1 for end in ends), strict=True)):
        yield from (code for code in codes if code != 0xFFFF)
