"""The house of the journeys."""

from tests.journeys.servers import house

__all__ = ["house"]
