"""What the fake gateway wrote down, as the checker reads it."""

from pathlib import Path

from tests.chaos.histories import Line
from tests.gateways.history import History


def calls(path: Path) -> list[Line]:
    """One line per call. `answered`: the caller was told; `marked`: the text says that it comes again."""
    found: list[Line] = []
    last: dict[str, Line] = {}
    for told in History(path).lines() if path.exists() else ():
        if told["event"] == "dropped_after":
            last[told["delivery"]]["answered"] = False
        elif told["event"] in {"accepted", "repeated", "refused"}:
            event = "known" if told["event"] == "repeated" else told["event"]
            call = {"at": told["t"], "event": event, "message": told["delivery"], "answered": event != "refused"}
            last[told["delivery"]] = {**call, "marked": told.get("marked", False)}
            found.append(last[told["delivery"]])
    return found
