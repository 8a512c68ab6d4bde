"""One module per scenario: what runs, which faults, what must hold. FULL sizes are the published ones."""

import importlib
from types import ModuleType

NAMES = (
    "once",
    "kills",
    "valkey",
    "postgres",
    "keyless",
    "zombies",
    "poison",
    "year",
    "burst",
    "morning",
    "pooling",
    "all",
)


def scenario(name: str) -> ModuleType:
    """A module with SMOKE, DEFAULT and FULL sizes, DEPLOYMENT (how it is built) and `run(deployment, rng, sizes)`."""
    return importlib.import_module(f"tests.chaos.scenarios.{'everything' if name == 'all' else name}")
