"""The sandbox: results, environment, limits, files."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.kit.execution import sandbox

MB = 1024 * 1024
THIS = "tests.kit.test_sandbox"


def double(*, value: int) -> dict[str, int]:
    return {"duplicates": value * 2}


def environment() -> list[str]:
    return sorted(os.environ)


def print_text() -> dict[str, bool]:
    print("not part of the result")
    return {"quiet": True}


def use_memory() -> int:
    return len(bytes(2000 * MB))


def wait() -> None:
    time.sleep(60)


def use_cpu() -> None:
    while True:
        pass


def write_file(*, path: str) -> int:
    with open(path, "w") as file:  # noqa: PTH123
        return file.write("x" * 100_000)


def fail() -> None:
    raise RuntimeError("an unexpected thing")


def chunks() -> Iterator[bytes]:
    yield from (b"one\n", b"two")


def test_result_of_a_sandboxed_function() -> None:
    assert sandbox.call(f"{THIS}:double", {"value": 21}) == {"duplicates": 42}
    assert sandbox.run(f"{THIS}:chunks", {}) == b"one\ntwo"


def test_sandbox_has_no_environment_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_KEYS", "secret")

    assert "VAULT_KEYS" not in sandbox.call(f"{THIS}:environment", {})


def test_print_is_not_part_of_the_result() -> None:
    assert sandbox.call(f"{THIS}:print_text", {}) == {"quiet": True}


@pytest.mark.parametrize(
    ("name", "limits", "error"),
    [
        ("use_memory", sandbox.SandboxLimits(), sandbox.SandboxMemoryExceeded),
        ("wait", sandbox.SandboxLimits(elapsed_seconds=1), sandbox.SandboxTimeout),
        ("use_cpu", sandbox.SandboxLimits(cpu_seconds=1), sandbox.SandboxTimeout),
        ("fail", sandbox.SandboxLimits(), sandbox.SandboxError),
    ],
)
def test_exceeded_limit_raises_with_a_message(
    name: str, limits: sandbox.SandboxLimits, error: type[sandbox.SandboxError]
) -> None:
    with pytest.raises(error) as caught:
        sandbox.run(f"{THIS}:{name}", {}, limits)

    assert type(caught.value) is error
    assert "请" in caught.value.message


def test_sandbox_cannot_write_files(tmp_path: Path) -> None:
    with pytest.raises(sandbox.SandboxError):
        sandbox.run(f"{THIS}:write_file", {"path": str(tmp_path / "x")})

    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0
