"""The source of the house, as trees: what a guard reads when running would show too little."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DOORS = ("services/web/", "services/api/", "workers/")


@dataclass(frozen=True)
class File:
    path: str
    tree: ast.Module

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")

    @property
    def is_door(self) -> bool:
        return self.path.startswith(DOORS)

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Each call with the dotted name of what is called, as far as it is one: `Child.objects.create`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield dotted(node.func), node


@cache
def files() -> tuple[File, ...]:
    """Every module of services and workers, migrations left out."""
    paths = sorted([*(ROOT / "services").rglob("*.py"), *(ROOT / "workers").rglob("*.py")])
    kept = [each for each in paths if "migrations" not in each.parts]
    return tuple(File(str(each.relative_to(ROOT)), ast.parse(each.read_text("utf-8"))) for each in kept)


def dotted(node: Any) -> str:
    """`a.b.c` of an expression; what is no name is shown as `()`."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "()"
