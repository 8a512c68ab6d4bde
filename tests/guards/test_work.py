"""Every bell has a worker, every task a line to wait in, every kind of job a handler, every tick a task."""

import ast
import importlib
import inspect
from typing import Any

import pytest

from services.jobs import registry
from tests.guards.source import File, files
from workers import queues, schedule
from workers.app import app

app.loader.import_default_modules()
TASKS = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
MESSENGERS = {"services/kit/doorbell.py", "workers/bell.py", "workers/sweep.py"}  # they pass on what they are given


def _said(file: File, node: ast.expr) -> Any:
    """The value of a constant or of a name of the module; None for what only running would tell."""
    try:
        return eval(compile(ast.Expression(node), file.path, "eval"), vars(importlib.import_module(file.module)))  # noqa: S307  our own source
    except NameError:
        return None


@pytest.mark.parametrize("name", sorted(TASKS))
def test_a_task_is_named_after_its_place_and_waits_in_a_line_that_is_worked(name: str) -> None:
    route = app.amqp.router.route({}, name)
    assert route["queue"].name in queues.QUEUES, f"{name}: route it in workers/queues.py"
    assert name == f"{TASKS[name].run.__module__}.{TASKS[name].run.__name__}"
    assert any(fits(name, pattern) for pattern in queues.ROUTES), f"{name}: no route in workers/queues.py"


def fits(name: str, pattern: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern


@pytest.mark.parametrize("name", sorted(TASKS))
def test_a_task_takes_ids_and_nothing_else(name: str) -> None:
    for each in inspect.signature(TASKS[name].run).parameters.values():
        is_rest = each.kind in {each.VAR_POSITIONAL, each.VAR_KEYWORD} and each.annotation is object
        is_id = each.name.endswith("_id") and each.annotation is str
        assert is_rest or is_id, f"{name}({each}): public ids as text, or `*_: object`"


def test_every_bell_that_is_rung_has_a_worker() -> None:
    escalation_level, unnamed = set(), []
    for file in files():
        for name, call in file.calls():
            if not (name.endswith(".ring") or name == "ring") or file.path in MESSENGERS:
                continue
            said = _said(file, call.args[0])
            escalation_level.add(said) if isinstance(said, str) else unnamed.append(f"{file.path}:{call.lineno}")
    assert unnamed == [], "ring a task by its plain name"
    assert escalation_level, "no bell was found: has `ring` another name now?"
    assert escalation_level - set(TASKS) == set(), "bells without a worker: add a task in workers/"


def test_only_the_bell_speaks_to_the_queue() -> None:
    wrong = [
        f"{file.path}:{call.lineno}"
        for file in files()
        if file.path != "workers/bell.py"
        for name, call in file.calls()
        if name.rpartition(".")[2] in {"delay", "apply_async", "send_task", "apply", "signature", "chord"}
    ]
    assert wrong == []


def test_every_kind_of_job_that_is_asked_for_has_a_handler() -> None:
    asked = set()
    for file in files():
        for name, call in file.calls():
            if name.rpartition(".")[2] == "enqueue":
                asked |= {_said(file, each.value) for each in call.keywords if each.arg == "kind"}
    asked.discard(None)
    assert asked, "no job was found: has `enqueue` another name now?"
    assert asked - set(registry.kinds()) == set(), "write its handler in services/<room>/jobs.py, import it in ready()"


def test_every_handler_is_asked_for_somewhere() -> None:
    words = {
        node.value
        for file in files()
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(registry.kinds()) <= words


def test_every_tick_has_a_task_and_a_reason() -> None:
    assert {entry.task for entry in schedule.SCHEDULE} <= set(TASKS)
    assert all(entry.reason for entry in schedule.SCHEDULE)
    assert {each["task"] for each in app.conf.beat_schedule.values()} == {entry.task for entry in schedule.SCHEDULE}


def test_a_message_is_never_the_only_copy_of_a_promise() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_ignore_result
