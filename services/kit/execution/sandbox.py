"""Run a function on an untrusted file in a separate process with limits on time and memory.

The process is a new interpreter, not a fork: Celery and granian hold threads and locks. It gets no environment
variables of ours, cannot write files, is killed at its limits, and returns bytes through a pipe.
"""

import gc
import importlib
import os
import resource
import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import orjson

from services.kit.i18n import gettext_noop, translate

_ROOT = Path(__file__).resolve().parents[3]
# Not used by Python or the shell, so it cannot mean anything else.
_OUT_OF_MEMORY = 71
# Exit codes by the limit that was exceeded; a negative code is the signal that ended the process.
_LIMIT_BY_EXIT_CODE = {-6: "memory", -9: "memory", -11: "memory", _OUT_OF_MEMORY: "memory", -24: "time"}


@dataclass(frozen=True)
class SandboxLimits:
    """Elapsed and processor time in seconds, address space in bytes."""

    # Elapsed as well as processor time: a file that makes the reader wait would never reach the other limit.
    elapsed_seconds: float = 20.0
    cpu_seconds: int = 20
    memory_bytes: int = 480 * 1024 * 1024


class SandboxError(Exception):
    """The process gave no result. `message` may be shown to the user."""

    code = "crashed"
    template = gettext_noop("处理这个文件时出了错。请用 Excel 打开它，另存为新的 .xlsx 文件后再试。")

    @property
    def message(self) -> str:
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


def call(target: str, kwargs: Mapping[str, object], limits: SandboxLimits | None = None) -> Any:
    """As `run`, for a function that returns one JSON value."""
    return orjson.loads(run(target, kwargs, limits))


def run(
    target: str,
    kwargs: Mapping[str, object],
    limits: SandboxLimits | None = None,
    descriptors: Collection[int] = (),
) -> bytes:
    """Call `module:function` with JSON arguments in a sandbox and return the bytes it wrote.

    The function returns a JSON value or yields chunks of bytes. Of `descriptors`, open files without a name, it reads
    `/dev/fd/<number>`. Raises SandboxTimeout, SandboxMemoryExceeded or
    SandboxError.
    """
    limits = limits or SandboxLimits()
    request = orjson.dumps({"target": target, "kwargs": dict(kwargs), "limits": asdict(limits)})
    with subprocess.Popen(
        [sys.executable, "-m", "services.kit.execution.sandbox"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # A traceback may quote cells of the file, which are a person's data.
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        # No keys and no URLs of databases. One memory arena: each reserves address space, which is what is limited.
        env={"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
        start_new_session=True,
        pass_fds=tuple(descriptors),
    ) as process:
        try:
            result, _ = process.communicate(request, timeout=limits.elapsed_seconds)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise SandboxTimeout from error
    if process.returncode:
        raise _error(process.returncode)
    return result


def _error(returncode: int) -> SandboxError:
    match _LIMIT_BY_EXIT_CODE.get(returncode):
        case "memory":
            return SandboxMemoryExceeded()
        case "time":
            return SandboxTimeout()
        case _:
            return SandboxError()


def _apply_limits(limits: SandboxLimits) -> None:
    gc.disable()  # the process is short and its rows form no cycles
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    # The hard limit one second later: it kills with the signal that means "out of memory" above.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    # No file of any size can be written, and no memory image of pupils stays behind after a crash.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Enough for the interpreter and its modules, too few for a file that opens thousands.
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def _chunks(result: object) -> Iterable[bytes]:
    if isinstance(result, dict | list | str | int | float | None):
        return (orjson.dumps(result),)
    return cast("Iterable[bytes]", result)


def main() -> int:
    """In the sandbox: read the request, apply the limits, write the result to a private copy of stdout."""
    request = orjson.loads(sys.stdin.buffer.read())
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # a print() of a library must not become part of the result
        try:
            _apply_limits(SandboxLimits(**request["limits"]))
            module, name = request["target"].split(":")
            result = getattr(importlib.import_module(module), name)(**request["kwargs"])
            for chunk in _chunks(result):
                out.write(chunk)
        except MemoryError:
            return _OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main())
