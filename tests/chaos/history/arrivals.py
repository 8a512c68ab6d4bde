"""The history of the fake gateway, in the form the checker compares."""

from pathlib import Path

from tests.chaos.history.histories import Record
from tests.gateways.history import History


def calls(path: Path) -> list[Record]:
    """One row per call. `answered`: the caller got the answer; `marked`: the text is marked as a repeat."""
    rows: list[Record] = []
    last: dict[str, Record] = {}
    for entry in History(path).lines() if path.exists() else ():
        if entry["event"] == "dropped_after":
            last[entry["delivery"]]["answered"] = False
        elif entry["event"] in {"accepted", "repeated", "refused"}:
            event = "deduplicated" if entry["event"] == "repeated" else entry["event"]
            call = {"at": entry["t"], "event": event, "message": entry["delivery"], "answered": event != "refused"}
            last[entry["delivery"]] = {**call, "marked": entry.get("marked", False)}
            rows.append(last[entry["delivery"]])
    return rows
