"""The running service of the journeys."""

from tests.journeys.servers import service

__all__ = ["service"]
