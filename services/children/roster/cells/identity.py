"""居民身份证 numbers (GB 11643-1999): six digits of division, eight of birth, three of sequence, one check."""

from datetime import date
from operator import mul

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"  # ISO 7064, MOD 11-2


def check_character(first_17: str) -> str:
    """The 18th character that belongs to these 17 digits."""
    return _CHECK[sum(map(mul, _WEIGHTS, map(int, first_17))) % 11]


def birth_of(number: str) -> date | None:
    """The day of birth in an 18-character number, None where it names no day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """男 for an odd 17th digit, 女 for an even one."""
    return "男" if int(number[16]) % 2 else "女"
