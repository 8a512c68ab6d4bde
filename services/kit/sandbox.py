"""Run one of our own functions on a stranger's file, in a fresh process that may not eat the machine.

The child is a new interpreter (never a fork: Celery and granian hold threads and locks), sees none of our
environment, may write no file, and dies at its limits. It answers with bytes on a pipe of its own.
"""

import gc
import importlib
import os
import resource
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from services.kit.i18n import gettext_noop, translate

_ROOT = Path(__file__).resolve().parents[2]
_OUT_OF_MEMORY = 71
_CODES_OF_A_LIMIT = {-6: "memory", -9: "memory", -11: "memory", _OUT_OF_MEMORY: "memory", -24: "time"}


@dataclass(frozen=True)
class SandboxLimits:
    """Wall and processor time in seconds, address space in bytes."""

    wall_seconds: float = 20.0
    cpu_seconds: int = 20
    memory_bytes: int = 480 * 1024 * 1024


class SandboxError(Exception):
    """The child did not answer. `sentence` may be shown to a person."""

    code = "crashed"
    template = gettext_noop("处理这个文件时出了错。请用 Excel 打开它，另存为新的 .xlsx 文件后再试。")

    @property
    def sentence(self) -> str:
        return translate(self.template, {})

    def __str__(self) -> str:
        return self.template


class SandboxTimeout(SandboxError):
    code = "too_slow"
    template = gettext_noop("这个文件太复杂，在规定时间内读不完。请只保留名单所在的工作表，或分成几个文件。")


class SandboxMemoryExceeded(SandboxError):
    code = "too_big"
    template = gettext_noop("这个文件展开后太大，没有读取。请删去名单以外的行、列和工作表，另存为新文件后再试。")


ERRORS_BY_CODE = (SandboxError, SandboxTimeout, SandboxMemoryExceeded)


def call(target: str, kwargs: Mapping[str, Any], limits: SandboxLimits | None = None) -> Any:
    """As `run`, for a function whose one answer is a JSON value."""
    return orjson.loads(run(target, kwargs, limits))


def run(target: str, kwargs: Mapping[str, Any], limits: SandboxLimits | None = None) -> bytes:
    """Call `module:function` with JSON-able arguments in a child; give back what it wrote.

    The function returns a JSON value, or yields pieces of bytes. Raises TookTooLong, TookTooMuch, Refused.
    """
    limits = limits or SandboxLimits()
    order = orjson.dumps({"target": target, "kwargs": dict(kwargs), "limits": asdict(limits)})
    with subprocess.Popen(
        [sys.executable, "-m", "services.kit.sandbox"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
        start_new_session=True,
    ) as child:
        try:
            answer, _ = child.communicate(order, timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired as slow:
            child.kill()
            raise SandboxTimeout from slow
    if child.returncode:
        raise _reason(child.returncode)
    return answer


def _reason(returncode: int) -> SandboxError:
    match _CODES_OF_A_LIMIT.get(returncode):
        case "memory":
            return SandboxMemoryExceeded()
        case "time":
            return SandboxTimeout()
        case _:
            return SandboxError()


def _confine(limits: SandboxLimits) -> None:
    gc.disable()  # a short life, most of it making rows that reference counts free
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def _chunks(answer: Any) -> Iterable[bytes]:
    if isinstance(answer, (dict, list, str, int, float, type(None))):
        return (orjson.dumps(answer),)
    chunks: Iterable[bytes] = answer
    return chunks


def main() -> int:
    """The child's side: read the order, take the limits on, answer on a private copy of stdout."""
    order = orjson.loads(sys.stdin.buffer.read())
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # a stray print must not spoil the answer
        try:
            _confine(SandboxLimits(**order["limits"]))
            module, name = order["target"].split(":")
            answer = getattr(importlib.import_module(module), name)(**order["kwargs"])
            for chunk in _chunks(answer):
                out.write(chunk)
        except MemoryError:
            return _OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main())
