"""QR codes of links: as text for a terminal, as one SVG path for a page."""

from collections.abc import Sequence
from itertools import zip_longest

from qrcode.constants import ERROR_CORRECT_L
from qrcode.main import QRCode

QUIET_ZONE = 2  # modules around the code; readers need some white there
# Two modules above each other are one character, so that the code is square in a terminal. Light on dark is
# what most terminals show; the white is printed, not the black.
_HALVES = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}


def terminal_text(text: str) -> str:
    """The code as lines of block characters."""
    modules = _modules(text)
    pairs = zip_longest(modules[::2], modules[1::2], fillvalue=[True] * len(modules))
    return "\n".join("".join(_HALVES[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs)


def svg_path(text: str) -> tuple[int, str]:
    """The side of the square in modules, and the `d` of a path that draws its black modules."""
    modules = _modules(text)
    runs = [
        f"M{column} {row}h1v1h-1z"
        for row, line in enumerate(modules)
        for column, is_black in enumerate(line)
        if is_black
    ]
    return len(modules), "".join(runs)


def _modules(text: str) -> Sequence[Sequence[bool]]:
    code = QRCode(error_correction=ERROR_CORRECT_L, border=QUIET_ZONE)
    code.add_data(text)
    code.make(fit=True)
    modules: Sequence[Sequence[bool]] = code.get_matrix()
    return modules
