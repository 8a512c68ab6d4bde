"""`python -m tests.gateways --history FILE`: prints `{"port": …}` when it listens; SIGTERM ends it."""

import argparse
import json
import signal
import threading
from dataclasses import fields
from pathlib import Path

from tests.gateways.faults import Mood
from tests.gateways.server import Fake

MOODS = [each for each in fields(Mood) if each.init and each.name != "lock"]


def main() -> None:
    words = argparse.ArgumentParser(prog="tests.gateways", description=__doc__)
    words.add_argument("--port", type=int, default=0)
    words.add_argument("--history", type=Path, required=True)
    words.add_argument("--receipts", default="", help="…/api/v1/receipts of the product")
    for each in MOODS:
        words.add_argument(f"--{each.name}", type=type(each.default), default=each.default, help="see mood.py")
    given = words.parse_args()
    mood = Mood(**{each.name: getattr(given, each.name) for each in MOODS})
    over = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: over.set())
    with Fake(history=given.history, mood=mood, port=given.port, receipts=given.receipts) as fake:
        print(json.dumps({"port": fake.port}), flush=True)
        over.wait()


main()
