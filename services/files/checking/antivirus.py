"""Ask ClamAV's daemon about a file, where the operator has one. Its protocol: clamd(8), command INSTREAM."""

import socket
import struct
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from services.kit.exceptions import ApplicationError

TIMEOUT = 15  # seconds of one answer
_PIECE = 2**16
_CLEAN, _INFECTED = b"stream: OK", b" FOUND"


class UnableToScan(ApplicationError):
    """The daemon is configured and gave no verdict: nothing is kept unseen."""


def is_infected(file: BinaryIO) -> bool:
    """Whether the daemon finds something in the file; False where none is configured. Raises UnableToScan."""
    if not settings.CLAMD:
        return False
    try:
        answer = _ask(settings.CLAMD, file)
    except OSError as error:
        raise UnableToScan(_unavailable()) from error
    if answer.endswith(_INFECTED):
        return True
    if answer != _CLEAN:  # such as a file beyond its limits
        raise UnableToScan(_unavailable())
    return False


def _ask(address: str, file: BinaryIO) -> bytes:
    with _connect(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        file.seek(0)
        while piece := file.read(_PIECE):
            connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while (received := connection.recv(1024)) and len(answer) < _PIECE:
            answer += received
        return answer.rstrip(b"\0\n")


def _connect(address: str) -> socket.socket:
    """`/run/clamav/clamd.ctl` or `host:3310`."""
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), TIMEOUT)


def _unavailable() -> str:
    return _("病毒检查暂时不可用，文件没有保存。请稍后再试，并告诉管理员。")
