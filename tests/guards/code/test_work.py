"""Every dispatched task exists, every task has a queue, every job kind a handler, every schedule entry a task."""

import ast
import importlib
import inspect
from typing import Any

import pytest

from services.jobs import registry
from tests.guards.code.source import File, files
from workers import queues, schedule
from workers.app import app

app.loader.import_default_modules()
TASKS = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
# The task is an argument there.
FORWARDERS = {"services/kit/dispatch.py", "workers/broker/sender.py", "workers/sweep/passes.py"}


def _value(file: File, node: ast.expr) -> Any:
    """Return the value of a constant or of a name of the module; None for a local variable."""
    try:
        return eval(compile(ast.Expression(node), file.path, "eval"), vars(importlib.import_module(file.module)))  # noqa: S307  the project's own source
    except NameError:
        return None


@pytest.mark.parametrize("name", sorted(TASKS))
def test_task_is_named_after_its_function_and_has_a_queue(name: str) -> None:
    route = app.amqp.router.route({}, name)
    assert route["queue"].name in queues.QUEUES, f"{name}: route it in workers/queues.py"
    assert name == f"{TASKS[name].run.__module__}.{TASKS[name].run.__name__}"
    assert any(fits(name, pattern) for pattern in queues.ROUTES), f"{name}: no route in workers/queues.py"


def fits(name: str, pattern: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern


@pytest.mark.parametrize("name", sorted(TASKS))
def test_task_takes_ids_only(name: str) -> None:
    for parameter in inspect.signature(TASKS[name].run).parameters.values():
        is_rest = parameter.kind in {parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD} and parameter.annotation is object
        is_id = parameter.name.endswith("_id") and parameter.annotation is str
        assert is_rest or is_id, f"{name}({parameter}): public ids as text, or `*_: object`"


def test_dispatched_tasks_are_registered() -> None:
    dispatched, unnamed = set(), []
    for file in files():
        for name, call in file.calls():
            if name.rpartition(".")[2] != "delay_on_commit" or file.path in FORWARDERS:
                continue
            task = _value(file, call.args[0])
            dispatched.add(task) if isinstance(task, str) else unnamed.append(f"{file.path}:{call.lineno}")
    assert unnamed == [], "name the task by a constant"
    assert dispatched, "no call of `delay_on_commit`: was it renamed?"
    assert dispatched - set(TASKS) == set(), "tasks that are dispatched and missing in workers/"


def test_only_the_sender_uses_the_queue() -> None:
    wrong = [
        f"{file.path}:{call.lineno}"
        for file in files()
        if file.path != "workers/broker/sender.py"
        for name, call in file.calls()
        if name.rpartition(".")[2] in {"delay", "apply_async", "send_task", "apply", "signature", "chord"}
        and "." in name  # a bare `apply` is a function of ours
        and name != "sender.send_task"
    ]
    assert wrong == []


def test_enqueued_job_kinds_are_those_with_a_handler() -> None:
    enqueued = set()
    for file in files():
        for name, call in file.calls():
            if name.rpartition(".")[2] == "enqueue":
                enqueued |= {_value(file, keyword.value) for keyword in call.keywords if keyword.arg == "kind"}
    enqueued.discard(None)
    assert enqueued, "no call of `enqueue`: was it renamed?"
    assert enqueued == set(registry.kinds()), "a handler is in services/<app>/jobs.py, imported in ready()"


def test_schedule_entries_have_a_task_and_a_reason() -> None:
    assert {entry.task for entry in schedule.SCHEDULE} <= set(TASKS)
    assert all(entry.reason for entry in schedule.SCHEDULE)
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} == {entry.task for entry in schedule.SCHEDULE}


def test_celery_acknowledges_late_and_keeps_no_results() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_ignore_result
