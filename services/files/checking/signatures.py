"""The type of a file by its first bytes. Neither its name nor what the browser says is looked at."""

JPEG, PNG, HEIC, PDF, OFFICE, OLD_OFFICE = "jpeg", "png", "heic", "pdf", "office", "old_office"
PICTURES = frozenset({JPEG, PNG, HEIC})

HEAD = 32  # bytes that are looked at
_STARTS = {
    b"\xff\xd8\xff": JPEG,
    b"\x89PNG\r\n\x1a\n": PNG,
    b"%PDF-": PDF,
    b"PK\x03\x04": OFFICE,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": OLD_OFFICE,
}
# ISO/IEC 23008-12: brands of one still picture coded with HEVC, and the general ones that phones write.
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def type_of(head: bytes) -> str:
    """One of the types above; "" for any other file."""
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return HEIC
    return next((type_ for start, type_ in _STARTS.items() if head.startswith(start)), "")
