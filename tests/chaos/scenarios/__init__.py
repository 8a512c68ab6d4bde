"""Each a few lines: what runs, what is done to it, what must hold. FULL sizes are the published ones."""

import importlib
from types import ModuleType

NAMES = ("once", "kills", "valkey", "postgres", "keyless", "zombies", "poison", "year", "burst", "all")


def scenario(name: str) -> ModuleType:
    """A module with SMOKE, USUAL and FULL sizes, HOUSE (how it is built) and `run(house, dice, sizes)`."""
    return importlib.import_module(f"tests.chaos.scenarios.{'everything' if name == 'all' else name}")
