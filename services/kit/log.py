"""Log lines: one JSON object each, with no personal field in it."""

import re
from typing import Any

import structlog

# Keys that may hold a person: dropped wherever they come from. Messages are constants, so nothing else can leak.
PERSONAL = frozenset(
    {"name", "phone", "id_number", "address", "username", "body", "title", "email", "note", "password"}
)
# PostgreSQL repeats the values of a refused row there.
_DETAIL = re.compile(r"\n(?:DETAIL|CONTEXT|LINE \d+):.*?(?=\n\n(?:The above|During handling)|\Z)", re.DOTALL)


def drop_personal_fields(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Take personal keys out of an event."""
    return {key: value for key, value in event.items() if key not in PERSONAL}


CHAIN: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure() -> None:
    """Let structlog write through the standard library, so that every library's line has one shape."""
    structlog.configure(
        processors=[*CHAIN, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def as_json(logger: Any, method: str, event: dict[str, Any]) -> str:
    """The last step of every line: as JSON, exceptions as text."""
    event.pop("_record", None)
    event.pop("_from_structlog", None)
    if (request := event.get("request")) is not None and not isinstance(request, str):
        event["request"] = f"{request.method} {request.path}"  # Django adds the object, which shows its query
    told = structlog.processors.format_exc_info(logger, method, drop_personal_fields(logger, method, event))
    if "exception" in told:
        told["exception"] = _DETAIL.sub("", str(told["exception"]))
    return str(structlog.processors.JSONRenderer(ensure_ascii=False)(logger, method, told))


def settings(level: str) -> dict[str, Any]:
    """Django's LOGGING: one handler, one shape, on standard error."""
    shape = {"()": "structlog.stdlib.ProcessorFormatter", "processor": as_json, "foreign_pre_chain": CHAIN}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": shape},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["out"], "level": level},
        "loggers": {"axes": {"level": "WARNING"}, "apprise": {"level": "CRITICAL"}},  # its warnings quote robots' keys
    }
