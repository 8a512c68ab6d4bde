"""ClamAV's daemon is asked about each upload where the operator names one, and without its verdict nothing is kept."""

import socketserver
import struct
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from services.files.checking.antivirus import UnableToScan
from services.files.checking.check import UnusableFile
from tests.files.pictures import photo
from tests.files.test_checking import checked

SIGNATURE = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Daemon(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd does: pieces with their length, a length of zero at the end."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        if len(content) > 1_000_000:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
        else:
            self.wfile.write(b"stream: Eicar-Test FOUND\0" if SIGNATURE in content else b"stream: OK\0")


@pytest.fixture
def folder():
    """A short one, wherever pytest keeps its own: the address of a socket has 107 bytes at most."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="ny-") as name:
        yield Path(name)


@contextmanager
def daemon(settings, path):
    with socketserver.ThreadingUnixStreamServer(str(path), Daemon) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.CLAMD = str(path)
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def test_clean_photo_is_kept_and_an_infected_one_refused(settings, folder):
    with daemon(settings, folder / "clamd.ctl"):
        assert checked(photo()).media_type == "image/jpeg"
        with pytest.raises(UnusableFile, match="有病毒"):
            checked(photo() + SIGNATURE)


def test_daemon_that_is_down_or_gives_no_verdict_keeps_everything_out(settings, folder):
    settings.CLAMD = str(folder / "nobody.ctl")
    with pytest.raises(UnableToScan, match="病毒检查暂时不可用"):
        checked(photo())
    with daemon(settings, folder / "clamd.ctl"), pytest.raises(UnableToScan):
        checked(photo() + bytes(1_100_000))
