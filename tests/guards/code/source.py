"""The project's source as syntax trees, for guards that running code would not show enough to."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
INTERFACES = ("services/web/", "services/api/", "workers/")


@dataclass(frozen=True)
class File:
    path: str
    tree: ast.Module

    @property
    def module(self) -> str:
        return self.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")

    @property
    def is_interface(self) -> bool:
        return self.path.startswith(INTERFACES)

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Yield each call with the dotted name of what is called: `Child.objects.create`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield dotted(node.func), node


@cache
def files() -> tuple[File, ...]:
    """Return every module of services and workers except migrations."""
    paths = sorted([*(ROOT / "services").rglob("*.py"), *(ROOT / "workers").rglob("*.py")])
    sources = [path for path in paths if "migrations" not in path.parts]
    return tuple(File(str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))) for path in sources)


def dotted(node: Any) -> str:
    """Return `a.b.c` of an expression; `()` stands for a part that is no name."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "()"
