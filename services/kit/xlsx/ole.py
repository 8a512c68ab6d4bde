"""Read one stream of an OLE compound file (MS-CFB), the container of .xls."""

import struct

_FREE = 0xFFFFFFFA  # sector numbers from here on are marks and no sectors
_ENTRY = 128  # bytes of an entry of the directory
_MINI_LIMIT = 4096  # bytes; shorter streams are kept in mini sectors


class _Container:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._sector = 1 << struct.unpack_from("<H", content, 30)[0]
        self._mini = 1 << struct.unpack_from("<H", content, 32)[0]
        self.directory_start: int = struct.unpack_from("<I", content, 48)[0]
        self._mini_start: int = struct.unpack_from("<I", content, 60)[0]
        self._fat = self._read_fat()

    def chain(self, start: int) -> bytes:
        """The sectors from `start` on, as the table of sectors links them."""
        sectors: list[bytes] = []
        number = start
        # a chain that has more links than there are sectors runs in a circle
        while number < _FREE and len(sectors) <= len(self._fat):
            sectors.append(self._content[(number + 1) * self._sector : (number + 2) * self._sector])
            number = self._fat[number]
        return b"".join(sectors)

    def mini_chain(self, root: bytes, start: int) -> bytes:
        """A short stream: sectors of 64 bytes inside the root's stream."""
        table = self.chain(self._mini_start)
        links = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        sectors: list[bytes] = []
        number = start
        while number < _FREE and len(sectors) <= len(links):
            sectors.append(root[number * self._mini : (number + 1) * self._mini])
            number = links[number]
        return b"".join(sectors)

    def _read_fat(self) -> tuple[int, ...]:
        sectors = [n for n in struct.unpack_from("<109I", self._content, 76) if n < _FREE]
        following, entries = struct.unpack_from("<I", self._content, 68)[0], self._sector // 4 - 1
        # no more than the file has sectors, whatever it claims
        for _ in range(min(struct.unpack_from("<I", self._content, 72)[0], len(self._content) // self._sector)):
            at = (following + 1) * self._sector
            *numbers, following = struct.unpack_from(f"<{entries + 1}I", self._content, at)
            sectors += [n for n in numbers if n < _FREE]
        table = b"".join(self._content[(n + 1) * self._sector : (n + 2) * self._sector] for n in sectors)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])


def stream(content: bytes, names: tuple[str, ...]) -> bytes:
    """The first stream with one of these names, b"" where there is none. Raises struct.error, IndexError if broken."""
    container = _Container(content)
    directory = container.chain(container.directory_start)
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    root_start = struct.unpack_from("<I", entries[0], 116)[0]
    for entry in entries:
        length = max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)
        if entry[:length].decode("utf-16-le", "replace") in names:
            start, size = struct.unpack_from("<II", entry, 116)
            is_short = size < _MINI_LIMIT
            whole = container.mini_chain(container.chain(root_start), start) if is_short else container.chain(start)
            return whole[:size]
    return b""
