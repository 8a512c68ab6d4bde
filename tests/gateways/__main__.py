"""`python -m tests.gateways --history FILE`: prints `{"port": …}` when it listens; SIGTERM ends it."""

import argparse
import json
import signal
import threading
from dataclasses import fields
from pathlib import Path

from tests.gateways.faults import Faults
from tests.gateways.server import FakeGateway

FAULTS = [field for field in fields(Faults) if field.init and field.name != "lock"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.gateways", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--history", type=Path, required=True)
    parser.add_argument("--receipts", default="", help="…/api/v1/receipts of the product")
    for field in FAULTS:
        parser.add_argument(f"--{field.name}", type=type(field.default), default=field.default, help="see faults.py")
    options = parser.parse_args()
    faults = Faults(**{field.name: getattr(options, field.name) for field in FAULTS})
    over = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: over.set())
    with FakeGateway(history=options.history, faults=faults, port=options.port, receipts=options.receipts) as gateway:
        print(json.dumps({"port": gateway.port}), flush=True)
        over.wait()


main()
