"""Messages to systemd, where it started this process and listens (Type=notify, WatchdogSec)."""

import contextlib
import os
import socket

READY, ALIVE = "READY=1", "WATCHDOG=1"


def notify(message: str) -> None:
    """Send a message; does nothing without a listener, and never fails while the manager restarts."""
    if not (address := os.environ.get("NOTIFY_SOCKET", "")):
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.connect(f"\0{address[1:]}" if address.startswith("@") else address)
        sender.sendall(message.encode())
