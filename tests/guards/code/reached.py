"""Which functions somebody can reach: from a page, an API call, a command or a task, over any number of calls."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.guards.code.source import File, files

Node = tuple[str, str]  # module and name; the name is empty for what runs when the module is imported
ENTRANCES = ("services/web/", "services/api/", "workers/", "services/config/")
_Definition = ast.FunctionDef | ast.ClassDef


def actions() -> list[Node]:
    """Return the public functions of each app's `actions`."""
    modules = [file for file in files() if "actions" in file.module.split(".")[2:]]
    return [(file.module, name) for file in modules for name, node in _definitions(file) if _is_public(name, node)]


def _is_public(name: str, node: _Definition) -> bool:
    return isinstance(node, ast.FunctionDef) and not name.startswith("_")


@cache
def reached() -> frozenset[Node]:
    """Return what can be reached; the demo, which no county has, does not count."""
    uses = {node: used for file in files() if not _is_demo(file) for node, used in _uses(file)}
    entrances = [file for file in files() if not _is_demo(file) and _is_entrance(file)]
    waiting = [node for file in entrances for node in ((file.module, ""), *_names(file))]
    seen: set[Node] = set()
    while waiting:
        node = waiting.pop()
        if node in uses and node not in seen:
            seen.add(node)
            # Importing a module runs its registrations.
            waiting += [*uses[node], *((module, "") for module, _name in uses[node])]
    return frozenset(seen)


def _is_demo(file: File) -> bool:
    return file.path.startswith("services/demo/")


def _is_entrance(file: File) -> bool:
    return file.path.startswith(ENTRANCES) or "/management/commands/" in file.path or file.path.endswith("/apps.py")


def _names(file: File) -> list[Node]:
    return [(file.module, name) for name, _node in _definitions(file)]


def _definitions(file: File) -> Iterator[tuple[str, _Definition]]:
    for node in file.tree.body:
        if isinstance(node, _Definition):
            yield node.name, node


def _uses(file: File) -> Iterator[tuple[Node, set[Node]]]:
    """Yield each definition of a file, and the module itself, with what it names."""
    imported = _imports(file)
    own = {name: (file.module, name) for name, _node in _definitions(file)}
    known = {**own, **imported}
    loose = [node for node in file.tree.body if not isinstance(node, _Definition)]
    registered = {own[name] for name, node in _definitions(file) if node.decorator_list and file.path not in _ACTIONS}
    yield (file.module, ""), registered | {used for node in loose for used in _named(node, known)} | _modules(imported)
    for name, node in _definitions(file):
        yield own[name], set(_named(node, known))


# A decorator such as `@handler` registers a function; on an action it is only `@transaction.atomic`.
_ACTIONS = {file.path for file in files() if "actions" in file.module.split(".")[2:]}


def _modules(imported: dict[str, Node]) -> set[Node]:
    return {(module, "") for module, _name in imported.values()}


def _imports(file: File) -> dict[str, Node]:
    """Local name → module and name; an imported module has an empty name."""
    by_name: dict[str, Node] = {}
    modules = {other.module for other in files()}
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(("services", "workers")):
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                by_name[alias.asname or alias.name] = (full, "") if full in modules else (node.module, alias.name)
        elif isinstance(node, ast.Import):
            by_name |= {alias.name: (alias.name, "") for alias in node.names if alias.name in modules}
    return by_name


def _named(node: ast.AST, known: dict[str, Node]) -> Iterator[Node]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id in known:
            yield known[part.id]
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in known:
            module, name = known[part.value.id]
            if not name:
                yield module, part.attr
