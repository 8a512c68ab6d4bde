"""A child process that may not harm its parent."""

import os
import time
from typing import Any

import pytest

from services.kit import sandbox

MB = 1024 * 1024
THIS = "tests.kit.test_sandbox"


def double(*, value: int) -> dict[str, int]:
    return {"duplicates": value * 2}


def environment() -> list[str]:
    return sorted(os.environ)


def chatter() -> dict[str, bool]:
    print("noise that is no answer")
    return {"quiet": True}


def hoard() -> int:
    return len(bytes(2000 * MB))


def dawdle() -> None:
    time.sleep(60)


def spin() -> None:
    while True:
        pass


def scribble(*, path: str) -> int:
    with open(path, "w") as file:  # noqa: PTH123
        return file.write("x" * 100_000)


def stumble() -> None:
    raise RuntimeError("an unexpected thing")


def chunks() -> Any:
    yield from (b"one\n", b"two")


def test_a_function_answers_from_a_child_of_its_own() -> None:
    assert sandbox.call(f"{THIS}:double", {"value": 21}) == {"duplicates": 42}
    assert sandbox.run(f"{THIS}:chunks", {}) == b"one\ntwo"


def test_the_child_sees_none_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_KEYS", "secret")

    assert "VAULT_KEYS" not in sandbox.call(f"{THIS}:environment", {})


def test_a_stray_print_does_not_spoil_the_answer() -> None:
    assert sandbox.call(f"{THIS}:chatter", {}) == {"quiet": True}


@pytest.mark.parametrize(
    ("name", "limits", "refusal"),
    [
        ("hoard", sandbox.SandboxLimits(), sandbox.SandboxMemoryExceeded),
        ("dawdle", sandbox.SandboxLimits(wall_seconds=1), sandbox.SandboxTimeout),
        ("spin", sandbox.SandboxLimits(cpu_seconds=1), sandbox.SandboxTimeout),
        ("stumble", sandbox.SandboxLimits(), sandbox.SandboxError),
    ],
)
def test_a_child_beyond_its_limits_is_refused_with_a_sentence(
    name: str, limits: sandbox.SandboxLimits, refusal: type[sandbox.SandboxError]
) -> None:
    with pytest.raises(refusal) as caught:
        sandbox.run(f"{THIS}:{name}", {}, limits)

    assert type(caught.value) is refusal
    assert "请" in caught.value.sentence


def test_the_child_may_write_no_file(tmp_path: Any) -> None:
    with pytest.raises(sandbox.SandboxError):
        sandbox.run(f"{THIS}:scribble", {"path": str(tmp_path / "x")})

    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0
