"""Take a list or a document out as a person does: ask, let a worker write it, fetch the file."""

from typing import Any

from services.jobs import runner
from tests.cast import Town


def ask(call: Any, list_: str, format_: str = "pdf", reason: str = "期末家访带去", **more: Any) -> Any:
    return call.post("exports", {"list": list_, "format": format_, "reason": reason, **more})


def run(town: Town, answer: Any) -> str:
    """Let a worker write the file; the export's id."""
    assert answer.status_code == 202, answer.content
    assert runner.run(answer.json()["job"], town.monday)
    return str(answer.json()["id"])


def fetch(call: Any, export_id: str) -> bytes:
    answer = call.get(f"exports/{export_id}/file")
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def taken(town: Town, call: Any, list_: str, format_: str = "pdf", **more: Any) -> bytes:
    """The bytes of a list or document."""
    return fetch(call, run(town, ask(call, list_, format_, **more)))
