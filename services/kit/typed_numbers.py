"""Numbers as they are typed in haste, for pages and API alike."""

import unicodedata

_POINTS = str.maketrans({"。": ".", ",": ".", "、": "."})


def as_number(typed: str) -> str:
    """１３０。５ and 130,5 are 130.5: full-width digits, the stop of a Chinese keyboard, a comma as decimal point.

    No measurement has thousands, so that a comma can be nothing else.
    """
    return unicodedata.normalize("NFKC", typed).translate(_POINTS).strip()
