"""The service as in production: an empty database, its own secrets, the real clock, second factors, no demo."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from deploy import new_env
from tests.deploy.databases import empty_database
from tests.journeys.servers import RunningService

DOMAIN = "127.0.0.1"
# No proxy terminates TLS in front of this one, no gateway is near, and static files are those of this release.
WITHOUT_NETWORK = {"NUANYANG_HTTPS": "no", "NUANYANG_SMS_PROVIDER": "file", "EMAIL_HOST": "127.0.0.1"}


class ProductionService(RunningService):
    """Real processes in production mode, on a database that nothing has touched yet."""

    def __init__(self, urls: dict[str, str]) -> None:
        super().__init__(moment="")
        self.databases = {**self.databases, **urls}
        secrets = dict(line.split("=", 1) for line in new_env.lines(DOMAIN))
        self.env |= {**secrets, **WITHOUT_NETWORK, "NUANYANG_MODE": "production"}
        del self.env["NUANYANG_CLOCK"]


@contextmanager
def production_service() -> Iterator[ProductionService]:
    """The service on an empty database, not started yet; stop and remove it at the end."""
    assert "NUANYANG_CLOCK" not in os.environ
    with empty_database("first_day") as urls:
        service = ProductionService(urls)
        try:
            yield service
        finally:
            service.close()
