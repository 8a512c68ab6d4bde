"""An S3 server in a process of its own (moto), on this machine: the storage speaks to it over HTTP as to any other."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

BUCKET = "nuanyang-test"
_QUICK = Config(retries={"total_max_attempts": 40, "mode": "standard"}, connect_timeout=1, read_timeout=5)
_NO_RETRY = Config(retries={"total_max_attempts": 1}, connect_timeout=1, read_timeout=5)


@dataclass
class S3Server:
    """`start` and `stop`: what is stored is gone with the process."""

    port: int
    log: Path
    process: Any = field(default=None)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "moto.server", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        self.client(_QUICK).create_bucket(Bucket=BUCKET)  # asked again until it listens

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()

    def client(self, config: Config = _NO_RETRY) -> Any:
        keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
        return boto3.client("s3", endpoint_url=self.address, config=config, **keys)

    def objects(self) -> dict[str, bytes]:
        """Every stored object with its bytes."""
        client = self.client()
        keys = [row["Key"] for row in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]
        return {key: client.get_object(Bucket=BUCKET, Key=key)["Body"].read() for key in keys}

    def storage(self) -> dict[str, Any]:
        """The entry of Django's STORAGES, as the service makes it from the environment; an outage is not waited for."""
        from services.config import storage

        entry = storage.default()
        return entry | {"OPTIONS": {**entry["OPTIONS"], "client_config": _NO_RETRY}}  # type: ignore[dict-item]


@contextmanager
def s3_server(folder: Path) -> Iterator[S3Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = S3Server(free.getsockname()[1], folder / "s3.log")
    server.start()
    try:
        yield server
    finally:
        server.stop()
