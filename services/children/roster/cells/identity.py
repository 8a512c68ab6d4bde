"""居民身份证 numbers (GB 11643-1999): six digits of division, eight of birth, three of sequence, one check."""

import re
from datetime import date
from operator import mul

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"  # ISO 7064, MOD 11-2
# Papers with other numbers. All else that people write (1-居民身份证, 二代证, 户口本, 有) is the resident's paper.
_OTHER_PAPER = re.compile(
    r"护照|港|澳|台|通行|旅行|回乡|居住证|居留|外国|境外|军官|士兵|警官|出生|其[他它]|无|永久|passport", re.IGNORECASE
)


def is_resident_paper(kind: str | None) -> bool:
    """Whether a paper that is called so has a number of GB 11643; one without a name has."""
    return not _OTHER_PAPER.search(kind or "")


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
